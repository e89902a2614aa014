using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Storage;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The services that look at the clock: timers of conversations, the team list.</summary>
public class TimersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_draft_is_gone_in_time_also_when_the_store_does_not_answer_at_first()
    {
        await using var rig = new IntakeRig();
        var people = Enumerable.Range(0, 5).Select(n => rig.NewPerson(1001 + n)).ToArray();
        foreach (var person in people) await person.BeginAsync();
        rig.Clock.Advance(TimeSpan.FromHours(44));
        rig.Store.FailingDues = 2;
        using var wakeUps = new WakeUps(rig.Store, rig.Lanes, rig.Turns, rig.Clock, rig.Logs.CreateLogger<WakeUps>());
        await wakeUps.StartAsync(Cancel);
        while ((await rig.Store.CountsAsync(Cancel)).Drafts > 0)
        {
            Assert.False(wakeUps.ExecuteTask?.IsFaulted, "the service ended");
            rig.Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        await wakeUps.StopAsync(Cancel);
        Assert.Equal(2, rig.Logs.Lines.Count(line => line.Contains("[1007]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reminder_counts_from_the_last_answer_also_when_the_stored_time_is_of_an_earlier_one()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var asked = rig.Clock.GetUtcNow();
        rig.Clock.Advance(TimeSpan.FromMinutes(40));
        await ani.SayAsync("Karen Testyan");
        var (answered, said) = (rig.Clock.GetUtcNow(), ani.Shown.Count);

        // The time of the question has come, twenty hours after it: too early, and nothing is said.
        rig.Clock.Advance(asked.AddHours(20) - rig.Clock.GetUtcNow());
        Assert.Single(await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel));
        await WakeAsync();
        Assert.Equal(said, ani.Shown.Count);
        Assert.Empty(await rig.Store.DueAsync(answered.AddHours(20).AddSeconds(-1), 10, Cancel));

        rig.Clock.Advance(answered.AddHours(20) - rig.Clock.GetUtcNow());
        await WakeAsync();
        Assert.Equal(said + 1, ani.Shown.Count);

        async Task WakeAsync()
        {
            Assert.Equal(TurnEnd.Stored, await rig.TellAsync(ani, new Conversations.Input.WakeUp(), knowsChat: false));
            await rig.CarryOutAsync(ani);
        }
    }

    [Fact]
    public async Task One_draft_that_cannot_be_woken_does_not_hold_up_the_others()
    {
        await using var rig = new IntakeRig();
        var people = Enumerable.Range(0, 3).Select(n => rig.NewPerson(1001 + n)).ToArray();
        foreach (var person in people) await person.BeginAsync();
        rig.Clock.Advance(TimeSpan.FromHours(44));
        using var wakeUps = new WakeUps(rig.Store, rig.Lanes, rig.Turns, rig.Clock, rig.Logs.CreateLogger<WakeUps>());
        using (await rig.Lanes.EnterAsync(rig.ThreadOf(people[2]), Cancel))
        {
            rig.Store.FailingLoads = 1;
            await wakeUps.StartAsync(Cancel);
            while ((await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel)).Length > 2) await Task.Yield();
        }

        while ((await rig.Store.CountsAsync(Cancel)).Drafts > 0)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        await wakeUps.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("newer", true)]
    [InlineData("older", false)]
    [InlineData("same serial", false)]
    [InlineData("expired", false)]
    [InlineData("changed", false)]
    [InlineData("gone", false)]
    [InlineData("demo", false)]
    public async Task Without_a_valid_team_list_the_intake_stops_and_a_newer_one_takes_over(string what, bool goesOn)
    {
        using var folder = new TemporaryFolder();
        using var root = SigningKey.Create();
        var clock = new FakeClock();
        void Write(int serial, string until = "2099-01-01", string more = "")
        {
            var keys = IntakeRig.DemoTeam().Everyone;
            var text = $"name: Team\nserial: {serial}\nvalid-until: {until}\n{more}recipient: {keys[0]} A\nrecipient: {keys[1]} B\nrecovery: {keys[2]} C\n"
                + Team.TeamProofs.For([.. keys.Select(key => key.ToString())], root);
            File.WriteAllText(folder["team.txt"], text);
            File.WriteAllText(folder["team.txt.sig"], TeamFile.Sign(text, root));
        }

        await File.WriteAllTextAsync(folder["roots.pub"], root.Public.ToOpenSsh("") + "\n", Cancel);
        Write(5);
        var current = new CurrentTeam(TeamFiles.Read(folder["team.txt"], folder["roots.pub"], clock.GetUtcNow()).Team ?? throw new InvalidOperationException("no team"));
        var options = new BotOptions { Team = new TeamOptions { File = folder["team.txt"], Roots = folder["roots.pub"] }, Storage = new StorageOptions { SecretsDirectory = folder["secrets"] } };
        using var logs = new LogCollector();
        using var watch = new TeamWatch(current, Places.For(options, tryOut: true), clock, logs.CreateLogger<TeamWatch>());
        await watch.StartAsync(Cancel);
        if (what == "newer") Write(6);
        else if (what == "older") Write(4);
        else if (what == "same serial") Write(5, "2098-01-01");
        else if (what == "expired") Write(6, "2020-01-01");
        else if (what == "demo") Write(6, more: "demo: yes\n");
        else if (what == "changed") await File.AppendAllTextAsync(folder["team.txt"], "# after\n", Cancel);
        else File.Delete(folder["team.txt"]);
        while (current.IsOpen && current.List.Serial == 5)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        Assert.Equal(goesOn, current.IsOpen);
        Assert.Equal(goesOn ? 6 : 5, current.List.Serial);
        Assert.Equal(!goesOn, logs.Text.Contains("[1011]", StringComparison.Ordinal));

        // It goes on by itself as soon as there is a valid list again.
        Write(7);
        while (current.List.Serial != 7)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        Assert.True(current.IsOpen);
        await watch.StopAsync(Cancel);
    }
}
