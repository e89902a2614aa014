using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Tests.Intake;

/// <summary>P13 and P17: what one chat or one update can cost everybody else, and what it cannot.</summary>
public class FloodTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_costs_the_flooder_only()
    {
        await using var rig = await LimitedAsync(new IntakeOptions { Burst = 20, UpdatesPerSecond = 1 });
        var (flooder, ani) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        await flooder.BeginAsync();
        var before = rig.Store.Counters.Received;
        for (var batch = 0; batch < 10; batch++)
            await rig.TakeAsync([.. Enumerable.Range(0, 99).Select(_ => flooder.Text("a flood")), ani.Text($"answer {batch}")]);
        // Ten answers of hers; what was left of the flooder's burst, and one word to say so.
        Assert.InRange(rig.Store.Counters.Received - before, 10, 10 + 20 + 1);
        var said = (await rig.CarryOutAsync(flooder, ani)).Where(c => c.Chat == 1001).Select(c => c.Text).ToList();
        Assert.Single(said, KindWords.In(KindWord.TooFast, "en"));
        Assert.InRange(said.Count, 1, OutgoingQueue.MostWaiting);
        await ani.SayAsync("/review");
        Assert.Contains("answer 0", ani.Shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waited_a_while_is_taken_again()
    {
        await using var rig = await LimitedAsync(new IntakeOptions { Burst = 20, UpdatesPerSecond = 1 });
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await rig.TakeAsync([.. Enumerable.Range(0, 99).Select(_ => ani.Text("/help"))]);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await ani.SayAsync("Karen Testyan");
        Assert.Contains("A photo?", ani.Shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_new_chats_are_all_answered()
    {
        await using var rig = new IntakeRig();
        for (var batch = 0; batch < 10; batch++)
            await rig.TakeAsync([.. Enumerable.Range(0, 100).Select(n => rig.NewPerson(10_000 + batch * 100 + n).Text("/start"))]);
        Assert.Equal(1000, (await rig.Store.CountsAsync(Cancel)).Drafts);
        Assert.Equal(1000, rig.Outgoing.Rows);
    }

    [Fact]
    public async Task One_report_too_many_for_a_day_waits_as_a_draft_until_tomorrow()
    {
        await using var rig = await LimitedAsync(new IntakeOptions { ReportsPerDay = 1 });
        var ani = rig.NewPerson(1001);
        for (var report = 0; report < 2; report++)
        {
            await ani.BeginAsync();
            await ani.SayAsync("Karen Testyan");
            await ani.PressAsync("Skip");
            await ani.SayAsync("Nothing else");
            await ani.PressAsync("Send");
            await ani.PressAsync("Send now");
        }

        Assert.Single(await rig.JournalAsync());
        Assert.Contains(KindWords.In(KindWord.ReportsFull, "en"), ani.Shown);
        rig.Clock.Advance(TimeSpan.FromHours(20));
        await ani.PressAsync("Send now");
        Assert.Equal(2, (await rig.JournalAsync()).Count);
    }

    [Fact]
    public async Task A_store_that_fails_at_one_update_for_ever_does_not_hold_up_the_others_for_ever()
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        var poison = ani.Text("Karen Testyan");
        rig.Store.CommitFailsFor = turn => turn.UpdateId == poison.Id && turn.Change is not DraftChange.Keep;
        var tries = 0;
        while (true)
        {
            tries++;
            try
            {
                await rig.TakeAsync(poison, davit.Text("/start"));
                break;
            }
            catch (IOException) when (tries < 100)
            {
                // It comes again, as Telegram would send it.
            }
        }

        Assert.InRange(tries, 2, 30);
        Assert.Contains($"Update {poison.Id} failed with StoreFailed", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Karen", rig.Logs.Text, StringComparison.Ordinal);
        Assert.Contains(await rig.CarryOutAsync(ani), c => c.Text == KindWords.In(KindWord.SendAgain, "en"));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_at_all_never_costs_an_answer_however_often_it_is_tried()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var answer = ani.Text("Karen Testyan");
        rig.Store.CommitGives = new TurnResult.StoreFailed(10);
        for (var n = 0; n < 60; n++) await Assert.ThrowsAsync<IOException>(() => rig.TakeAsync(answer));
        rig.Store.CommitGives = null;
        await rig.TakeAsync(answer);
        Assert.Equal(1, Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel)).Details.AnswerCount);
    }

    [Fact]
    public async Task Without_a_valid_team_list_nothing_is_taken_in_and_whoever_writes_is_told_once()
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002, "ru"));
        await ani.BeginAsync();
        rig.Team.Close();
        await rig.TakeAsync(ani.Text("Karen Testyan"), ani.Text("and more"), davit.Text("/start"));
        await rig.TakeAsync(ani.Text("hello?"));
        var said = await rig.CarryOutAsync(ani, davit);
        Assert.Equal([KindWords.In(KindWord.Closed, "en")], said.Where(c => c.Chat == 1001).Select(c => c.Text));
        Assert.Equal([KindWords.In(KindWord.Closed, "ru")], said.Where(c => c.Chat == 1002).Select(c => c.Text));
        Assert.Equal(0, Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel)).Details.AnswerCount);
        Assert.IsType<LoadResult.None>(await rig.Store.LoadAsync(rig.ThreadOf(davit), Cancel));

        // What they had written before is still there when the list is.
        rig.Team.Open();
        await ani.SayAsync("Karen Testyan");
        Assert.Contains("A photo?", ani.Shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_new_team_list_open_drafts_have_new_keys_sealed_to_it_and_go_on_as_they_were()
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        await ani.SayAsync("Karen Testyan");
        await davit.BeginAsync();
        rig.Team.Replace(rig.Team.List with { Serial = 2, Recipients = [rig.Team.List.Recipients[0]] });
        Assert.Equal(2, (await rig.Store.DraftsOfOtherTeamsAsync(2, new ThreadKey(Guid.Empty), 10, Cancel)).Length);
        // Whoever writes first has the new key at once, the others by the sweep.
        await davit.SayAsync("Another Name");
        Assert.Equal(rig.ThreadOf(ani), Assert.Single(await rig.Store.DraftsOfOtherTeamsAsync(2, new ThreadKey(Guid.Empty), 10, Cancel)));
        using var rekeying = new Rekeying(rig.Store, rig.Lanes, rig.Turns, rig.Team, rig.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Rekeying>.Instance);
        await rekeying.LookAsync(Cancel);
        Assert.Empty(await rig.Store.DraftsOfOtherTeamsAsync(2, new ThreadKey(Guid.Empty), 10, Cancel));
        await ani.SayAsync("/review");
        Assert.Contains("Karen Testyan", ani.Shown[^1], StringComparison.Ordinal);
        // The copy for the team, as it goes out when the server cannot read the draft any more: for two now, for three before. So is the code that was told.
        await rig.RestartAsync(loseEpochKeys: true);
        await ani.SayAsync("hello?");
        await ani.PressAsync("Send what is kept");
        Assert.Equal(2 + 2, Stanzas(await rig.BodyAsync(Assert.Single(await rig.JournalAsync()))));
    }

    private static int Stanzas(byte[] file) => System.Text.Encoding.Latin1.GetString(file).Split("-> X25519 ").Length - 1;

    private static async Task<IntakeRig> LimitedAsync(IntakeOptions limits)
    {
        var rig = new IntakeRig { Limits = limits };
        await rig.RestartAsync();
        return rig;
    }
}
