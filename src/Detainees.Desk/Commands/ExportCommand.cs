using System.Collections.Immutable;
using Detainees.Desk.Exports;
using Detainees.Desk.Reports;

namespace Detainees.Desk.Commands;

/// <param name="Format">"json" or "csv"; of no meaning when sealed.</param>
/// <param name="MayHoldFiles">The folder may have something in it.</param>
internal sealed record ExportRequest(string Format, string Folder, ImmutableArray<string> References, bool IsSealed, bool MayHoldFiles);

internal static class ExportCommand
{
    private const int MostNamed = 20;

    public static async Task<int> RunAsync(DeskRun run, ExportRequest request, CancellationToken cancel)
    {
        var opened = await run.OpenAsync(needsIdentity: !request.IsSealed, cancel);
        if (opened is Attempt<OpenDesk>.Failed(var why)) return run.Stop(why);
        var desk = ((Attempt<OpenDesk>.Done)opened).Value;
        var created = ExportFolder.Create(request.Folder, request.MayHoldFiles);
        if (created is Attempt<ExportFolder>.Failed(var noFolder)) return run.Stop(noFolder);
        var folder = ((Attempt<ExportFolder>.Done)created).Value;

        var tally = new ExportTally();
        var choice = new ReportChoice(request.References);
        using var progress = run.Progress();
        var export = new ReportExport(desk.Folder, desk.Reader, desk.Identities, folder, tally, choice, progress);
        if (request.IsSealed) await new SealedExport(desk.Folder, desk.Shelf, folder, tally, choice, progress).RunAsync(cancel);
        else if (request.Format == "csv")
        {
            // The first reading is for the columns alone; only the second is counted.
            var columnsOnly = new ReportExport(desk.Folder, desk.Reader, desk.Identities, folder, new ExportTally(), choice, progress);
            await new CsvExport(export, columnsOnly, folder, tally).RunAsync(cancel);
        }
        else await export.ToJsonAsync(cancel);

        progress.Dispose();
        var what = request.IsSealed ? "sealed (age files as they are)" : request.Format;
        var memory = desk.Folder.Memory ?? throw new System.Diagnostics.UnreachableException();
        await folder.WriteAsync("export.txt", tally.Manifest(what, memory.Head, memory.Key.Id, run.Host.Time.GetUtcNow()), cancel);
        Write(run, folder, tally, request.IsSealed);
        if (tally.Reports + tally.ReportsFailed == 0 && !request.References.IsEmpty)
            return run.Stop(new Trouble(ExitCode.Stopped, "No report of that reference opens here. 'list' shows what there is."));
        return (int)(tally.IsComplete ? ExitCode.Fine : ExitCode.Incomplete);
    }

    private static void Write(DeskRun run, ExportFolder folder, ExportTally tally, bool isSealed)
    {
        foreach (var line in tally.Lines()) run.Output.WriteLine(line);
        foreach (var item in tally.Failed.Take(MostNamed)) run.Output.WriteLine($"  {item.What}: {item.Why}");
        if (tally.Failed.Count > MostNamed) run.Output.WriteLine("  and more: export.txt names them all");
        run.Output.WriteLine($"Written to {folder.Root}");
        if (!isSealed) run.Output.WriteLine("These files are readable by anyone who gets hold of them: keep them on an encrypted disk, and delete them when they are used.");
    }
}
