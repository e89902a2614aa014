using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>
/// Once a minute: what is past its time goes, old epoch keys are destroyed, the write-ahead log is emptied, and memory in which answers
/// stood is given back to the system, which clears it. Sealed content that two devices of the team hold goes after the days that are
/// set, if any are.
/// </summary>
internal sealed class Housekeeping(
    IIntakeStore store, CurrentTeam team, BotOptions options, Figures.BotFigures figures, TimeProvider time, ILogger<Housekeeping> log) : BackgroundService
{
    private const int DevicesNeeded = 2;

    /// <summary>Turns in a minute above which memory is not given back: then new objects soon take its place, and a pause would be felt.</summary>
    private const int Busy = 1200;

    private long retired;
    private long collectedAt;

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
                GiveMemoryBack();
                if (!report.Held) await RetireAsync(stoppingToken);
                await figures.RefreshAsync(store, stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.PurgeFaulted(fault.GetType().Name);
            }
        }
    }

    /// <summary>A program that has fallen idle would otherwise keep for days what was said to it last.</summary>
    private void GiveMemoryBack()
    {
        var (stored, before) = (store.Counters.Stored, collectedAt);
        collectedAt = stored;
        if (stored > before && stored - before <= Busy) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>The word of a device that is no more in the team does not count: nobody knows where its copy is.</summary>
    public async Task RetireAsync(CancellationToken cancel)
    {
        if (options.Retention.Days == 0 || !team.IsOpen) return;
        var sizes = (await store.Desks.AcknowledgementsAsync(cancel))
            .Where(word => team.FindDevice(word.Device) is not null).Select(word => word.Size).OrderDescending().ToList();
        if (sizes.Count < DevicesNeeded) return;
        var through = await store.Desks.RetireAsync(sizes[DevicesNeeded - 1], time.GetUtcNow() - TimeSpan.FromDays(options.Retention.Days), cancel);
        if (through <= retired) return;
        retired = through;
        log.Retired(through);
    }
}
