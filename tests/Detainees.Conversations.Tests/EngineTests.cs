using System.Text;
using Detainees.Forms;

namespace Detainees.Conversations.Tests;

public sealed class EngineTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(3999, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_text_of_up_to_4096_units_is_taken(int length, bool taken)
    {
        var phone = Begun("short");
        phone.Text(new string('ա', length));
        Assert.Equal(taken, phone.Draft.Answers.Values.ContainsKey("/data/message"));
        if (!taken) Assert.Contains("too long by 1 ", phone.LastText);
    }

    [Fact]
    public void The_answers_of_one_draft_are_bounded_together()
    {
        var phone = new Phone(new TestLibrary(Many(30)), new ConversationRules { MaxAnswersLength = 9000 });
        phone.Command("start");
        phone.Press("Begin");
        for (var i = 0; i < 3; i++) phone.Text(new string('a', 4000));
        Assert.Equal(2, phone.Draft.Answered);
        Assert.Contains("no room left", phone.LastText);
    }

    [Fact]
    public void Files_are_bounded_and_the_first_too_many_is_told()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("types")), new ConversationRules { MaxAttachments = 2 });
        phone.Command("start");
        phone.Press("Begin");
        for (var i = 0; i < 3; i++) phone.File(FileKind.Photo);
        Assert.Equal(2, phone.Draft.Attachments.Length);
        Assert.Equal(2, phone.Effects.OfType<Effect.Fetch>().Count());
        Assert.Contains("already holds 2 files", phone.LastText);
    }

    [Fact]
    public void A_required_question_offers_no_way_round()
    {
        var phone = Begun("short");
        Assert.DoesNotContain(phone.Buttons(), button => button.Token.StartsWith(phone.Draft.Session, StringComparison.Ordinal));
        phone.PressToken(new PressToken(phone.Draft.Session, phone.Draft.Count, phone.Draft.Prompt.Nonce, new PressAction(ActionKind.Skip)).ToString());
        Assert.Empty(phone.Draft.Notes);
        phone.Text("   ");
        Assert.Empty(phone.Draft.Notes);
    }

    [Fact]
    public void A_long_form_is_reviewed_on_pages_whose_every_button_works()
    {
        var phone = new Phone(new TestLibrary(Many(150)));
        phone.Command("start");
        phone.Press("Begin");
        for (var i = 0; i < 150; i++) phone.Text(string.Concat(Enumerable.Repeat($"answer {i} ", 30)));
        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        for (var page = 0; page < 10 && !phone.Labels().Contains("150"); page++) phone.Press("More");
        phone.Press("150");
        Assert.Equal("/data/q149", ((Prompt.Question)phone.Draft.Prompt).Path);
        phone.Text("changed");
        Assert.Equal("changed", phone.Draft.Answers.Values["/data/q149"]);
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
    }

    [Fact]
    public void An_answer_that_breaks_its_rule_by_now_cannot_be_kept()
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile("""
            survey:
            - type: integer
              name: a
              label: A?
            - type: integer
              name: b
              label: B?
              constraint: . > ${a}
              constraint_message: B must exceed A.
            settings:
            - form_title: Rules
              form_id: rules
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text("5");
        phone.Text("6");
        phone.Press("1");
        phone.Text("10");
        phone.Press("Send");
        Assert.StartsWith("B must exceed A.", phone.LastText, StringComparison.Ordinal);
        Assert.DoesNotContain("Keep this answer", phone.Buttons().Select(button => button.Label));
        phone.PressToken(new PressToken(phone.Draft.Session, phone.Draft.Count, phone.Draft.Prompt.Nonce, new PressAction(ActionKind.Keep)).ToString());
        Assert.StartsWith("B must exceed A.", phone.LastText, StringComparison.Ordinal);
        Assert.Equal("/data/b", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
        phone.Press("Back to the answers");
        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        phone.Press("1");
        Assert.Contains("Keep this answer", phone.Buttons().Select(button => button.Label));
        phone.Text("4");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
    }

    [Fact]
    public void A_story_that_breaks_its_rule_by_now_is_not_done_until_it_is_changed()
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile("""
            survey:
            - type: integer
              name: most
              label: How many letters?
            - type: text
              name: story
              label: What happened?
              appearance: multiline
              constraint: string-length(.) <= ${most}
              constraint_message: Shorter, please.
            settings:
            - form_title: Rules
              form_id: rules
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text("20");
        phone.Text("Twelve chars");
        phone.Press("Done");
        phone.Press("1");
        phone.Text("5");
        phone.Press("Send");
        Assert.StartsWith("Shorter, please.", phone.LastText, StringComparison.Ordinal);
        phone.PressToken(new PressToken(phone.Draft.Session, phone.Draft.Count, phone.Draft.Prompt.Nonce, new PressAction(ActionKind.Done)).ToString());
        Assert.StartsWith("Shorter, please.", phone.LastText, StringComparison.Ordinal);
        phone.Press("Write it anew");
        phone.Text("Short");
        phone.Press("Done");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public void A_list_with_nothing_to_choose_is_passed_over_with_a_word_said_once(string required)
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile($$"""
            yxf:
              headers:
                survey: [type, name, label, required, choice_filter]
                choices: [list_name, name, label, region]
                settings: [form_title, form_id, version]
            survey:
            - type: text
              name: region
              label: Which region?
            - type: select_one town
              name: town
              label: Which town?
              required: '{{required}}'
              choice_filter: region = ${region}
            - type: text
              name: more
              label: Anything else?
            choices:
            - list_name: town
              name: ashtarak
              label: Ashtarak
              region: aragatsotn
            settings:
            - form_title: Towns
              form_id: towns
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text("nowhere");
        Assert.StartsWith("“Which town?”: there is nothing to choose from here, so we go on.", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("Anything else?", phone.LastText, StringComparison.Ordinal);
        phone.Text("no");
        Assert.DoesNotContain("nothing to choose", phone.LastText, StringComparison.Ordinal);
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
    }

    [Fact]
    public void A_rule_that_a_later_answer_broke_leads_back_before_sending()
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile("""
            yxf:
              headers:
                survey: [type, name, label, constraint, constraint_message]
                settings: [form_title, form_id, version]
            survey:
            - type: integer
              name: limit
              label: At most?
            - type: integer
              name: count
              label: How many?
              constraint: . <= ${limit}
              constraint_message: Not more than you said before.
            settings:
            - form_title: Rules
              form_id: rules
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text("9");
        phone.Text("5");
        phone.Press("1");
        phone.Text("3");
        phone.Press("Send");
        Assert.Equal("/data/count", ((Prompt.Question)phone.Draft.Prompt).Path);
        Assert.StartsWith("Not more than you said before.", phone.LastText);
        phone.Text("2");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Single(phone.Reports);
    }

    [Fact]
    public void A_choice_that_is_no_longer_offered_is_asked_again()
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile("""
            yxf:
              headers:
                survey: [type, name, label, choice_filter]
                choices: [list_name, name, label, region]
                settings: [form_title, form_id, version]
            survey:
            - type: select_one region
              name: region
              label: Which region?
            - type: select_one town
              name: town
              label: Which town?
              choice_filter: region = ${region}
            choices:
            - list_name: region
              name: n
              label: North
            - list_name: region
              name: s
              label: South
            - list_name: region
              name: e
              label: Empty
            - list_name: town
              name: a
              label: Aranos
              region: n
            - list_name: town
              name: b
              label: Berdik
              region: s
            settings:
            - form_title: Places
              form_id: places
              version: '1'
            """)));
        phone.Command("start");
        phone.Press("Begin");
        phone.Press("North");
        phone.Press("Aranos");
        phone.Press("1");
        phone.Press("South");
        Assert.Equal("/data/town", ((Prompt.Question)phone.Draft.Prompt).Path);
        phone.Press("Berdik");
        phone.Press("1");
        phone.Press("Empty");
        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        phone.Press("1");
        phone.Press("North");
        Assert.Equal("/data/town", ((Prompt.Question)phone.Draft.Prompt).Path);
    }

    [Fact]
    public void A_file_told_stored_twice_or_failed_after_it_was_stored_changes_nothing()
    {
        var phone = Begun("short");
        phone.File(FileKind.Voice);
        var id = phone.UnderWay[0];
        phone.Stored();
        var before = ConversationStateJson.Write(phone.State);
        phone.Give(new Input.FileStored(id, 5, "x", 6, "y"));
        phone.Give(new Input.FileFailed(id, FileFailure.Gone));
        phone.Give(new Input.FileFailed(new AttachmentId(new Guid(7, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8])), FileFailure.Gone));
        Assert.Equal(before, ConversationStateJson.Write(phone.State));
    }

    [Fact]
    public void A_voice_that_failed_leaves_its_question_open_again()
    {
        var phone = Begun("short");
        phone.File(FileKind.Voice);
        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        phone.Failed(FileFailure.Gone);
        Assert.Equal("/data/message", ((Prompt.Question)phone.Draft.Prompt).Path);
        Assert.Contains("send it again", phone.LastText);
        Assert.Empty(phone.Draft.Attachments);
    }

    [Fact]
    public void A_picture_may_be_sent_while_something_else_is_asked_and_reaches_its_question()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.Command("start");
        phone.File(FileKind.Photo, "Aram Testyan");
        Assert.Equal("Aram Testyan", phone.Draft.Answers.Values["/data/person/name"]);
        Assert.Equal("/data/person/born", phone.Draft.Here);
    }

    [Fact]
    public void Files_of_no_question_keep_their_words_in_the_report()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.Text("Aram Testyan");
        phone.Press("Skip");
        phone.Press("Yes");
        phone.File(FileKind.Voice, "how I know");
        phone.Text("I saw it");
        phone.Press("Back");
        phone.Press("Back");
        phone.Press("No");
        phone.Command("review");
        phone.File(FileKind.Photo, "by the gate");
        Assert.Contains("Other files: 2 – 🎤 how I know, 📷 by the gate", phone.LastText);
        phone.Stored();
        phone.Press("Send");
        phone.Press("Send now");
        var report = Encoding.UTF8.GetString(Assert.Single(phone.Reports).ToJson());
        Assert.Contains("\"value\":\"how I know\\nby the gate\"", report);
    }

    [Fact]
    public void Marks_in_an_answer_change_nothing_of_how_a_question_looks()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.Text("[Aram](https://example.org) *T* <b>");
        Assert.Contains("When was [Aram](https://example.org) *T* <b> born?", phone.LastText);
        Assert.DoesNotContain(phone.Effects.OfType<Effect.Say>().SelectMany(say => say.Message.Spans), span => span.Kind == SpanKind.Link);
    }

    [Fact]
    public void Starting_over_discards_files_forgets_and_gives_a_fresh_session()
    {
        var phone = Begun("short");
        var session = phone.Draft.Session;
        phone.File(FileKind.Voice);
        phone.Command("start");
        phone.Press("Start over");
        var effects = phone.Press("Start over");
        Assert.Equal(["AnswerPress", "Discard", "DeleteMessages", "Forget", "Say"], effects.Select(e => e.GetType().Name));
        Assert.NotEqual(session, phone.Draft.Session);
        Assert.Equal(0, phone.Draft.Answered);
        Assert.Empty(phone.Draft.Attachments);
    }

    [Fact]
    public void Sending_seals_first_then_deletes_then_speaks_then_forgets()
    {
        var phone = Begun("short");
        phone.Text("Something");
        phone.Press("Send");
        Assert.Equal(["AnswerPress", "Send", "DeleteMessages", "Say", "Forget"], phone.Press("Send now").Select(e => e.GetType().Name));
        var sent = Assert.IsType<ConversationState.Sent>(phone.State);
        Assert.Equal(phone.Reports[0].Reference, sent.Report.Reference);
        Assert.True(Reference.IsWellFormed(sent.Report.Reference));
        phone.PressOld("Send now");
        Assert.Single(phone.Reports);
    }

    [Fact]
    public void Who_blocked_the_bot_is_not_reminded_and_the_draft_still_ends()
    {
        var phone = Begun("short");
        phone.Text("Something");
        phone.Give(new Input.Left());
        Assert.Empty(phone.Wait(TimeSpan.FromHours(43)));
        Assert.Contains(phone.Wait(TimeSpan.FromHours(2)), effect => effect is Effect.Forget);
        Assert.IsType<ConversationState.Resting>(phone.State);
    }

    [Fact]
    public void A_draft_ends_44_hours_after_it_began_and_not_a_minute_earlier()
    {
        var phone = Begun("short");
        phone.Wait(TimeSpan.FromHours(44) - TimeSpan.FromMinutes(1));
        phone.Text("still in time");
        Assert.IsType<ConversationState.Drafting>(phone.State);
        phone.Wait(TimeSpan.FromMinutes(1));
        Assert.IsType<ConversationState.Resting>(phone.State);
    }

    [Fact]
    public void Who_confirmed_sending_and_waits_for_a_file_does_not_lose_the_rest_at_the_end()
    {
        var phone = Begun("types");
        phone.Text("3");
        phone.File(FileKind.Photo);
        phone.Command("review");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.IsType<Prompt.Waiting>(phone.Draft.Prompt);
        phone.Wait(TimeSpan.FromHours(45));
        Assert.Empty(Assert.Single(phone.Reports).Attachments);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void A_file_that_fails_after_sending_was_confirmed_does_not_take_the_rest_with_it(bool looksAgain, int reports)
    {
        var phone = Begun("types");
        phone.Text("3");
        phone.File(FileKind.Photo);
        var file = phone.Draft.Attachments[^1].Id;
        phone.Command("review");
        phone.Press("Send");
        phone.Press("Send now");
        phone.Give(new Input.FileFailed(file, FileFailure.Gone));
        // Whoever asks for the answers again wants to look before it goes: then the confirmation is taken back.
        if (looksAgain) phone.Command("review");
        phone.Wait(TimeSpan.FromHours(45));
        Assert.Equal(reports, phone.Reports.Count);
    }

    [Fact]
    public void A_message_that_comes_twice_answers_one_question()
    {
        var phone = Begun("short");
        phone.Give(new Input.Text(new MessageId(9001), "Arman Testyan"));
        var prompt = phone.Draft.Prompt;
        Assert.Empty(phone.Give(new Input.Text(new MessageId(9001), "Arman Testyan")));
        Assert.Equal(prompt, phone.Draft.Prompt);
    }

    [Fact]
    public void A_stale_press_does_not_even_count_as_a_sign_of_life()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.Wait(TimeSpan.FromHours(3));
        var before = ConversationStateJson.Write(phone.State);
        phone.PressOld("Mother");
        phone.PressToken("rubbish");
        Assert.Equal(before, ConversationStateJson.Write(phone.State));
    }

    [Fact]
    public void Reminders_come_at_20_and_40_hours_of_silence_and_never_both_at_once()
    {
        var phone = Begun("short");
        Assert.Empty(phone.Wait(TimeSpan.FromHours(20) - TimeSpan.FromMinutes(1)));
        Assert.Single(phone.Wait(TimeSpan.FromMinutes(1)));
        Assert.Single(phone.Wait(TimeSpan.FromHours(20)));
        var late = Begun("short");
        late.Skip(TimeSpan.FromHours(41));
        Assert.Single(late.Give(new Input.WakeUp()));
        Assert.Empty(late.Give(new Input.WakeUp()));
    }

    [Fact]
    public void An_old_welcome_is_cleared_away_so_that_the_draft_has_its_whole_time()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("short")));
        phone.Command("start");
        phone.Wait(TimeSpan.FromHours(20));
        Assert.Contains(phone.Press("Begin"), effect => effect is Effect.DeleteMessages);
        Assert.Equal(phone.Now, phone.Draft.Started);
    }

    [Fact]
    public void A_form_that_is_missing_loses_nothing()
    {
        var phone = Begun("short");
        var before = phone.Draft.Answers;
        var offered = phone.Library.Offered;
        phone.Library.Offered = [];
        phone.Text("are you there?");
        Assert.Contains("cannot be shown", phone.LastText);
        phone.PressToken("rubbish");
        phone.Library.Offered = offered;
        phone.Text("here again");
        Assert.Equal(before.Values.Count + 1, phone.Draft.Answers.Values.Count);
    }

    [Fact]
    public void Without_forms_it_says_so_and_waits()
    {
        var phone = new Phone(new TestLibrary());
        phone.Command("start");
        Assert.Contains("later", phone.LastText);
        phone.Text("hello");
        phone.Wait(TimeSpan.FromHours(50));
        Assert.IsType<ConversationState.New>(phone.State);
    }

    [Fact]
    public void An_album_at_a_text_question_is_one_answer_with_all_its_items()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.File(FileKind.Photo, null, "a1");
        phone.File(FileKind.Photo, "Aram Testyan", "a1");
        phone.File(FileKind.Photo, null, "a1");
        Assert.Equal(3, phone.Draft.Attachments.Count(file => file.Path == "/data/person/name"));
        Assert.Equal("Aram Testyan", phone.Draft.Answers.Values["/data/person/name"]);
    }

    [Fact]
    public void Choices_toggled_but_not_finished_survive_a_pause()
    {
        var phone = Begun("family", "English");
        phone.Press("Mother");
        phone.Text("Aram Testyan");
        phone.Press("Skip");
        phone.Press("Yes");
        phone.Press("☐ A video");
        phone.Command("pause");
        phone.Command("review");
        Assert.Equal("video", phone.Draft.Answers.Values["/data/person/how_known"]);
    }

    [Fact]
    public void Items_of_a_repeat_are_bounded()
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile("""
            yxf:
              headers:
                survey: [type, name, label]
                settings: [form_title, form_id, version]
            survey:
            - type: begin_repeat
              name: item
              label: Item
            - type: text
              name: what
              label: What?
            - type: end_repeat
            settings:
            - form_title: Items
              form_id: items
              version: '1'
            """)), new ConversationRules { MaxRepeatItems = 3 });
        phone.Command("start");
        phone.Press("Begin");
        for (var i = 0; i < 3; i++)
        {
            phone.Press("Add");
            phone.Text($"thing {i}");
        }

        Assert.IsType<Prompt.Review>(phone.Draft.Prompt);
        Assert.Equal(3, phone.Draft.Answers.Repeats["/data/item"]);
    }

    [Fact]
    public void A_locked_draft_ends_at_its_time()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("short")));
        phone.State = new ConversationState.Locked(new ChatId(5001), "English (en)", "short", "1", 2, phone.Now - TimeSpan.FromHours(45));
        var effects = phone.Give(new Input.WakeUp());
        Assert.Contains(effects, effect => effect is Effect.DeleteMessages);
        Assert.IsType<ConversationState.Resting>(phone.State);
    }

    [Fact]
    public void Of_two_welcomes_that_are_the_same_either_ones_button_works()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("short")));
        phone.Command("start");
        phone.Command("start");
        phone.PressOld("Begin");
        Assert.IsType<ConversationState.Drafting>(phone.State);
    }

    [Fact]
    public void A_welcome_whose_menu_has_changed_since_takes_no_press()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("short")));
        phone.Command("start");
        phone.Library.Offered = [TestForms.Get("types")];
        phone.Command("start");
        phone.PressOld("Begin");
        Assert.IsType<ConversationState.Welcoming>(phone.State);
    }

    [Fact]
    public void What_is_written_while_nobody_knows_whether_the_question_arrived_answers_it_and_the_question_is_named()
    {
        var phone = Begun("short");
        var asked = phone.LastText;
        phone.LastInDoubt = true;
        phone.Text("a word");
        Assert.Equal(1, phone.Draft.Answered);
        var named = phone.LastText[(phone.LastText.IndexOf('“', StringComparison.Ordinal) + 1)..phone.LastText.IndexOf('”', StringComparison.Ordinal)];
        Assert.StartsWith("There was a short interruption. In case you did not see my last question: “", phone.LastText);
        Assert.Contains(named, asked);
        phone.LastInDoubt = false;
        phone.PressAt(1);
        Assert.DoesNotContain("interruption", phone.LastText);
    }

    [Fact]
    public void What_is_refused_while_nobody_knows_whether_the_question_arrived_names_it_too()
    {
        var phone = Begun("short");
        phone.LastInDoubt = true;
        phone.Text(new string('ա', 5000));
        Assert.Equal(0, phone.Draft.Answered);
        Assert.StartsWith("There was a short interruption.", phone.LastText);
        Assert.Contains("too long by", phone.LastText);
    }

    [Fact]
    public void A_press_proves_that_its_message_arrived_and_nothing_is_named()
    {
        var phone = Begun("short");
        phone.Text("a word");
        phone.LastInDoubt = true;
        phone.PressAt(1);
        Assert.DoesNotContain("interruption", phone.LastText);
    }

    private static Phone Begun(string form, string? language = null)
    {
        var phone = new Phone(new TestLibrary(TestForms.Get(form)));
        phone.Command("start");
        if (language is not null) phone.Press(language);
        phone.Press("Begin");
        return phone;
    }

    private static FormDefinition Many(int questions)
    {
        var yaml = new StringBuilder("yxf:\n  headers:\n    survey: [type, name, label]\n    settings: [form_title, form_id, version]\nsurvey:\n");
        for (var i = 0; i < questions; i++)
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"- type: text\n  name: q{i}\n  label: Question number {i}, with a label of some length to fill the page\n");
        yaml.Append("settings:\n- form_title: Many\n  form_id: many\n  version: '1'\n");
        return TestForms.Compile(yaml.ToString());
    }
}
