namespace Detainees.Conversations.Tests;

/// <summary>How single types and appearances are asked, and what is made of what people send.</summary>
public sealed class AskingTests
{
    private static Phone At(string question)
    {
        var phone = new Phone(new TestLibrary(TestForms.Get("asking")));
        phone.Command("start");
        phone.Press("Begin");
        for (var i = 0; i < 20 && Path(phone) != "/data/" + question; i++) phone.Press("Skip");
        Assert.Equal("/data/" + question, Path(phone));
        return phone;
    }

    private static string Path(Phone phone) => phone.Draft.Prompt is Prompt.Question asked ? asked.Path : "";
    private static string Value(Phone phone, string question) => phone.Draft.Answers.Values.GetValueOrDefault("/data/" + question, "");

    [Theory]
    [InlineData("Yerevan", "yerevan"), InlineData("Ереван", "yerevan"), InlineData("ԵՐԵՎԱՆ", "yerevan"), InlineData("erevan", "yerevan")]
    [InlineData("Gyumri", "gyumri"), InlineData("Гюмри", "gyumri"), InlineData("Мартуни", "martuni"), InlineData("2", "gyumri")]
    public void A_label_typed_in_another_script_is_taken(string typed, string stored)
    {
        var phone = At("town");
        phone.Text(typed);
        Assert.Equal(stored, Value(phone, "town"));
        Assert.NotEqual("/data/town", Path(phone));
    }

    [Theory, InlineData("Yerevn"), InlineData("Ере"), InlineData("երեվ")]
    public void A_label_typed_nearly_or_by_half_is_only_shown_to_be_tapped(string typed)
    {
        var phone = At("town");
        phone.Text(typed);
        Assert.Equal("", Value(phone, "town"));
        Assert.Contains("Երևան", phone.Labels());
        Assert.DoesNotContain("Մարտունի", phone.Buttons().Select(b => b.Label));
        phone.Press("All answers");
        Assert.Contains("Մարտունի", phone.Buttons().Select(b => b.Label));
        phone.Press("Երևան");
        Assert.Equal("yerevan", Value(phone, "town"));
    }

