using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Intake;

/// <summary>How conversations end: sent, sent unread after a restart, erased, forgotten in time.</summary>
public class ConversationEndTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_form_for_families_is_walked_to_its_end_and_stock_age_opens_what_was_sealed()
    {
        var age = OutsideTools.Require("age");
        await using var rig = new IntakeRig(await File.ReadAllTextAsync(Checkout.Path("config", "forms", "report-a-person.yaml"), Cancel));
        var ani = rig.NewPerson(4_000_000_001);
        await ani.BeginAsync();
        foreach (var press in new[] { "Sister or brother", "English", "Wait until I write" }) await ani.PressAsync(press);
        await ani.SayAsync("Karen Testyan");
        await ani.SayAsync("Վահան");
        foreach (var press in new[] { "Man or boy", "I know only the year" }) await ani.PressAsync(press);
        await ani.SayAsync("1998");
        foreach (var press in new[] { "Civilian", "Roughly" }) await ani.PressAsync(press);
        await ani.SayAsync("in the autumn");
        await ani.PressAsync("By phone");
        await ani.SayAsync("Testavan");
        foreach (var press in new[] { "Perhaps", "People say so", "Done", "Skip" }) await ani.PressAsync(press);
        await ani.SayAsync("He is my brother.");
        await ani.PressAsync("Done");
        await ani.PressAsync("I understand");
        for (var i = 0; i < 5 && !ani.Offers("Send"); i++) await ani.PressAsync(ani.Offers("I understand") ? "I understand" : "No");
        await ani.PressAsync("Send");
        await ani.PressAsync("Send now");

        var entry = Assert.Single(await rig.JournalAsync());
        Assert.Equal(EntryKind.Report, entry.Kind);
        var body = await rig.BodyAsync(entry);
        foreach (var member in new[] { "anna", "boris", "recovery" })
        {
            var opened = await OutsideTools.RunAsync(age, ["-d", "-i", Checkout.Path("config", "demo", $"{member}.identity.txt")], Cancel, body);
            Assert.True(opened.ExitCode == 0, opened.Error);
            // A bucket: the size tells nothing more.
            Assert.True(opened.Output.Length is >= 4096 && (opened.Output.Length & (opened.Output.Length - 1)) == 0, $"{opened.Output.Length} bytes");
            Assert.Equal((byte)'\n', opened.Output[^1]);
            using var report = JsonDocument.Parse(opened.Output);
            Assert.Equal(entry.Id.ToString(), report.RootElement.GetProperty("report").GetString());
            Assert.Equal(4_000_000_001, report.RootElement.GetProperty("chat").GetProperty("id").GetInt64());
            var answers = report.RootElement.GetProperty("answers").EnumerateArray().ToDictionary(a => a.GetProperty("path").GetString() ?? "", a => a.GetProperty("value").GetString());
            Assert.Equal(("Karen Testyan", "Վահան", "1998"), (answers["/data/person/name"], answers["/data/person/father_name"], answers["/data/person/birth_year"]));
        }
    }

    [Fact]
    public async Task After_sending_only_the_last_word_stands_in_the_chat_and_no_file_holds_an_answer()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await SendAsync(ani, "Karen-the-marker");
        Assert.Single(ani.Standing);
        Assert.Contains("sent and sealed", ani.Shown[^1], StringComparison.Ordinal);
        await rig.Store.PurgeAsync(Cancel);
        await rig.Store.DisposeAsync();
        foreach (var file in Directory.GetFiles(rig.Data, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            Assert.True(bytes.AsSpan().IndexOf("the-marker"u8) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("the-marker")) < 0, file);
        }
    }

    [Fact]
    public async Task The_receipt_that_is_asked_for_proves_the_entry()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await SendAsync(ani, "Karen Testyan");
        await rig.TakeAsync(ani.Text("/receipt"));
        var text = string.Join('\n', (await rig.CarryOutAsync(ani)).Select(c => c.Text));
        var entry = Assert.Single(await rig.JournalAsync());
        Assert.Contains(entry.Body.Hash.ToString(), text, StringComparison.Ordinal);
        Assert.Contains(rig.Secrets.Signing.Public.ToOpenSsh("").Trim(), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_lost_its_key_is_offered_and_can_be_sent_sealed()
    {
        var age = OutsideTools.Require("age");
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen-the-marker");
        await rig.RestartAsync(loseEpochKeys: true);
        Assert.IsType<LoadResult.Locked>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        await ani.SayAsync("hello?");
        Assert.DoesNotContain(ani.Shown.TakeLast(1), text => text.Contains("Karen", StringComparison.Ordinal));
        await ani.PressAsync("Send what is kept");

        var entry = Assert.Single(await rig.JournalAsync());
        Assert.Equal((EntryKind.SealedDraft, "short 1"), (entry.Kind, entry.Form));
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        Assert.Contains("sent and sealed", ani.Shown[^1], StringComparison.Ordinal);

        // Whoever has an identity of the team gets the code that she was told, the key, and with it the draft, as docs/storage.md says.
        var container = await rig.BodyAsync(entry);
        var headEnd = container.AsSpan().IndexOf("\n\n"u8) + 2;
        var head = Encoding.ASCII.GetString(container.AsSpan(0, headEnd)).Split('\n').Select(line => line.Split(' ')).Where(w => w.Length == 2).ToDictionary(w => w[0], w => w[1]);
        var keyStart = headEnd + int.Parse(head["reference"], System.Globalization.CultureInfo.InvariantCulture);
        var keyEnd = keyStart + int.Parse(head["key"], System.Globalization.CultureInfo.InvariantCulture);
        var code = await OutsideTools.RunAsync(age, ["-d", "-i", Checkout.Path("config", "demo", "boris.identity.txt")], Cancel, container[headEnd..keyStart]);
        Assert.True(code.ExitCode == 0, code.Error);
        Assert.True(Reference.IsWellFormed(Encoding.ASCII.GetString(code.Output)));
        Assert.Contains(Encoding.ASCII.GetString(code.Output), ani.Shown[^1], StringComparison.Ordinal);
        var opened = await OutsideTools.RunAsync(age, ["-d", "-i", Checkout.Path("config", "demo", "boris.identity.txt")], Cancel, container[keyStart..keyEnd]);
        Assert.True(opened.ExitCode == 0, opened.Error);
        Assert.Equal(32, opened.Output.Length);
        var box = container.AsSpan(keyEnd);
        var plain = new byte[box.Length - 28];
        using var gcm = new AesGcm(opened.Output, 16);
        byte[] bound = [.. "detainees/draft/1"u8, .. rig.ThreadOf(ani).Value.ToByteArray(bigEndian: true), .. BigEndian(long.Parse(head["revision"], System.Globalization.CultureInfo.InvariantCulture))];
        gcm.Decrypt(box[..12], box[12..^16], box[^16..], plain, bound);
        Assert.True(plain.AsSpan().IndexOf("Karen-the-marker"u8) > 0);
    }

    [Fact]
    public async Task A_locked_draft_is_sent_once_however_often_its_button_is_pressed()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        await ani.SayAsync("hello?");
        await rig.TakeAsync(ani.Press("Send what is kept"), ani.Press("Send what is kept"), ani.Press("Send what is kept"));
        Assert.Single(await rig.JournalAsync());
    }

    [Fact]
    public async Task A_locked_draft_can_be_erased_and_leaves_nothing()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        await ani.SayAsync("hello?");
        await ani.PressAsync("Erase everything");
        await ani.PressAsync("Erase everything");
        Assert.Empty(await rig.JournalAsync());
        await OnlyALastWordAsync(rig, ani);
    }

    [Fact]
    public async Task A_locked_draft_keeps_waiting_for_its_person_over_more_restarts()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        await ani.SayAsync("hello?");
        await rig.RestartAsync();
        await ani.SayAsync("are you there?");
        await ani.PressAsync("Send what is kept");
        Assert.Equal(EntryKind.SealedDraft, Assert.Single(await rig.JournalAsync()).Kind);
    }

    [Theory]
    [InlineData("hello?"), InlineData("/start"), InlineData("/help"), InlineData("/receipt")]
    public async Task Whoever_had_sent_before_the_key_was_lost_is_greeted_and_asked_to_send_nothing_twice(string word)
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await SendAsync(ani, "Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        Assert.IsType<LoadResult.Locked>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        var said = ani.Shown.Count;
        await ani.SayAsync(word);
        Assert.True(ani.Shown.Count > said);
        Assert.DoesNotContain(ani.Shown.Skip(said), text => text.Contains("can no longer be shown", StringComparison.Ordinal));
        Assert.False(ani.Offers("Send what is kept"));
        await BeginAgainAsync(ani);
        await ani.SayAsync("Vahan");
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        Assert.Single(await rig.JournalAsync());
    }

    [Fact]
    public async Task Who_presses_begin_on_a_greeting_that_a_restart_has_forgotten_is_greeted_again()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.SayAsync("/start");
        if (ani.Offers("English")) await ani.PressAsync("English");
        await rig.RestartAsync(loseEpochKeys: true);
        var said = ani.Shown.Count;
        await ani.PressAsync("Begin");
        Assert.True(ani.Shown.Count > said);
        await ani.PressAsync("Begin");
        await ani.SayAsync("Karen");
        Assert.Equal(1, Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel)).Details.AnswerCount);
    }

    [Fact]
    public async Task Whoever_had_sent_before_the_key_was_lost_can_still_call_it_back_and_all_messages_go_in_time()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await SendAsync(ani, "Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        rig.Clock.Advance(TimeSpan.FromHours(30));
        await ani.SayAsync("hello?");
        var standing = ani.Standing.ToList();
        Assert.True(standing.Count >= 3, $"{standing.Count} messages");
        // From the first word of the conversation, not from the word after the restart.
        await WakeAllAsync(rig, ani, TimeSpan.FromHours(14));
        Assert.Empty(standing.Intersect(ani.Standing));

        await ani.SayAsync("/takeback");
        await ani.PressAsync("Call it all back");
        Assert.Equal([EntryKind.Report, EntryKind.Erasure], (await rig.JournalAsync()).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task The_team_has_a_copy_of_the_key_only_while_there_are_answers()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        Assert.Equal((0L, 0), await CopyAsync(null));
        await ani.SayAsync("/start");
        Assert.Equal((0L, 0), await CopyAsync(ani));
        await ani.BeginAsync();
        Assert.Equal((rig.Team.List.Serial, 1), await CopyAsync(ani));
        await ani.SayAsync("Karen");
        await ani.PressAsync("Skip");
        await ani.PressAsync("Skip");
        Assert.Equal((rig.Team.List.Serial, 1), await CopyAsync(ani));
        await ani.PressAsync("Send");
        await ani.PressAsync("Send now");
        Assert.Equal((0L, 0), await CopyAsync(ani));

        async Task<(long Serial, int Copies)> CopyAsync(Person? person)
        {
            var serial = person is null ? 0 : Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(person), Cancel)).Details.TeamSerial;
            var others = await rig.Store.DraftsOfOtherTeamsAsync(long.MaxValue, new ThreadKey(Guid.Empty), 10, Cancel);
            return (serial, others.Length);
        }
    }

    [Fact]
    public async Task A_wake_up_of_a_locked_draft_is_not_found_due_again()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await rig.RestartAsync(loseEpochKeys: true);
        rig.Clock.Advance(TimeSpan.FromHours(43));
        Assert.Single(await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel));
        Assert.Equal(TurnEnd.Nothing, await rig.TellAsync(ani, new Input.WakeUp(), knowsChat: false));
        Assert.Empty(await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel));
        Assert.IsType<LoadResult.Locked>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
    }

    [Fact]
    public async Task At_forty_four_hours_the_draft_is_gone_and_every_message_of_it_is_deleted()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await WakeAllAsync(rig, ani, TimeSpan.FromHours(44) - TimeSpan.FromSeconds(1));
        Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel));
        var standing = ani.Standing.ToList();
        Assert.True(standing.Count >= 6, $"{standing.Count} messages");

        await WakeAllAsync(rig, ani, TimeSpan.FromSeconds(1));
        Assert.Empty(await rig.JournalAsync());
        Assert.Empty(standing.Intersect(ani.Standing));
        await OnlyALastWordAsync(rig, ani);
        var counts = await rig.Store.CountsAsync(Cancel);
        Assert.Equal((0, 0), (counts.Drafts, counts.Outgoing));
    }

    [Fact]
    public async Task A_waking_that_comes_early_or_twice_changes_nothing()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        for (var i = 0; i < 2; i++) await rig.TellAsync(ani, new Input.WakeUp(), knowsChat: false);
        Assert.Empty(await rig.CarryOutAsync(ani));
        rig.Clock.Advance(TimeSpan.FromHours(20));
        for (var i = 0; i < 3; i++) await rig.TellAsync(ani, new Input.WakeUp(), knowsChat: false);
        Assert.Single(await rig.CarryOutAsync(ani));
        Assert.Equal(TurnEnd.Nothing, await rig.TellAsync(rig.NewPerson(5), new Input.WakeUp(), knowsChat: false));
    }

    [Fact]
    public async Task Every_word_of_the_bot_is_deleted_before_forty_eight_hours_whatever_was_done()
    {
        await using var rig = new IntakeRig();
        string[][] ways = [["/start"], ["/start", "!Begin"], ["/start", "!Begin", "Karen", "/pause"], ["/start", "!Begin", "Karen", "/erase"], ["/help"], ["/receipt"]];
        var people = ways.Select((_, i) => rig.NewPerson(3000 + i)).ToArray();
        for (var i = 0; i < ways.Length; i++)
            foreach (var what in ways[i])
                await people[i].DoAsync(what[0] == '!' ? people[i].Press(what[1..]) : people[i].Text(what));
        var first = people.Select(p => p.Standing.ToList()).ToList();
        for (var hour = 0; hour < 47; hour++)
        {
            rig.Clock.Advance(TimeSpan.FromHours(1));
            foreach (var due in await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 100, Cancel))
                using (await rig.Lanes.EnterAsync(due.Thread, Cancel))
                    await rig.Turns.RunAsync(due.Thread, null, new Input.WakeUp(), null, null, null, Cancel);
            await rig.CarryOutAsync(people);
        }

        for (var i = 0; i < people.Length; i++)
            Assert.True(!first[i].Intersect(people[i].Standing).Any(), $"{string.Join(' ', ways[i])}: {first[i].Intersect(people[i].Standing).Count()} stand");
    }

    [Fact]
    public async Task Erasing_leaves_no_draft_and_one_word()
    {
        await using var rig = new IntakeRig();
        var ani = rig.NewPerson(1001);
        await ani.BeginAsync();
        await ani.SayAsync("Karen");
        await ani.SayAsync("/erase");
        if (ani.Offers("Erase everything")) await ani.PressAsync("Erase everything");
        Assert.Empty(await rig.JournalAsync());
        await OnlyALastWordAsync(rig, ani);
    }

    [Fact]
    public async Task What_a_family_calls_back_is_destroyed_the_hash_stays_and_the_chain_is_whole()
    {
        await using var rig = new IntakeRig();
        var (ani, davit) = (rig.NewPerson(1001), rig.NewPerson(1002));
        foreach (var person in new[] { ani, davit })
        {
            await person.BeginAsync();
            await person.SayAsync("Karen Testyan");
            await person.PressAsync("Skip");
            await person.SayAsync("Nothing else");
            await person.PressAsync("Send");
            await person.PressAsync("Send now");
        }

        await ani.SayAsync("/takeback");
        Assert.Equal(2, (await rig.JournalAsync()).Count);
        await ani.PressAsync("Call it all back");
        var journal = await rig.JournalAsync();
        Assert.Equal([EntryKind.Report, EntryKind.Report, EntryKind.Erasure], journal.Select(entry => entry.Kind));
        Assert.Equal(rig.ThreadOf(ani), journal[2].Thread);
        Assert.Null(await rig.Store.OpenBodyAsync(journal[0].Id, Cancel));
        Assert.NotNull(await rig.Store.OpenBodyAsync(journal[1].Id, Cancel));
        Assert.True(await rig.Store.IsSoundAsync(Cancel));

        // Once more, and from a chat that never sent anything: the same words, and nothing in the journal.
        var words = ani.Shown[^1];
        var stranger = rig.NewPerson(1003);
        foreach (var person in new[] { ani, stranger })
        {
            await person.SayAsync("/start");
            await person.SayAsync("/takeback");
            await person.PressAsync("Call it all back");
            Assert.Equal(words, person.Shown[^1]);
        }

        Assert.Equal(3, (await rig.JournalAsync()).Count);
    }

    [Fact]
    public async Task What_the_program_cannot_read_is_offered_to_be_sent_sealed_and_holds_up_nobody()
    {
        await using var rig = new IntakeRig();
        var (ani, ben) = (rig.NewPerson(1001), rig.NewPerson(1002));
        await ani.BeginAsync();
        await ani.SayAsync("Karen-the-marker");
        await ben.BeginAsync();
        // As a newer program would have left it, that was rolled back.
        var kept = Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(ani), Cancel)).Details;
        await rig.Store.CommitAsync(new Storage.Turn
        {
            Thread = rig.ThreadOf(ani), ExpectedRevision = kept.Revision,
            Change = new DraftChange.Put("{\"v\":99}"u8.ToArray(), kept.FormId, kept.FormVersion, kept.Language, kept.AnswerCount, kept.WakeAt, kept.EndsAt),
        }, Cancel);
        rig.Clock.Advance(TimeSpan.FromHours(20));
        await rig.TellAsync(ani, new Input.WakeUp(), knowsChat: false);
        Assert.Equal(rig.ThreadOf(ben), Assert.Single(await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel)).Thread);
        await ani.SayAsync("hello?");
        await ani.PressAsync("Send what is kept");
        Assert.Equal(EntryKind.SealedDraft, Assert.Single(await rig.JournalAsync()).Kind);
    }

    /// <summary>Nothing of what was said is left; and the last word, with what is known of the chat, goes in time as well.</summary>
    private static async Task OnlyALastWordAsync(IntakeRig rig, Person person)
    {
        Assert.Single(person.Standing);
        Assert.Equal(0, Assert.IsType<LoadResult.Open>(await rig.Store.LoadAsync(rig.ThreadOf(person), Cancel)).Details.AnswerCount);
        await WakeAllAsync(rig, person, TimeSpan.FromHours(44));
        Assert.IsType<LoadResult.None>(await rig.Store.LoadAsync(rig.ThreadOf(person), Cancel));
        Assert.Empty(person.Standing);
    }

    private static async Task BeginAgainAsync(Person person)
    {
        if (!person.Offers("Begin")) await person.SayAsync("/start");
        await person.PressAsync("Begin");
    }

    private static async Task SendAsync(Person person, string name)
    {
        await person.BeginAsync();
        await person.SayAsync(name);
        await person.PressAsync("Skip");
        await person.PressAsync("Skip");
        await person.PressAsync("Send");
        await person.PressAsync("Send now");
    }

    private static async Task WakeAllAsync(IntakeRig rig, Person person, TimeSpan after)
    {
        rig.Clock.Advance(after);
        foreach (var due in await rig.Store.DueAsync(rig.Clock.GetUtcNow(), 10, Cancel))
        {
            Assert.Equal(rig.ThreadOf(person), due.Thread);
            Assert.Equal(TurnEnd.Stored, await rig.TellAsync(person, new Input.WakeUp(), knowsChat: false));
        }

        await rig.CarryOutAsync(person);
    }

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
