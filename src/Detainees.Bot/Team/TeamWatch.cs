using Detainees.Bot.Settings;
using Detainees.Sealing;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Team;

/// <summary>
/// Reads the team list again every minute, and at once when a desk asks and the file has changed. A newer list takes over; without a valid one
/// the intake stops until there is one. It never goes on with less protection than was promised.
/// </summary>
internal sealed class TeamWatch(CurrentTeam current, Places places, TimeProvider time, ILogger<TeamWatch> log) : BackgroundService
{
    /// <summary>How long before its end a list is spoken of: long enough to bring the key holders together.</summary>
    private static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private (DateTime List, DateTime Signature) lastTouched = Touched(places);
    private DateTimeOffset warned = DateTimeOffset.MinValue;
    private bool doubtful;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            WarnOfEnd();
            await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
            lock (gate) Look();
        }
    }

    /// <summary>Before a desk is answered: whoever was removed a moment ago is refused now. Costs two looks at a file's time.</summary>
    public void LookIfChanged()
    {
        lock (gate)
        {
            var touched = Touched(places);
            if (touched == lastTouched) return;
            lastTouched = touched;
            // The list and its signature are two files: what does not fit yet is judged by the watch, not by who happens to ask.
            if (TeamFiles.Read(places.TeamFile, places.TeamRoots, time.GetUtcNow()).Team is { } team && Fits(team)) TakeOver(team);
        }
    }

    private void Look()
    {
        lastTouched = Touched(places);
        var (team, problem) = TeamFiles.Read(places.TeamFile, places.TeamRoots, time.GetUtcNow());
        if (team is not null && Fits(team))
        {
            doubtful = false;
            TakeOver(team);
            return;
        }

        // A look between the two copies must not stop the intake. The list in use still holds; only its own end is not waited out.
        if (!doubtful && current.List.IsCurrent(time.GetUtcNow()))
        {
            doubtful = true;
            return;
        }

        if (!current.IsOpen) return;
        current.Close();
        log.TeamInvalid(team is null ? problem : "it is older than the one in use, another one with the same serial, or of another kind");
    }

    private bool Fits(TeamList team) =>
        team.IsDemo == current.List.IsDemo
        && (team.Serial > current.List.Serial || (team.Serial == current.List.Serial && team.Digest == current.List.Digest));

    private void TakeOver(TeamList team)
    {
        if (team.Serial > current.List.Serial) Take(team);
        else if (!current.IsOpen)
        {
            current.Open();
            log.TeamValidAgain(team.Serial);
        }
    }

    private void Take(TeamList newer)
    {
        try
        {
            if (!TeamSerial.TryAdvance(places.Secrets, newer)) return;
            current.Replace(newer);
            log.TeamTaken(newer.Serial, newer.Everyone.Length, newer.Devices.Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The list in use holds on; the newer one is taken when its serial can be kept.
            log.TeamNotTaken(fault.GetType().Name);
        }
    }

    private void WarnOfEnd()
    {
        var now = time.GetUtcNow();
        var left = current.List.ValidUntil.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber;
        if (left > Warning.TotalDays || now - warned < TimeSpan.FromDays(1)) return;
        warned = now;
        log.TeamEnds(Math.Max(0, left));
    }

    private static (DateTime, DateTime) Touched(Places places) =>
        (File.GetLastWriteTimeUtc(places.TeamFile), File.GetLastWriteTimeUtc(places.TeamFile + ".sig"));
}