    [Fact]
    public void A_year_typed_at_a_choice_is_answered_with_what_to_do_first()
    {
        var phone = At("town");
        phone.Text("1990");
        Assert.Contains("tap one of the buttons first", phone.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_words_that_do_not_fit_gets_three_answers_and_whoever_waits_a_little_gets_one_again()
    {
        var phone = At("town");
        for (var i = 0; i < 50; i++) phone.Text("zzz");
        var said = phone.Effects.OfType<Effect.Say>().Count(s => s.Message.Text.Contains("In which town", StringComparison.Ordinal));
        Assert.Equal(1 + 3, said);
        Assert.Contains("These are the answers", phone.LastText, StringComparison.Ordinal);
        phone.Skip(TimeSpan.FromSeconds(31));
        Assert.NotEmpty(phone.Text("zzz"));
        phone.Text("Yerevan");
        Assert.Equal("yerevan", Value(phone, "town"));
    }

    [Fact]
    public void Refusals_of_different_kinds_are_bounded_together()
    {
        var phone = At("town");
        var before = phone.Effects.Count;
        for (var i = 0; i < 30; i++)
        {
            phone.Other("sticker");
            phone.Place(40, 44);
            phone.Other("poll");
            phone.Command("nonsense");
        }

        Assert.Equal(6, phone.Effects.Count - before);
    }

    [Fact]
    public void A_masked_answer_is_deleted_from_the_chat_and_not_said_again()
    {
        var phone = At("secret");
        phone.Text("sesame");
        Assert.Equal("sesame", Value(phone, "secret"));
        Assert.Single(phone.Effects.OfType<Effect.DeleteMessage>());
        phone.Command("review");
        Assert.Contains("•••", phone.LastText, StringComparison.Ordinal);
        phone.Press("2");
        Assert.DoesNotContain(phone.Effects.OfType<Effect.Say>(), s => s.Message.Text.Contains("sesame", StringComparison.Ordinal));
        phone.Press("Keep this answer");
        phone.Command("review");
        phone.Press("Send");
        phone.Press("Send now");
        Assert.Contains("sesame", System.Text.Encoding.UTF8.GetString(Assert.Single(phone.Reports).ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contact_card_answers_where_a_phone_number_is_asked_and_nowhere_else()
    {
        var phone = At("secret");
        phone.Give(new Input.Contact(new MessageId(900), "+37400000001"));
        Assert.Equal("", Value(phone, "secret"));
        phone = At("phone");
        phone.Give(new Input.Contact(new MessageId(901), "+37400000001"));
        Assert.Equal("+37400000001", Value(phone, "phone"));
    }

    [Fact]
    public void A_story_in_several_messages_is_one_answer_and_ends_with_Done()
    {
        var phone = At("story");
        phone.Text("It was in spring.");
        phone.Text("They came at night.");
        phone.File(FileKind.Voice);
        phone.Text("That is all.");
        Assert.Equal("/data/story", Path(phone));
        Assert.Equal("It was in spring.\nThey came at night.\nThat is all.", Value(phone, "story"));
        phone.Edit("They came at night.", "They came at noon.");
        Assert.Equal("It was in spring.\nThey came at noon.\nThat is all.", Value(phone, "story"));
        phone.Press("Done");
        Assert.Equal("/data/stars", Path(phone));
        phone.Edit("That is all.", "That was all.");
        Assert.Equal("It was in spring.\nThey came at noon.\nThat was all.", Value(phone, "story"));
        phone.Press("Back");
        phone.Text("More.");
        Assert.EndsWith("\nThat was all.\nMore.", Value(phone, "story"), StringComparison.Ordinal);
        phone.Press("Write it anew");
        phone.Text("Anew.");
        Assert.Equal("Anew.", Value(phone, "story"));
        Assert.Equal(2, phone.Draft.Attachments.Length + phone.Draft.Messages.Count(m => m.Part > 0));
    }

    [Fact]
    public void A_story_that_was_interrupted_goes_on_where_it_was()
    {
        var phone = At("story");
        phone.Text("It began in spring.");
        phone.Command("pause");
        phone.Command("start");
        phone.Press("Continue where you were");
        phone.Text("It went on.");
        Assert.Equal("It began in spring.\nIt went on.", Value(phone, "story"));
    }

    [Fact]
    public void Ranges_are_stars_and_pages_where_their_appearance_asks_for_it()
    {
        var phone = At("stars");
        phone.Press("★★★");
        Assert.Equal("3", Value(phone, "stars"));
        Assert.Contains("1/5", phone.Buttons().Select(b => b.Label));
        phone.Press("▶");
        phone.Press("▶");
        phone.Press("41");
        Assert.Equal("41", Value(phone, "age"));
    }

    [Theory, InlineData("agree"), InlineData("three")]
    public void Short_choices_stand_in_one_row_where_their_appearance_asks_for_it(string question)
    {
        var phone = At(question);
        var keyboard = phone.Effects.OfType<Effect.Say>().Last().Message.Keyboard;
        Assert.NotNull(keyboard);
        Assert.Equal(["Not", "Partly", "Fully"], keyboard.Rows[0].Select(b => b.Label));
    }

    [Fact]
    public void Forwarded_words_are_kept_and_marked_as_such()
    {
        var phone = At("phone");
        phone.Give(new Input.Text(new MessageId(900), "+374 00 000002", Forwarded: true));
        Assert.Equal(AnswerOrigin.Forwarded, phone.Draft.Notes["/data/phone"].How);
    }

    [Fact]
    public void An_hour_is_a_button()
    {
        var phone = At("hour");
        phone.Press("14:00");
        Assert.Equal("14:00:00.000+04:00", Value(phone, "hour"));
    }
}
