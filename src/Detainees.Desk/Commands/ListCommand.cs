using System.Globalization;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Spectre.Console;

namespace Detainees.Desk.Commands;

/// <summary>A table of the reports: what each is, and whether it opens. No answers in it.</summary>
internal static class ListCommand
{
    /// <summary>Where output is no terminal, and nothing tells how wide it may be.</summary>
    private const int WidthOfFiles = 200;

    public static async Task<int> RunAsync(DeskRun run, CancellationToken cancel)
    {
        var opened = await run.OpenAsync(needsIdentity: true, cancel);
        if (opened is Attempt<OpenDesk>.Failed(var why)) return run.Stop(why);
        var desk = ((Attempt<OpenDesk>.Done)opened).Value;
        var table = new Table().Border(TableBorder.Simple);
        // Only the last column may break its lines: a reference in two pieces is of no use.
        foreach (var column in (ReadOnlySpan<string>)["No", "Sent (UTC)", "Form", "Reference", "Language", "Files"])
            table.AddColumn(new TableColumn(column).NoWrap().Padding(0, 0, 1, 0));
        table.AddColumn(new TableColumn("State").Padding(0, 0, 0, 0));
        long total = 0, open = 0;
        using var progress = run.Progress();
        progress.Begin("entries read", desk.Folder.Memory?.Head.Size ?? 0);
        await foreach (var read in desk.Reader.ReadAllAsync(cancel))
        {
            progress.Step(1);
            total++;
            if (read.Opening is ReportOpening.Opened) open++;
            table.AddRow([.. Row(read, desk.Shelf).Select(cell => new Text(cell))]);
        }

        progress.Dispose();
        if (total == 0)
        {
            run.Output.WriteLine("No reports yet.");
            return (int)ExitCode.Fine;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(run.Output),
        });
        if (!run.Host.Terminal.IsScreen) console.Profile.Width = WidthOfFiles;
        console.Write(table);
        run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Reports: {total} = {open} open + {total - open} closed"));
        return (int)ExitCode.Fine;
    }

    private static string[] Row(ReadReport read, JournalShelf shelf)
    {
        var number = read.Entry.Number.ToString(CultureInfo.InvariantCulture);
        var files = read.Entry.Attachments.Length.ToString(CultureInfo.InvariantCulture);
        return read.Opening switch
        {
            ReportOpening.Opened(var report, _, var isPartial) =>
            [
                number, report.Sent.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                ScreenText.Line($"{report.Form.Id} {report.Form.Version}"), report.Reference.Length > 0 ? ScreenText.Line(report.Reference) : "-", ScreenText.Line(report.Language), files,
                isPartial ? "opens (partial)" : "opens",
            ],
            // What the journal knows of a report that stays closed: the hour, not the minute.
            ReportOpening.Closed(var reason) =>
            [
                number, read.Entry.Hour.UtcDateTime.ToString("yyyy-MM-dd HH:00", CultureInfo.InvariantCulture), ScreenText.Line(read.Entry.Form), "-", "-", files,
                shelf.TombstoneOf(read.Entry) is { } tombstone ? ClosedWords.Of(tombstone) : ClosedWords.Of(reason),
            ],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
