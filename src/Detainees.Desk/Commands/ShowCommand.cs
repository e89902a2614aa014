using Detainees.Desk.Reports;
using Detainees.Journal;

namespace Detainees.Desk.Commands;

/// <summary>One report on the screen, or its JSON.</summary>
internal static class ShowCommand
{
    private const string Latest = "latest";
    private const string All = "all";

    public static async Task<int> RunAsync(DeskRun run, string reference, bool asJson, CancellationToken cancel)
    {
        var opened = await run.OpenAsync(needsIdentity: true, cancel);
        if (opened is Attempt<OpenDesk>.Failed(var why)) return run.Stop(why);
        var desk = ((Attempt<OpenDesk>.Done)opened).Value;
        if (string.Equals(reference, All, StringComparison.OrdinalIgnoreCase)) return await AllAsync(run, desk, asJson, cancel);
        var found = string.Equals(reference, Latest, StringComparison.OrdinalIgnoreCase)
            ? await LatestAsync(desk, cancel) : await NamedAsync(desk, reference, cancel);
        switch (found)
        {
            case null when string.Equals(reference, Latest, StringComparison.OrdinalIgnoreCase):
                return run.Stop(new Trouble(ExitCode.Stopped, "No reports yet."));
            case null:
                return run.Stop(new Trouble(ExitCode.Stopped, "No report of that reference opens here. 'list' shows what there is."));
            case { Opening: ReportOpening.Closed(var reason) }:
                return run.Stop(new Trouble(ExitCode.Stopped, $"Report {found.Entry.Number} cannot be opened: {(desk.Shelf.TombstoneOf(found.Entry) is { } tombstone ? ClosedWords.Of(tombstone) : ClosedWords.Of(reason))}."));
            case { Opening: ReportOpening.Opened report }:
                Write(run.Output, found.Entry, report, asJson);
                return (int)ExitCode.Fine;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Every report that opens, in the journal's order; the others are named on the error output.</summary>
    private static async Task<int> AllAsync(DeskRun run, OpenDesk desk, bool asJson, CancellationToken cancel)
    {
        var isComplete = true;
        await foreach (var read in desk.Reader.ReadAllAsync(cancel))
        {
            switch (read.Opening)
            {
                case ReportOpening.Opened report:
                    Write(run.Output, read.Entry, report, asJson);
                    break;
                case ReportOpening.Closed(var reason):
                    run.Error.WriteLine($"Report {read.Entry.Number} cannot be opened: {ClosedWords.Of(reason)}.");
                    isComplete &= reason is ClosedReason.TakenBack;
                    break;
            }
        }

        return (int)(isComplete ? ExitCode.Fine : ExitCode.Incomplete);
    }

    private static void Write(TextWriter output, JournalEntry entry, ReportOpening.Opened report, bool asJson)
    {
        if (asJson) output.WriteLine(System.Text.Encoding.UTF8.GetString(report.Json));
        else ReportText.Write(output, entry, report.Report, report.IsPartial);
    }

    /// <summary>The newest report that the family did not take back, whether it opens or not.</summary>
    private static async Task<ReadReport?> LatestAsync(OpenDesk desk, CancellationToken cancel)
    {
        JournalEntry? latest = null;
        await foreach (var entry in desk.Shelf.EntriesAsync(cancel))
        {
            if (ReportReader.IsReport(entry) && !desk.Shelf.IsTakenBack(entry)) latest = entry;
        }

        return latest is null ? null : desk.Reader.Read(latest);
    }

    private static async Task<ReadReport?> NamedAsync(OpenDesk desk, string reference, CancellationToken cancel)
    {
        var choice = new ReportChoice([reference]);
        await foreach (var entry in desk.Shelf.EntriesAsync(cancel))
        {
            if (ReportReader.IsReport(entry) && choice.MayBe(entry)) return desk.Reader.Read(entry);
        }

        await foreach (var read in desk.Reader.ReadAllAsync(cancel))
        {
            if (choice.MayBe(read)) return read;
        }

        return null;
    }
}
