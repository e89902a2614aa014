using System.Collections.Immutable;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Forms;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

/// <summary>Updates on their way to the disk: once each, in order, and never held up by somebody else's.</summary>
public class IntakeSinkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_that_comes_again_changes_nothing()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var name = ani.Text("Karen Testyan");
        await ani.DoAsync(name);
        var before = await SnapshotAsync(rig, ani);
        await rig.TakeAsync(name, name);
        await rig.TakeAsync(name);
        await rig.RestartAsync();
        await rig.TakeAsync(name);
        Assert.Equal(before, await SnapshotAsync(rig, ani));
        Assert.Empty(await rig.CarryOutAsync(ani));
    }

    [Fact]
    public async Task A_batch_is_not_done_with_before_its_answers_are_on_their_way()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        var (asked, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Outgoing.BegunAsync = () =>
        {
            asked.SetResult();
            return begun.Task;
        };
        var taken = rig.TakeAsync(ani.Text("/start"));
        await asked.Task.WaitAsync(Cancel);
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        Assert.Equal(1, rig.Outgoing.Rows);
        Assert.False(taken.IsCompleted);
        begun.SetResult();
        await taken;
    }

    [Fact]
    public async Task Updates_that_belong_to_no_chat_share_a_sync_of_the_disk()
    {
        await using var rig = new IntakeRig();
        var polls = Enumerable.Range(0, 100)
            .Select(_ => UpdateReader.Decode(System.Text.Encoding.UTF8.GetBytes($"{{\"update_id\":{rig.NextUpdate()},\"poll\":{{\"id\":\"1\"}}}}"))!)
            .ToArray();
        var before = rig.Store.Counters;
        await rig.TakeAsync(polls);
        var after = rig.Store.Counters;
        Assert.Equal(100, after.Stored - before.Stored);
        // One, or two where the writer was at something else.
        Assert.InRange(after.Commits - before.Commits, 1, 2);
    }

    [Fact]
    public async Task An_update_twice_in_one_batch_counts_once()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var name = ani.Text("Karen Testyan");
        await rig.TakeAsync(name, name);
        Assert.Equal(1, (await SnapshotAsync(rig, ani)).Answers);
        Assert.Single(await rig.CarryOutAsync(ani), c => c.Text.Contains("A photo?", StringComparison.Ordinal));
    }

    [Theory, InlineData("/start"), InlineData("/cancel"), InlineData("Karen Testyan")]
    public async Task A_message_that_comes_under_two_numbers_counts_once(string text)
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        if (text != "/start") await ani.BeginAsync();
        await rig.CarryOutAsync(ani);
        var first = ani.Text(text);
        var second = ani.Again(first);
        await rig.TakeAsync(first, second);
        var said = await rig.CarryOutAsync(ani);
        await rig.TakeAsync(second);
        Assert.Single(said);
        Assert.Empty(await rig.CarryOutAsync(ani));
    }

    [Fact]
    public async Task An_update_that_alone_is_never_stored_is_passed_over_at_last_and_its_person_is_told()
    {
        await using var rig = new IntakeRig();
        var (ani, ben) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        await ben.BeginAsync();
        // A damaged page that only this one's row lies on.
        rig.Store.CommitGives = new TurnResult.StoreFailed(11);
        rig.Store.CommitFails = turn => turn.Thread == rig.ThreadOf(ani) && turn.Change is DraftChange.Put;
        var stuck = ani.Text("Karen Testyan");
        var tries = 0;
        for (var passed = false; !passed; tries++)
        {
            Assert.True(tries < 40, "it holds up the others for ever");
            try
            {
                await rig.TakeAsync(stuck, ben.Text("/help"));
                passed = true;
            }
            catch (IOException)
            {
                // Asked for again, as the poller does.
            }
        }

        Assert.InRange(tries, 10, 40);
        Assert.Contains(await rig.CarryOutAsync(ani, ben), c => c.Chat == 1001 && c.Text.Contains("send it once more", StringComparison.Ordinal));
        rig.Store.CommitGives = null;
        await rig.TakeAsync(stuck);
        Assert.Empty(await rig.CarryOutAsync(ani));
        Assert.Contains("quarantine", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_takes_nothing_at_all_is_waited_for_and_costs_nobody_an_answer()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var name = ani.Text("Karen Testyan");
        rig.Store.CommitGives = new TurnResult.StoreFull();
        for (var i = 0; i < 60; i++) await Assert.ThrowsAsync<IOException>(() => rig.TakeAsync(name));
        rig.Store.CommitGives = null;
        await rig.TakeAsync(name);
        Assert.Equal(1, (await SnapshotAsync(rig, ani)).Answers);
    }

    [Fact]
    public async Task A_message_that_was_said_twice_is_deleted_too_once_its_button_was_pressed()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen Testyan");
        await ani.PressAsync("Skip");
        await ani.SayAsync("a word");
        // The same words with the same buttons, said once more because the first answer was lost on the way: only the chat knows of them.
        var twin = rig.NextMessage();
        await ani.DoAsync(ani.Press("Send", on: twin));
        await ani.PressAsync("Send now");
        Assert.Contains(twin, rig.Deleted);
    }

    [Fact]
    public async Task A_button_pressed_twice_sends_one_report()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await FillAsync(ani);
        var press = ani.Press("Send now");
        var again = ani.Press("Send now");
        await rig.TakeAsync(press, again);
        await rig.RestartAsync();
        await rig.TakeAsync(again, press);
        Assert.Single(await rig.JournalAsync());
    }

    [Fact]
    public async Task Several_updates_of_one_chat_in_one_batch_keep_their_order()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var answers = new[] { ani.Text("First Name"), ani.Text("/review"), ani.Text("/help") };
        await rig.TakeAsync(answers);
        var said = (await rig.CarryOutAsync(ani)).Select(c => c.Text).ToList();
        var photo = said.FindIndex(t => t.Contains("A photo?", StringComparison.Ordinal));
        var review = said.FindIndex(t => t.Contains("First Name", StringComparison.Ordinal));
        var help = said.FindIndex(t => t.Contains("/pause", StringComparison.Ordinal));
        Assert.True(0 <= photo && photo < review && review < help, string.Join('\n', said));
    }

    [Fact]
    public async Task Many_chats_in_one_batch_are_all_served_each_with_its_own()
    {
        await using var rig = new IntakeRig();
        var people = Enumerable.Range(1, 40).Select(n => rig.NewPerson(2000 + n)).ToArray();
        await rig.TakeAsync([.. people.Select(p => p.Text("/start"))]);
        await rig.CarryOutAsync(people);
        await rig.TakeAsync([.. people.Select(p => p.Press("Begin"))]);
        await rig.CarryOutAsync(people);
        await rig.TakeAsync([.. people.SelectMany(p => new[] { p.Text($"Person {p.Chat}"), p.Text("/review") })]);
        await rig.CarryOutAsync(people);
        foreach (var person in people)
        {
            Assert.Contains(person.Shown, text => text.Contains($"Person {person.Chat}", StringComparison.Ordinal));
            Assert.DoesNotContain(person.Shown, text => people.Any(other => other != person && text.Contains($"Person {other.Chat}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_chat_whose_lane_is_busy_does_not_hold_up_another()
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        Task waiting;
        using (await rig.Lanes.EnterAsync(rig.ThreadOf(ani), Cancel))
        {
            waiting = rig.TakeAsync(ani.Text("/start"), davit.Text("/start"));
            while (await rig.Store.LoadAsync(rig.ThreadOf(davit), Cancel) is not LoadResult.Open) await Task.Yield();
            Assert.False(waiting.IsCompleted);
            Assert.IsType<LoadResult.None>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        }

        await waiting;
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
    }

    [Fact]
    public async Task A_poisonous_update_is_set_aside_by_its_id_and_everybody_else_goes_on()
    {
        var forms = new PoisonousForms();
        await using var rig = new IntakeRig(forms: forms);
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        var before = await SnapshotAsync(rig, ani);
        forms.IsPoisoned = true;
        var poison = ani.Text("Karen Testyan");
        await rig.TakeAsync(davit.Text("/start"), poison, ani.Text("more of it"));
        Assert.Equal(before.Answers, (await SnapshotAsync(rig, ani)).Answers);
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(davit), Cancel));
        Assert.Contains($"Update {poison.Id} failed with InvalidTimeZoneException", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Karen", rig.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("from the form", rig.Logs.Text, StringComparison.Ordinal);

        // It was confirmed, so it does not come back; if it does, it is known.
        forms.IsPoisoned = false;
        await rig.TakeAsync(poison);
        Assert.Equal(before.Answers, (await SnapshotAsync(rig, ani)).Answers);
        await ani.SayAsync("Karen Testyan");
        Assert.Equal(before.Answers + 1, (await SnapshotAsync(rig, ani)).Answers);
    }

    [Fact]
    public async Task What_concerns_no_chat_is_passed_over_and_counted_as_seen()
    {
        await using var rig = new IntakeRig();
        var unreadable = new ReceivedUpdate.Undecodable(rig.NextUpdate());
        var group = UpdateReader.Decode("""{"update_id":77,"message":{"message_id":7,"date":1767225600,"chat":{"id":-5,"type":"group"},"text":"/start"}}"""u8);
        Assert.NotNull(group);
        await rig.TakeAsync(unreadable, group);
        await rig.TakeAsync(unreadable, group);
        Assert.Equal(2, rig.Store.Counters.Stored);
        Assert.Equal(2, rig.Store.Counters.Duplicate);
        Assert.Empty(await rig.CarryOutAsync());
    }

    [Theory, InlineData("full"), InlineData("read-only"), InlineData("broken")]
    public async Task A_store_that_takes_nothing_confirms_nothing_and_loses_nothing(string trouble)
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        var batch = new[] { ani.Text("Karen Testyan"), davit.Text("/start"), ani.Text("/review") };
        rig.Store.CommitGives = trouble switch
        {
            "full" => new TurnResult.StoreFull(),
            "read-only" => new TurnResult.StoreReadOnly(),
            _ => new TurnResult.StoreFailed(10),
        };
        await Assert.ThrowsAsync<IOException>(() => rig.TakeAsync(batch));
        Assert.Empty(await rig.CarryOutAsync(ani, davit));
        rig.Store.CommitGives = null;
        await rig.TakeAsync(batch);
        await rig.CarryOutAsync(ani, davit);
        Assert.Contains("Karen Testyan", ani.Shown[^1], StringComparison.Ordinal);
        Assert.NotEmpty(davit.Shown);
    }

    [Fact]
    public async Task A_disk_that_does_not_answer_once_costs_no_answer()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        var name = ani.Text("Karen Testyan");
        rig.Store.FailingLoads = 1;
        await Assert.ThrowsAsync<IOException>(() => rig.TakeAsync(name));
        await rig.TakeAsync(name);
        Assert.Equal(1, (await SnapshotAsync(rig, ani)).Answers);
        Assert.Contains("[1015]", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_room_for_a_new_epoch_key_costs_no_answer()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        rig.Clock.Advance(TimeSpan.FromHours(2));
        var name = ani.Text("Karen Testyan");
        Directory.Move(rig.EpochKeys, rig.EpochKeys + ".away");
        await File.WriteAllTextAsync(rig.EpochKeys, "in the way", Cancel);
        await rig.TakeAsync(name);
        Assert.Equal(1, (await SnapshotAsync(rig, ani)).Answers);
        // That key lived in memory only: a restart costs the review page, and still not the answer.
        File.Delete(rig.EpochKeys);
        Directory.Move(rig.EpochKeys + ".away", rig.EpochKeys);
        await rig.RestartAsync();
        await ani.SayAsync("hello?");
        await ani.PressAsync("Send what is kept");
        Assert.Equal(EntryKind.SealedDraft, Assert.Single(await rig.JournalAsync()).Kind);
    }

    [Fact]
    public async Task A_disk_that_is_really_full_confirms_nothing_and_loses_nothing()
    {
        using var disk = await SmallDisk.MountAsync(Cancel);
        await using var rig = new IntakeRig(data: disk.Path);
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        disk.Fill();
        var updates = Enumerable.Range(0, 40).Select(n => ani.Text($"Karen {n} " + new string('x', 3000))).ToArray();
        var refused = 0;
        foreach (var update in updates)
        {
            try
            {
                await rig.TakeAsync(update);
            }
            catch (IOException)
            {
                refused++;
            }
        }

        Assert.True(refused > 0, "the disk was never full");
        disk.Free();
        foreach (var update in updates) await rig.TakeAsync(update);
        await rig.TakeAsync(ani.Text("/review"));
        await rig.CarryOutAsync(ani);
        Assert.True(await rig.Store.IsSoundAsync(Cancel));
        Assert.Equal(rig.Store.Counters.Received, rig.Store.Counters.Stored + rig.Store.Counters.Refused + rig.Store.Counters.Duplicate);
        Assert.Equal(updates.Length - refused, rig.Store.Counters.Duplicate);
    }

    private static async Task FillAsync(Person person)
    {
        await person.BeginAsync();
        await person.SayAsync("Karen Testyan");
        await person.PressAsync("Skip");
        await person.SayAsync("Nothing else");
        await person.PressAsync("Send");
    }

    private static async Task<(long Revision, int Answers)> SnapshotAsync(IntakeRig rig, Person person)
    {
        var open = Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(person), Cancel));
        return (open.Details.Revision, open.Details.AnswerCount);
    }

    /// <summary>A library whose form cannot be had at times, as a fault of ours would do it.</summary>
    private sealed class PoisonousForms : IFormLibrary
    {
        private readonly FormDefinition form;

        public PoisonousForms()
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["form.yaml"], TestForms.Short("short", "1"));
            form = FormFiles.Read(folder["form.yaml"]).Form ?? throw new InvalidOperationException("the form does not compile");
        }

        public bool IsPoisoned { get; set; }
        public ImmutableArray<FormDefinition> Offered => [form];

        public FormDefinition? Find(string id, string version) =>
            IsPoisoned ? throw new InvalidTimeZoneException("a text from the form: Karen") : form;
    }
}
