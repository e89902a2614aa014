namespace Detainees.Conversations.Tests;

/// <summary>A small group whose questions are all answered by a tap.</summary>
public sealed class TogetherTests
{
    private static Phone Opened()
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("together")));
        phone.Command("start");
        phone.Press("Begin");
        phone.Text("x");
        Assert.IsType<Prompt.Together>(phone.Draft.Prompt);
        return phone;
    }

    private static string Value(Phone phone, string name) => phone.Draft.Answers.Values.GetValueOrDefault("/data/g/" + name, "");

    [Fact]
    public void Every_tap_is_kept_and_Next_leaves_out_what_was_not_tapped()
    {
        var phone = Opened();
        phone.Press("1 · Yes");
        phone.Press("☐ 3 · No");
        phone.Press("Next");
        Assert.Equal(("yes", "", "no"), (Value(phone, "a"), Value(phone, "b"), Value(phone, "c")));
        Assert.Equal(AnswerState.Skipped, phone.Draft.Notes["/data/g/b"].State);
        Assert.Equal("/data/after", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
        phone.Press("Back");
        Assert.IsType<Prompt.Together>(phone.Draft.Prompt);
        phone.Press("Back");
        Assert.Equal("/data/before", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
    }

    [Fact]
    public void What_is_required_must_be_tapped_first()
    {
        var phone = Opened();
        phone.Press("Next");
        Assert.IsType<Prompt.Together>(phone.Draft.Prompt);
        Assert.StartsWith("1. We need an answer", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tap_that_brings_a_written_question_goes_on_one_by_one()
    {
        var phone = Opened();
        phone.Press("2 · Yes");
        Assert.Equal("/data/g/a", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
        phone.Press("No");
        phone.Press("Skip");
        Assert.Equal("/data/g/d", Assert.IsType<Prompt.Question>(phone.Draft.Prompt).Path);
    }

    [Fact]
    public void A_double_tap_does_not_undo_itself_and_a_second_choice_takes_the_place_of_the_first()
    {
        var phone = Opened();
        var on = phone.Buttons().First(b => b.Label == "☐ 3 · No").Token;
        phone.PressToken(on, 3);
        phone.PressToken(on, 3);
        Assert.Equal("no", Value(phone, "c"));
        phone.Press("1 · Yes");
        phone.Press("1 · No");
        Assert.Equal("no", Value(phone, "a"));
        phone.Press("?");
        Assert.Contains(phone.Effects.OfType<Effect.Edit>(), e => e.Message.Text.Contains("More about B.", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_and_files_sent_there_are_answered_and_lose_nothing()
    {
        var phone = Opened();
        phone.Press("1 · Yes");
        phone.Text("hello");
        Assert.Contains("tap one of the buttons", phone.LastText, StringComparison.Ordinal);
        phone.File(FileKind.Photo);
        Assert.Single(phone.Draft.Attachments);
        Assert.Equal("yes", Value(phone, "a"));
        phone.Command("start");
        phone.Press("Continue where you were");
        phone.Text("1 yes");
        Assert.Equal("yes", Value(phone, "a"));
    }
}
