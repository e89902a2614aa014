using System.Text;

namespace Detainees.Conversations.Tests;

/// <summary>What is dangerous if leaked (sensitivity 3) is said once, by the person: the bot never repeats it, and the report holds it.</summary>
public sealed class DangerousAnswersTests
{
    private const string Instead = "noted, not shown here";

    private const string Form = """
        yxf:
          headers:
            survey: [type, name, label, appearance, required, 'bind::case:field', 'bind::case:sensitivity']
            choices: [list_name, name, label]
            settings: [form_title, form_id, version]
        survey:
        - type: text
          name: passport
          label: Which number has the passport?
          bind::case:field: id_numbers
        - type: date
          name: since
          label: Since when in the unit?
          bind::case:sensitivity: '3'
        - type: select_one units
          name: unit
          label: In which unit?
          bind::case:field: unit
        - type: text
          name: story
          label: What happened?
          appearance: multiline
          bind::case:field: narrative
        - type: image
          name: wound
          label: A picture?
          bind::case:field: health
        - type: begin_group
          name: taps
          label: Two more
          appearance: field-list
        - type: select_one units
          name: first
          label: First?
          bind::case:sensitivity: '3'
        - type: select_one units
          name: second
          label: Second?
        - type: end_group
          name: taps_end
        - type: text
          name: place
          label: Where?
          bind::case:field: last_place
        choices:
        - list_name: units
          name: one
          label: Unit Alpha
        - list_name: units
          name: two
          label: Unit Beta
        settings:
        - form_title: Careful
          form_id: careful
          version: '1'
        """;

    private static readonly string[] Dangerous = ["AN 1234567", "1990", "Unit Alpha", "the bridge by night", "words under the picture", "AN 7654321"];

    private static readonly Lazy<Detainees.Forms.FormDefinition> Compiled = new(() => TestForms.Compile(Form));

    private static Phone Begun(Detainees.Forms.FormDefinition? form = null)
    {
        var phone = new Phone(new TestLibrary(form ?? Compiled.Value));
        phone.Command("start");
        phone.Press("Begin");
        return phone;
    }

    private static Phone Answered()
    {
        var phone = Begun();
        phone.Text("AN 1234567");
        phone.Text("25.5.1990");
        phone.Press("Unit Alpha");
        phone.Text("He told of the bridge by night.");
        phone.Press("Done");
        phone.File(FileKind.Photo, "words under the picture");
        phone.Stored();
        if (phone.Labels().Contains("Done")) phone.Press("Done");
        phone.Press("Unit Alpha");
        return phone;
    }

    /// <summary>All that was said or changed in the chat, without the buttons.</summary>
    private static string Said(Phone phone) => string.Join('\n', phone.Effects.Select(effect => effect switch
    {
        Effect.Say say => say.Message.Text,
        Effect.Edit edit => edit.Message.Text,
        _ => "",
    }));

