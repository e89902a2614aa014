using System.CommandLine;
using System.Globalization;
using Detainees.Desk.Pulling;
using Detainees.Desk.Store;

namespace Detainees.Desk.Commands;

internal static class PullCommand
{
    private const int MostNamed = 20;

    public static async Task<int> RunAsync(DeskRun run, string? bundle, CancellationToken cancel)
    {
        var opened = DeskFolder.Open(run.Settings.DeskFolder(run.Host));
        if (opened is Attempt<DeskFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<DeskFolder>.Done)opened).Value;
        var pulled = bundle is null ? await run.PullAsync(folder, cancel) : await BundlePull.RunAsync(run, folder, bundle, cancel);
        switch (pulled)
        {
            case Attempt<PullSummary>.Done(var summary):
                Write(run.Output, summary, isBrief: false);
                return (int)(summary.Failed.IsEmpty ? ExitCode.Fine : ExitCode.Incomplete);
            case Attempt<PullSummary>.Failed(var why):
                return run.Stop(why);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <param name="isBrief">Before another command: one line, unless something needs attention.</param>
    public static void Write(TextWriter output, PullSummary summary, bool isBrief)
    {
        foreach (var remark in summary.Remarks) output.WriteLine(remark);
        if (!isBrief)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Journal: {Words.Count(summary.Entries, "entry")}, {summary.NewEntries} new. The chain and the server's signature are good."));
        if (isBrief && summary.Failed.IsEmpty)
        {
            output.WriteLine($"Pulled: {Words.Count(summary.NewEntries, "new entry")}, {Words.Count(summary.Fetched, "file")}.");
            return;
        }

        var takenBack = summary.TakenBack > 0 ? string.Create(CultureInfo.InvariantCulture, $" + {summary.TakenBack} taken back") : "";
        var retired = summary.Retired > 0 ? string.Create(CultureInfo.InvariantCulture, $" + {summary.Retired} let go by the server") : "";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Files: {summary.Files} in the journal = {summary.Here} already here + {summary.Fetched} fetched{takenBack}{retired} + {summary.Failed.Length} failed"));
        foreach (var item in summary.Failed.Take(MostNamed)) output.WriteLine($"  {item.What}: {item.Why}");
        if (summary.Failed.Length > MostNamed)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {summary.Failed.Length - MostNamed} more"));
    }
}
