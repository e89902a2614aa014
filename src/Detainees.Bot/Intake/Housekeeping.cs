using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Once a minute: what is past its time goes, old epoch keys are destroyed, the write-ahead log is emptied.</summary>
internal sealed class Housekeeping(IIntakeStore store, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
            try
            {
                var report = await store.PurgeAsync(stoppingToken);
                if (report.Messages > 0) log.NeverDeleted(report.Messages);
                log.Purged(report.Drafts, report.Updates, report.Files, report.EpochKeys);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.PurgeFaulted(fault.GetType().Name);
            }
        }
    }
}
