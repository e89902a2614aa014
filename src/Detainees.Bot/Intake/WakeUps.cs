using Detainees.Conversations;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Reminders, ends of drafts, deletion before the 48 hours: rows with a time, looked at four times a minute.</summary>
internal sealed class WakeUps(IIntakeStore store, Lanes lanes, IntakeTurns turns, TimeProvider time, ILogger<WakeUps> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private const int AtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var due = await store.DueAsync(time.GetUtcNow(), AtOnce, stoppingToken);
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
                }
            }

            // A full page that moved on has more behind it; one that did not must not spin.
            if (due.Length < AtOnce || served == 0) await Task.Delay(Pause, time, stoppingToken);
        }
    }
}
