using Detainees.Telegram;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Sends what is owed, first of all what a former process left.</summary>
internal sealed class Sending(
    OutgoingQueue queue, RequestSender sending, Settings.BotOptions options, TimeProvider time, IHostApplicationLifetime life,
    ILogger<OutboxSender> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sender = new OutboxSender(
            queue, sending,
            new OutboxSenderOptions
            {
                MaxInFlight = options.Telegram.RepliesInFlight, MaxNoticesInFlight = Math.Min(16, options.Telegram.RepliesInFlight), StopGrace = StopLimits.Sending,
            },
            time, Random.Shared.NextDouble, log);
        queue.Added = sender.Wake;
        queue.BegunAsync = sender.BegunAsync;
        await queue.LoadAsync(time.GetUtcNow(), stoppingToken);
        await life.StartedAsync(stoppingToken);
        sender.Wake();
        await sender.RunAsync(stoppingToken);
    }
}
