using Detainees.Forms;

namespace Detainees.Conversations.Tests;

public sealed class MenuTests
{
    [Fact]
    public void The_menu_holds_only_the_forms_that_can_be_answered_in_the_language_that_was_chosen()
    {
        var phone = Started("English (en)");
        Assert.Equal(["Report", "Everybody's"], Labels(phone));
        phone = Started("Հայերեն (hy)");
        Assert.Equal(["Հաղորդել", "Everybody's", "Only Armenian"], Labels(phone));
    }

    [Fact]
    public void A_form_that_is_withdrawn_between_the_menu_and_the_press_is_said_to_be_gone()
    {
        var phone = Started("English (en)");
        var label = Labels(phone)[0];
        phone.Library.Offered = phone.Library.Offered.RemoveAll(form => form.Id == "both");
        phone.Press(label);
        Assert.IsType<ConversationState.Welcoming>(phone.State);
        Assert.Equal([UiTexts.For("English (en)")[TextKey.Begin]], Labels(phone));
    }

    [Fact]
    public void Where_no_form_has_the_chosen_language_any_more_all_are_shown()
    {
        var phone = Started("Հայերեն (hy)");
        phone.Library.Offered = phone.Library.Offered.RemoveAll(form => form.Id != "both");
        phone.Library.Offered = [Form("english", "label::English (en)", "")];
        phone.Command("start");
        phone.Press(Labels(phone)[0]);
        Assert.IsType<ConversationState.Drafting>(phone.State);
    }

    [Fact]
    public void Nothing_that_is_offered_or_taken_away_while_somebody_writes_makes_the_engine_throw()
    {
        var phone = Started("English (en)");
        phone.Library.Offered = [];
        foreach (var word in (string[])["1", "yes", "hello there, this is a whole story"]) phone.Text(word);
        foreach (var command in (string[])["start", "language", "help", "review"]) phone.Command(command);
        phone.Library.Offered = default;
        phone.Command("start");
        Assert.Contains(UiTexts.For("English (en)")[TextKey.NoForms], phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void Jumping_asks_the_question_at_once_and_goes_on_behind_it()
    {
        var form = TestForms.Compile("survey:\n" + string.Concat(Enumerable.Range(1, 5).Select(i =>
            $"- type: text\n  name: q{i}\n  label: Question {i}\n" + (i == 4 ? "  relevant: ${q1} = 'x'\n" : ""))));
        var engine = new ConversationEngine(new TestLibrary(form), new ConversationRules());
        var phone = new Phone(new TestLibrary(form));
        phone.Command("start");
        phone.Press(Labels(phone)[0]);
        var drafting = Assert.IsType<ConversationState.Drafting>(phone.State);
        var turn = new Turn(phone.Now, new FreshIds(new byte[32]), TimeSpan.Zero);
        Assert.Null(engine.JumpTo(drafting, "/data/q4", "default", turn));
        Assert.Null(engine.JumpTo(drafting, "/data/nowhere", "default", turn));
        var jumped = engine.JumpTo(drafting, "/data/q3", "default", turn);
        Assert.NotNull(jumped);
        Assert.Contains("Question 3", Assert.IsType<Effect.Say>(jumped.Effects[^1]).Message.Text, StringComparison.Ordinal);
        phone.State = jumped.State;
        phone.Text("an answer");
        Assert.Contains("Question 5", phone.LastText, StringComparison.Ordinal);
    }

    private static Phone Started(string language)
    {
        var phone = new Phone(new TestLibrary(
            Form("both", "label::English (en)", "label::Հայերեն (hy)", "menu_label::English (en): Report\n  menu_label::Հայերեն (hy): Հաղորդել"),
            Form("any", "label", "", "form_title: Everybody's"),
            Form("armenian", "label::Հայերեն (hy)", "", "form_title: Only Armenian")));
        phone.Command("start");
        phone.Press(UiTexts.NameOf(language));
        return phone;
    }

    private static FormDefinition Form(string id, string label, string second, string settings = "form_title: A form") => TestForms.Compile(
        $"survey:\n- type: text\n  name: word\n  {label}: A word?\n{(second.Length > 0 ? $"  {second}: Մի բառ\n" : "")}settings:\n- form_id: {id}\n  version: '1'\n  {settings}\n");

    private static List<string> Labels(Phone phone) => [.. phone.Buttons().Select(button => button.Label)];
}
