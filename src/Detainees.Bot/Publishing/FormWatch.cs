using Detainees.Bot.Intake;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Publishing;

/// <summary>
/// Looks every few seconds whether the forms have changed, and takes them over when a change has come to rest: a file that is
/// still being copied must not be read by halves.
/// </summary>
internal sealed class FormWatch(FormSource source, FormShelf shelf, TimeProvider time, ILogger<FormWatch> log) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private string taken = "";
    private string? seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not what it was when the shelf was loaded: what changed in between must be found, and reading once too often is harmless.
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken);
            Look();
        }
    }

    /// <summary>One look: true when the forms were read again.</summary>
    internal bool Look()
    {
        var mark = source.Mark();
        if (mark == taken) return false;
        if (mark != seen)
        {
            seen = mark;
            return false;
        }

        try
        {
            Take(mark);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The archive beside the data could not be written: nothing was taken over, and the next look tries again.
            log.FormsNotTaken(fault.GetType().Name);
            return false;
        }
    }

    private void Take(string mark)
    {
        var before = Summary();
        shelf.Reload();
        // A file that another program holds changes neither size nor time when it is let go of: it is asked for again.
        taken = shelf.Reports.Any(report => report.IsUnread) ? "" : mark;
        if (Summary() == before) return;
        log.FormsTaken(shelf.Offered.Length, shelf.Faulty);
        foreach (var report in shelf.Reports.Where(report => report.Form is null))
            log.FormFaulty(new string([.. report.File.Where(c => !char.IsControl(c))]), report.LastGood is not null);
        if (!shelf.IsReadable) log.FormsUnreadable();
    }

    private string Summary() => string.Join('\n', [
        shelf.IsReadable.ToString(),
        .. shelf.Offered.Select(form => $"{form.Id} {form.Version}"),
        .. shelf.Reports.Where(report => report.Form is null).Select(report => $"{report.File} {report.LastGood?.Version} {report.Problem} {report.Diagnostics.Length}")]);
}
