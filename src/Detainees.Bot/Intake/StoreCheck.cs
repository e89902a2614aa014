using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>
/// Looks through the open conversations once after the start, which does not wait for it: it takes the longer the more are open. A
/// damaged store ends the program, as it would have kept it from starting.
/// </summary>
internal sealed class StoreCheck(IIntakeStore store, IHostApplicationLifetime life, ILogger<StoreCheck> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await life.StartedAsync(stoppingToken);
        try
        {
            if (await store.AreConversationsSoundAsync(stoppingToken)) return;
        }
        catch (Exception fault) when (MachineFault.Is(fault))
        {
            // A disk that does not answer is no damaged database; whoever writes next finds out the same.
            log.StoreFaulted(fault.GetType().Name);
            return;
        }

        log.StoreDamaged();
        Environment.ExitCode = Launch.CannotStart;
        life.StopApplication();
    }
}
