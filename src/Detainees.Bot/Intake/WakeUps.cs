using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Reminders, ends of drafts, deletion before the 48 hours: rows with a time, looked at four times a minute.</summary>
internal sealed class WakeUps(IIntakeStore store, Lanes lanes, IntakeTurns turns, TimeProvider time, ILogger<WakeUps> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PutOff = TimeSpan.FromHours(1);
    private const int AtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (found, served) = (0, 0);
            try
            {
                var due = await store.DueAsync(time.GetUtcNow(), AtOnce, stoppingToken);
                found = due.Length;
                foreach (var thread in due)
                    if (await WakeAsync(thread.Thread, stoppingToken)) served++;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The store's trouble: asked again after the pause. An exception from here would end the program.
                log.WakeUpFaulted(fault.GetType().Name);
            }

            // A full page that moved on has more behind it; one that did not must not spin.
            if (found < AtOnce || served == 0) await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> WakeAsync(ThreadKey thread, CancellationToken cancel)
    {
        try
        {
            using var lane = await lanes.EnterAsync(thread, cancel);
            return await turns.RunAsync(thread, null, new Input.WakeUp(), null, null, null, cancel) is TurnEnd.Stored;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.WakeUpFaulted(fault.GetType().Name);
            await PutOffAsync(thread, cancel);
            return false;
        }
    }

    /// <summary>One that fails must not stand first in the row for ever and keep the others from being woken.</summary>
    private async Task PutOffAsync(ThreadKey thread, CancellationToken cancel)
    {
        try
        {
            using (await lanes.EnterAsync(thread, cancel)) await turns.SleepAsync(thread, time.GetUtcNow() + PutOff, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.WakeUpFaulted(fault.GetType().Name);
        }
    }
}
