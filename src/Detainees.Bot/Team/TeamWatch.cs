using Detainees.Bot.Settings;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Team;

/// <summary>
/// Reads the team list again every minute: a newer one takes over at once, and without a valid one the intake stops. It never
/// goes on with less protection than was promised.
/// </summary>
internal sealed class TeamWatch(
    CurrentTeam current, Places places, TimeProvider time, IHostApplicationLifetime life, ILogger<TeamWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
            var (team, problem) = TeamFiles.Read(places.TeamFile, places.TeamRoots, time.GetUtcNow());
            if (team is null || team.IsDemo != current.List.IsDemo || team.Serial < current.List.Serial)
            {
                log.TeamInvalid(team is null ? problem : "it is older than the one in use, or of another kind");
                Environment.ExitCode = 3;
                life.StopApplication();
                return;
            }

            if (team.Serial > current.List.Serial) current.Replace(team);
        }
    }
}