    [Fact]
    public void No_answer_that_is_dangerous_if_leaked_is_said_again_on_the_way_or_in_the_review()
    {
        var phone = Answered();
        phone.Press("Unit Beta");
        phone.Text("Goris");
        phone.Edit("AN 1234567", "AN 7654321");
        phone.Command("review");
        Assert.All(Dangerous, words => Assert.DoesNotContain(words, Said(phone), StringComparison.Ordinal));
        Assert.Contains($"passport? – {Instead}", phone.LastText, StringComparison.Ordinal);
        Assert.Contains($"What happened? – {Instead}", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("A picture? – 📷", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("Second? – Unit Beta", phone.LastText, StringComparison.Ordinal);
        Assert.Contains("Where? – Goris", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_opens_such_an_answer_to_change_it_is_not_told_it_either_and_may_keep_it()
    {
        var phone = Answered();
        phone.Command("review");
        phone.Press("1");
        Assert.Contains($"Your answer: {Instead}", phone.LastText, StringComparison.Ordinal);
        phone.Press("Keep this answer");
        Assert.Equal("AN 1234567", phone.Draft.Answers.Values["/data/passport"]);
        Assert.All(Dangerous, words => Assert.DoesNotContain(words, Said(phone), StringComparison.Ordinal));
    }

    [Fact]
    public void The_message_of_the_person_stays_where_it_is_until_the_report_is_sent() =>
        Assert.Empty(Answered().Effects.OfType<Effect.DeleteMessage>());

    [Fact]
    public void A_group_with_such_a_question_is_asked_one_by_one_so_that_no_button_keeps_the_mark()
    {
        var phone = Answered();
        Assert.Equal("/data/taps/second", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
    }

    [Fact]
    public void What_was_taken_as_it_was_typed_is_not_confirmed_with_words_and_what_was_understood_is()
    {
        var phone = Begun();
        phone.Text("AN 1234567");
        Assert.DoesNotContain(Instead, phone.LastText, StringComparison.Ordinal);
        phone.Text("25.5.1990");
        Assert.Contains($"✓ {Instead}", phone.LastText, StringComparison.Ordinal);
    }

    private static Detainees.Forms.FormDefinition Of(string rows) => TestForms.Compile($$"""
        yxf:
          headers:
            survey: [type, name, label, appearance, calculation, 'bind::case:field']
            choices: [list_name, name, label]
            settings: [form_title, form_id, version, instance_name]
        survey:
        {{rows}}
        - {type: text, name: place, label: 'Where?'}
        choices:
        - {list_name: units, name: one, label: Unit Alpha}
        - {list_name: units, name: two, label: Unit Beta}
        settings:
        - {form_title: Careful, form_id: careful, version: '1', instance_name: '${place}'}
        """);

    private static void AssertUnsaid(Phone phone, params string[] words)
    {
        phone.Command("review");
        Assert.All(words, word => Assert.DoesNotContain(word, Said(phone), StringComparison.Ordinal));
    }

    [Fact]
    public void Of_several_choices_only_the_buttons_tell_which_were_taken_and_they_forget_it_when_the_question_is_opened_again()
    {
        var phone = Begun(Of("- {type: select_multiple units, name: unit, label: 'Which?', 'bind::case:field': unit}"));
        phone.Press("☐ Unit Alpha");
        Assert.Contains("☑ Unit Alpha", phone.Labels());
        phone.Press("Done (1)");
        AssertUnsaid(phone, "Unit Alpha");
        phone.Press("1");
        Assert.Contains("☐ Unit Alpha", phone.Labels());
        phone.Press("Keep this answer");
        Assert.Equal("one", phone.Draft.Answers.Values["/data/unit"]);
    }

    [Fact]
    public void A_ranking_is_not_said_again()
    {
        var phone = Begun(Of("- {type: rank units, name: unit, label: 'Which first?', 'bind::case:field': unit}"));
        phone.Press("Unit Beta");
        phone.Press("Unit Alpha");
        if (phone.Labels().Contains("Done")) phone.Press("Done");
        Assert.Equal("two one", phone.Draft.Answers.Values["/data/unit"]);
        AssertUnsaid(phone, "Unit Alpha", "Unit Beta");
    }

    [Fact]
    public void A_place_that_is_shared_in_the_middle_of_a_story_is_added_to_it_and_not_said()
    {
        var phone = Begun(Of("- {type: text, name: story, label: 'What happened?', appearance: multiline, 'bind::case:field': narrative}"));
        phone.Text("He was at the bridge.");
        phone.Place(40.25, 44.5);
        Assert.Equal("He was at the bridge.\n40.25, 44.5", phone.Draft.Answers.Values["/data/story"]);
        phone.Press("Done");
        AssertUnsaid(phone, "bridge", "40.25");
    }

    [Fact]
    public void A_place_that_answers_such_a_question_is_not_said_either()
    {
        var phone = Begun(Of("- {type: text, name: unit, label: 'Where does the unit lie?', 'bind::case:field': unit}"));
        phone.Place(40.25, 44.5);
        Assert.Equal("40.25, 44.5", phone.Draft.Answers.Values["/data/unit"]);
        AssertUnsaid(phone, "40.25");
    }

    [Theory]
    [InlineData("- {type: text, name: story, label: 'What happened?', appearance: multiline, 'bind::case:field': narrative}")]
    [InlineData("- {type: select_one units, name: unit, label: 'Which?', 'bind::case:field': unit}")]
    [InlineData("- {type: date, name: since, label: 'Since when?', 'bind::case:field': rank}")]
    [InlineData("- {type: text, name: masked, label: 'A secret?', appearance: masked}")]
    public void Words_under_a_picture_are_not_said_again_also_where_the_question_has_no_other_answer(string row)
    {
        var phone = Begun(Of(row));
        phone.File(FileKind.Photo, "by the river");
        phone.Stored();
        if (phone.Labels().Contains("Write it anew")) phone.Press("Write it anew");
        if (phone.Labels().Contains("Skip")) phone.Press("Skip");
        AssertUnsaid(phone, "by the river");
        Assert.Contains("📷", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_in_other_words_where_no_choice_fits_is_as_dangerous_as_the_choice()
    {
        var phone = Begun(Of("- {type: select_one units or_other, name: unit, label: 'Which?', 'bind::case:field': unit}"));
        phone.Press("Other");
        phone.Text("Unit Omega");
        AssertUnsaid(phone, "Unit Omega");
    }

    [Fact]
    public void What_is_worked_out_from_it_and_texts_that_name_it_do_not_say_it()
    {
        var phone = Begun(Of("""
            - {type: text, name: passport, label: 'Which number?', 'bind::case:field': id_numbers}
            - {type: calculate, name: made, calculation: "concat('No. ', ${passport})"}
            - {type: note, name: told, label: 'You said ${passport}, so ${made}.'}
            - {type: text, name: again, label: 'Is ${made} right?'}
            """));
        phone.Text("AN 1234567");
        Assert.Contains($"Is {Instead} right?", phone.LastText, StringComparison.Ordinal);
        AssertUnsaid(phone, "1234567");
    }

    [Fact]
    public void The_day_is_not_said_when_the_hour_is_asked()
    {
        var phone = Begun(Of("- {type: dateTime, name: since, label: 'Since when?', 'bind::case:field': rank}"));
        phone.Text("25.5.1990");
        Assert.Contains(Instead, phone.LastText, StringComparison.Ordinal);
        phone.Text("14:30");
        AssertUnsaid(phone, "1990");
    }

    [Fact]
    public void A_title_that_says_it_is_left_out()
    {
        var form = TestForms.Compile("""
            yxf:
              headers:
                survey: [type, name, label, 'bind::case:field']
                settings: [form_title, form_id, version, instance_name]
            survey:
            - {type: text, name: passport, label: 'Which number?', 'bind::case:field': id_numbers}
            settings:
            - {form_title: Careful, form_id: careful, version: '1', instance_name: '${passport}'}
            """);
        var phone = Begun(form);
        phone.Text("AN 1234567");
        AssertUnsaid(phone, "1234567");
    }

    [Fact]
    public void The_report_holds_it_as_it_was_given_and_as_it_reads()
    {
        var phone = Answered();
        phone.Command("review");
        phone.Press("Send");
        phone.Press("Send now");
        var report = Encoding.UTF8.GetString(Assert.Single(phone.Reports).ToJson());
        Assert.All(new[] { "AN 1234567", "1990-05-25", "Unit Alpha", "the bridge by night", "words under the picture" },
            words => Assert.Contains(words, report, StringComparison.Ordinal));
        Assert.DoesNotContain(Instead, report, StringComparison.Ordinal);
    }
}
