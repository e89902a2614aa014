using Detainees.Bot.Team;
using Detainees.Journal;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>At the start and after each new team list: open drafts get new keys, sealed to the team as it is now.</summary>
internal sealed class Rekeying(
    IIntakeStore store, Lanes lanes, IntakeTurns turns, CurrentTeam team, TimeProvider time, ILogger<Rekeying> log) : BackgroundService
{
    private const int Page = 100;
    private long done = -1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.RekeyFaulted(fault.GetType().Name);
            }

            await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
        }
    }

    /// <summary>Does nothing for a list that was dealt with. Goes one draft at a time: conversations go on meanwhile.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var serial = team.List.Serial;
        if (serial == done) return;
        var (count, complete, after) = (0, true, new ThreadKey(Guid.Empty));
        while (true)
        {
            var page = await store.DraftsOfOtherTeamsAsync(serial, after, Page, cancel);
            foreach (var thread in page)
            {
                using var lane = await lanes.EnterAsync(thread, cancel);
                if (await turns.RekeyAsync(thread, cancel)) count++;
                else complete = false;
            }

            if (page.Length < Page) break;
            after = page[^1];
        }

        if (complete) done = serial;
        if (count > 0) log.DraftsRekeyed(count, serial);
    }
}
