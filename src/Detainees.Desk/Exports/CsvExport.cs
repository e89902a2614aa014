namespace Detainees.Desk.Exports;

internal sealed class CsvExport(ReportExport export, ExportFolder folder, ExportTally tally)
{
    public Task RunAsync(CancellationToken cancel) => folder.Root.Length > 0 && tally.IsComplete ? export.ToJsonAsync(cancel) : Task.CompletedTask;
}
