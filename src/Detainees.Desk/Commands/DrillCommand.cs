using System.Diagnostics;
using System.Globalization;
using System.Text;
using Detainees.Desk.Pulling;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Commands;

/// <summary>
/// The recovery drill: from bundles and one key, everything is verified and opened as if nothing else were left. Readable content goes nowhere but
/// into the count. The result is printed and kept.
/// </summary>
internal static class DrillCommand
{
    private const int MostNamed = 100;

    /// <param name="bundles">In their order; none: the desk's own folder is taken.</param>
    public static async Task<int> RunAsync(DeskRun run, string[] bundles, string report, CancellationToken cancel)
    {
        var path = Path.GetFullPath(report, run.Host.Folder);
        if (File.Exists(path)) return run.Stop(new Trouble(ExitCode.Stopped, $"There is already a file {path}. Name another with --out."));
        var scratch = bundles.Length == 0 ? null : Path.Combine(run.Host.HomeFolder, $"drill-{Guid.NewGuid():N}");
        try
        {
            using var drill = new DeskRun(scratch is null ? run.Settings : run.Settings with { Desk = scratch }, run.Host, run.Output, run.Error);
            var begun = (At: run.Host.Time.GetUtcNow(), Stamp: Stopwatch.GetTimestamp());
            foreach (var bundle in bundles)
            {
                if (DeskFolder.Open(drill.Settings.DeskFolder(run.Host)) is not Attempt<DeskFolder>.Done(var folder)) throw new UnreachableException();
                if (await BundlePull.RunAsync(drill, folder, bundle, cancel) is Attempt<PullSummary>.Failed(var noBundle)) return run.Stop(noBundle);
            }

            var opened = await drill.OpenAsync(needsIdentity: true, cancel);
            if (opened is Attempt<OpenDesk>.Failed(var why)) return run.Stop(why);
            var desk = ((Attempt<OpenDesk>.Done)opened).Value;
            var tally = await CountAsync(drill, desk, cancel);
            var text = TextOf(desk, tally, begun.At, Stopwatch.GetElapsedTime(begun.Stamp));
            await PrivateFiles.WriteAsync(path, Encoding.UTF8.GetBytes(text), cancel);
            run.Output.Write(text);
            run.Output.WriteLine($"Kept in {path}");
            return (int)(tally.Failed.Count == 0 ? ExitCode.Fine : ExitCode.Incomplete);
        }
        finally
        {
            // Sealed files only; they came from the bundles and are there still.
            if (scratch is not null && Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<Tally> CountAsync(DeskRun run, OpenDesk desk, CancellationToken cancel)
    {
        var tally = new Tally();
        using var progress = run.Progress();
        progress.Begin("reports opened", desk.Folder.Memory?.Head.Size ?? 0);
        await foreach (var read in desk.Reader.ReadAllAsync(cancel))
        {
            progress.Step(1);
            tally.Reports++;
            if (read.Opening is ReportOpening.Closed(var reason))
            {
                if (reason == ClosedReason.TakenBack) tally.TakenBack++;
                else if (reason == ClosedReason.NotHere && desk.Shelf.IsRetired(read.Entry)) tally.Retired++;
                else tally.Failed.Add(string.Create(CultureInfo.InvariantCulture, $"entry {read.Entry.Number}: {ClosedWords.Of(reason)}"));
                continue;
            }

            tally.Opened++;
            var number = 0;
            foreach (var attachment in read.Entry.Attachments)
            {
                tally.Files++;
                number++;
                if (await OpensAsync(desk, attachment, cancel)) tally.FilesOpened++;
                else tally.Failed.Add(string.Create(CultureInfo.InvariantCulture, $"entry {read.Entry.Number}, attachment {number}: does not open"));
            }
        }

        return tally;
    }

    private static async Task<bool> OpensAsync(OpenDesk desk, AttachmentItem attachment, CancellationToken cancel)
    {
        var path = desk.Folder.PathOf(JournalItems.Of(attachment));
        if (!File.Exists(path)) return false;
        await using var source = File.OpenRead(path);
        if (Sha256Hash.FromBytes(await System.Security.Cryptography.SHA256.HashDataAsync(source, cancel)) != attachment.Sealed.Hash) return false;
        source.Position = 0;
        return await AgeOpening.OpenToAsync(source, Stream.Null, desk.Identities, cancel) is StreamOpenResult.Opened;
    }

    private static string TextOf(OpenDesk desk, Tally tally, DateTimeOffset begun, TimeSpan took)
    {
        var memory = desk.Folder.Memory ?? throw new UnreachableException();
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line("Recovery drill");
        Line(string.Create(CultureInfo.InvariantCulture, $"  begun        {begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC, took {took.TotalSeconds:0.0} s"));
        foreach (var identity in desk.Identities) Line($"  key          {identity.Recipient}");
        Line($"  server       {memory.Key.Id}");
        Line(string.Create(CultureInfo.InvariantCulture, $"  journal      {memory.Head.Size} entries; the chain is whole and the server's signature is good"));
        Line($"  root         {memory.Head.Root}");
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  reports      {tally.Reports} = {tally.Opened} opened + {tally.TakenBack} taken back + {tally.Retired} let go + {tally.Reports - tally.Opened - tally.TakenBack - tally.Retired} not"));
        Line(string.Create(CultureInfo.InvariantCulture, $"  attachments  {tally.Files} = {tally.FilesOpened} opened + {tally.Files - tally.FilesOpened} not"));
        Line(tally.Failed.Count == 0 ? "  verdict      everything opens with this key" : "  verdict      NOT everything opens with this key");
        foreach (var failed in tally.Failed.Take(MostNamed)) Line($"    {failed}");
        if (tally.Failed.Count > MostNamed) Line(string.Create(CultureInfo.InvariantCulture, $"    and {tally.Failed.Count - MostNamed} more"));
        return text.ToString();
    }

    private sealed class Tally
    {
        public long Reports, Opened, TakenBack, Retired, Files, FilesOpened;
        public readonly List<string> Failed = [];
    }
}
