using Detainees.Bot.Settings;
using Detainees.Sealing;
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
        var doubtful = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
            var (team, problem) = TeamFiles.Read(places.TeamFile, places.TeamRoots, time.GetUtcNow());
            if (team is null || team.IsDemo != current.List.IsDemo || team.Serial < current.List.Serial)
            {
                // The list and its signature are two files: a look between the two copies must not stop the intake. The list in
                // use still holds; only its own end is not waited out.
                if (!doubtful && current.List.IsCurrent(time.GetUtcNow()))
                {
                    doubtful = true;
                    continue;
                }

                log.TeamInvalid(team is null ? problem : "it is older than the one in use, or of another kind");
                Environment.ExitCode = 3;
                life.StopApplication();
                return;
            }

            doubtful = false;
            if (team.Serial > current.List.Serial) Take(team);
        }
    }

    private void Take(TeamList newer)
    {
        try
        {
            if (TeamSerial.TryAdvance(places.Secrets, newer.Serial)) current.Replace(newer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The list in use holds on; the newer one is taken when its serial can be kept.
            log.TeamNotTaken(fault.GetType().Name);
        }
    }
}
