using Detainees.Forms;

namespace Detainees.Conversations.Tests;

/// <summary>Which file stands above which text.</summary>
public sealed class MediaTests
{
    private static string Form(string label, string guidance = "More.") => $"""
        yxf:
          headers:
            survey: [type, name, label, guidance_hint, image, audio]
            settings: [form_title, form_id, version]
        survey:
        - type: text
          name: q
          label: {label}
          guidance_hint: {guidance}
          image: a.png
          audio: a.mp3
        settings:
        - form_title: T
          form_id: t
          version: '1'
        """;

    private static Phone Begin(string form)
    {
        var phone = new Phone(new TestLibrary(TestForms.Compile(form)), new ConversationRules(), null);
        phone.Command("start");
        return phone;
    }

    private static OutgoingMessage[] SaidAtTheFirstQuestion(Phone phone) =>
        [.. phone.Press(phone.Buttons()[0].Label).OfType<Effect.Say>().Select(say => say.Message)];

    [Fact]
    public void The_last_file_carries_the_text_and_the_buttons_and_those_before_it_stand_alone()
    {
        var said = SaidAtTheFirstQuestion(Begin(Form("Short")));
        Assert.Equal([new(MediaKind.Picture, "t", "1", "a.png"), new(MediaKind.Audio, "t", "1", "a.mp3")], said.Select(message => message.Media));
        Assert.Equal("", said[0].Text);
        Assert.Null(said[0].Keyboard);
        Assert.Contains("Short", said[1].Text, StringComparison.Ordinal);
        Assert.NotNull(said[1].Keyboard);
    }

    [Fact]
    public void A_text_that_does_not_fit_under_a_file_comes_after_all_of_them()
    {
        var said = SaidAtTheFirstQuestion(Begin(Form(new string('x', OutgoingMessage.MaxCaption))));
        Assert.Equal(["a.png", "a.mp3", null], said.Select(message => message.Media?.Name));
        Assert.Equal(["", ""], said.SkipLast(1).Select(message => message.Text));
        Assert.NotNull(said[2].Keyboard);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(1000, false)]
    public void The_longer_explanation_opens_in_place_only_while_it_fits_under_the_file(int length, bool isInPlace)
    {
        var phone = Begin(Form("Short", new string('x', length)));
        SaidAtTheFirstQuestion(phone);
        var effects = phone.Press("?");
        Assert.Equal(isInPlace ? 1 : 0, effects.OfType<Effect.Edit>().Count());
        // In place the files stay; anew they come again.
        Assert.Equal(isInPlace ? 0 : 2, effects.OfType<Effect.Say>().Count(say => say.Message.Media is not null));
    }
}
