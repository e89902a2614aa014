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

    private static Phone Begun()
    {
        var phone = new Phone(new TestLibrary(Compiled.Value));
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
