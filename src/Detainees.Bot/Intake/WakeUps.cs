using System.Collections.Immutable;
using Detainees.Conversations;
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
            ImmutableArray<DueThread> due;
            try
            {
                due = await store.DueAsync(time.GetUtcNow(), AtOnce, stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.WakeUpFaulted(fault.GetType().Name);
                due = [];
            }

            var served = 0;
            foreach (var thread in due)
            {
                try
                {
                    using (await lanes.EnterAsync(thread.Thread, stoppingToken))
                        if (await turns.RunAsync(thread.Thread, null, new Input.WakeUp(), null, null, null, stoppingToken) is TurnEnd.Stored) served++;
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    log.WakeUpFaulted(fault.GetType().Name);
                    await PutOffAsync(thread.Thread, stoppingToken);
                }
            }

            // A full page that moved on has more behind it; one that did not must not spin.
            if (due.Length < AtOnce || served == 0) await Task.Delay(Pause, time, stoppingToken);
        }
    }

    /// <summary>One that fails must not stand first in the row for ever and keep the others from being woken.</summary>
    private async Task PutOffAsync(Journal.ThreadKey thread, CancellationToken cancel)
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
