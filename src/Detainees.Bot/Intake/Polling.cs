using Detainees.Bot.Team;
using Detainees.Telegram;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>Long polling for as long as the program runs. A token that is refused ends the program: nothing can come any more.</summary>
internal sealed class Polling(
    TelegramLink link, IUpdateSink sink, FormShelf forms, CurrentTeam team, Figures.BotFigures figures, TimeProvider time,
    IHostApplicationLifetime life, ILogger<UpdatePoller> pollerLog, ILogger<Polling> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await life.StartedAsync(stoppingToken);
        log.Started(forms.Offered.Length, team.Recipients.Count);
        var poller = new UpdatePoller(link.Client, sink, link.Polling, time, Random.Shared.NextDouble, pollerLog);
        figures.LastContact = () => poller.LastContact;
        var end = await poller.RunAsync(stoppingToken, link.FirstPoll);
        if (end is not BotEnd.Unauthorized) return;
        log.TokenRefused();
        Environment.ExitCode = 4;
        life.StopApplication();
    }
}
