using Detainees.Bot.Team;
using Detainees.Telegram;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Long polling for as long as the program runs. A token that is refused ends the program: nothing can come any more.</summary>
internal sealed class Polling(
    TelegramBotClient client, IUpdateSink sink, Settings.BotOptions options, FormShelf forms, CurrentTeam team, Figures.BotFigures figures, TimeProvider time,
    IHostApplicationLifetime life, ILogger<UpdatePoller> pollerLog, ILogger<Polling> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The connection takes several round trips: it is made while the rest starts. The answer does not matter, the first poll tells more.
        var greeting = client.GetMe(stoppingToken);
        await life.StartedAsync(stoppingToken);
        log.Started(forms.Offered.Length, team.Recipients.Count);
        var poller = new UpdatePoller(
            client, sink, new UpdatePollerOptions { PollSeconds = options.Telegram.PollSeconds, DeleteWebhook = true }, time,
            Random.Shared.NextDouble, pollerLog);
        figures.LastContact = () => poller.LastContact;
        var end = await poller.RunAsync(stoppingToken);
        await greeting;
        if (end is not BotEnd.Unauthorized) return;
        log.TokenRefused();
        Environment.ExitCode = 4;
        life.StopApplication();
    }
}
