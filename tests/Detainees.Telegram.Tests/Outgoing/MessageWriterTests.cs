using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Detainees.Conversations;
using Detainees.Testing;

namespace Detainees.Telegram.Tests.Outgoing;

public sealed class MessageWriterTests
{
    private static readonly Lazy<BotApiSchema> Schema = new(BotApiSchema.Load);
    private static readonly ChatId Chat = new((1L << 52) - 1);

    [Fact]
    public void A_message_goes_with_ranges_protected_and_without_previews()
    {
        var message = new OutgoingMessage("Добрий 🕊 день", [new(7, 2, SpanKind.Bold), new(10, 4, SpanKind.Link, "https://example.org")], new Keyboard(
        [
            [new Button.Press("Далі", "t1", ButtonStyle.Primary), new Button.Press("Пізніше", "t2")],
            [new Button.Press("Стерти", "t3", ButtonStyle.Danger), new Button.Copy("Код", "AB12")],
        ]));
        var request = MessageWriter.Write(Chat, new Effect.Say(message))!;
        Assert.Equal(
            """{"chat_id":4503599627370495,"text":"Добрий \uD83D\uDD4A день","entities":[{"type":"bold","offset":7,"length":2},{"type":"text_link","offset":10,"length":4,"url":"https://example.org"}],"link_preview_options":{"is_disabled":true},"protect_content":true,"reply_markup":{"inline_keyboard":[[{"text":"Далі","callback_data":"t1","style":"primary"},{"text":"Пізніше","callback_data":"t2"}],[{"text":"Стерти","callback_data":"t3","style":"danger"},{"text":"Код","copy_text":{"text":"AB12"}}]]}}""",
            Encoding.UTF8.GetString(request.Body.Span));
        AssertConforms(request);
        AssertConforms(MessageWriter.Write(Chat, new Effect.Edit(new MessageId(9), message))!);
        AssertConforms(MessageWriter.EditMarkup(Chat, new MessageId(9), message.Keyboard));
        AssertConforms(MessageWriter.EditMarkup(Chat, new MessageId(9), null));
        AssertConforms(MessageWriter.Write(Chat, new Effect.AnswerPress("q", null))!);
        AssertConforms(MessageWriter.Write(Chat, new Effect.DeleteMessage(new MessageId(9)))!);
        Assert.DoesNotContain("entities", Encoding.UTF8.GetString(request.Plain()!.Body.Span), StringComparison.Ordinal);
        AssertConforms(request.Plain()!);
        Assert.Null(request.Plain()!.Plain());
    }

    [Fact]
    public void The_button_that_shares_a_place_is_offered_once_and_taken_away()
    {
        var offer = MessageWriter.Send(Chat, new OutgoingMessage("here?", [], null) { Input = new InputButtons.SharePlace("Here") });
        AssertConforms(offer);
        Assert.Contains(
            """{"keyboard":[[{"text":"Here","request_location":true}]],"resize_keyboard":true,"one_time_keyboard":true}""",
            Encoding.UTF8.GetString(offer.Body.Span), StringComparison.Ordinal);
        var removal = MessageWriter.Send(Chat, new OutgoingMessage("✓", [], null) { Input = new InputButtons.Removed() });
        AssertConforms(removal);
        Assert.Contains("""{"remove_keyboard":true}""", Encoding.UTF8.GetString(removal.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Effects_that_the_shell_carries_out_itself_are_no_requests()
    {
        Assert.Null(MessageWriter.Write(Chat, new Effect.Forget()));
        Assert.Null(MessageWriter.Write(Chat, new Effect.DeleteMessages()));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void A_text_has_1_to_4096_utf16_units(int doves, bool fits)
    {
        var message = new OutgoingMessage(string.Concat(Enumerable.Repeat("🕊", doves)), [], null);
        if (fits) AssertConforms(MessageWriter.Send(Chat, message));
        else Assert.Throws<ArgumentException>(() => MessageWriter.Send(Chat, message));
    }

    [Fact]
    public void A_range_that_would_cost_the_message_is_left_out()
    {
        ImmutableArray<TextSpan> spans =
        [
            new(-1, 2, SpanKind.Bold), new(0, 0, SpanKind.Bold), new(0, 9, SpanKind.Bold), new(int.MaxValue, 1, SpanKind.Bold), new(1, 1, SpanKind.Bold),
            new(0, 1, SpanKind.Bold), new(2, 1, SpanKind.Link, "not an address"), new(0, 2, SpanKind.Code), new(2, 1, SpanKind.Italic),
        ];
        var request = MessageWriter.Send(Chat, new OutgoingMessage("🕊a", spans, null));
        Assert.Contains("""[{"type":"code","offset":0,"length":2},{"type":"italic","offset":2,"length":1}]""", Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t", 64, true)]
    [InlineData("t", 65, false)]
    [InlineData("т", 33, false)]
    [InlineData("t", 0, false)]
    public void A_button_token_has_1_to_64_bytes(string letter, int count, bool fits)
    {
        var message = new OutgoingMessage("a", [], new Keyboard([[new Button.Press("b", string.Concat(Enumerable.Repeat(letter, count)))]]));
        if (fits) AssertConforms(MessageWriter.Send(Chat, message));
        else Assert.Throws<ArgumentException>(() => MessageWriter.Send(Chat, message));
    }

    [Fact]
    public void A_notice_is_cut_to_200_units_but_not_through_a_letter()
    {
        AssertConforms(MessageWriter.AnswerPress(Chat, "q", new string('a', 500)));
        var cut = MessageWriter.AnswerPress(Chat, "q", new string('a', 199) + "🕊");
        AssertConforms(cut);
        using var body = JsonDocument.Parse(cut.Body);
        Assert.Equal(new string('a', 199), body.RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public void Messages_are_deleted_in_groups_of_100(int messages, int requests)
    {
        var deletes = MessageWriter.Delete(Chat, Enumerable.Range(1, messages).Concat(Enumerable.Range(1, messages)).Select(id => new MessageId(id)));
        Assert.Equal(requests, deletes.Length);
        foreach (var delete in deletes) AssertConforms(delete);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"v":2,"kind":"send","chat":1,"body":{}}""")]
    [InlineData("""{"v":1,"kind":"sing","chat":1,"body":{}}""")]
    [InlineData("""{"v":1,"kind":"send","chat":"1","body":{}}""")]
    [InlineData("""{"v":1,"kind":"send","chat":1,"body":[]}""")]
    [InlineData("""{"v":1,"kind":"send","chat":1,"body":{"a":}}""")]
    [InlineData("""{"v":1,"kind":"send","chat":1,"body":{},"more":1}""")]
    [InlineData("""{"v":1,"kind":"send","chat":1,"body":{}}{}""")]
    [InlineData("""{"kind":"send","v":1,"chat":1,"body":{}}""")]
    [InlineData("""{"v":1,"kind":"send","chat":1,"body":{}""")]
    public void A_stored_request_of_any_other_shape_is_refused(string stored) =>
        Assert.Null(OutgoingRequest.TryDecode(Encoding.UTF8.GetBytes(stored)));

    [Fact]
    public void Half_a_surrogate_pair_does_not_break_a_body()
    {
        var request = MessageWriter.Send(Chat, new OutgoingMessage("a\ud83d", [], null));
        AssertConforms(request);
    }

    private static void AssertConforms(OutgoingRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal([], Schema.Value.CheckRequest(request.MethodName, body.RootElement));
        var back = OutgoingRequest.TryDecode(request.Encode());
        Assert.NotNull(back);
        Assert.Equal((request.Kind, request.ChatId), (back.Kind, back.ChatId));
        Assert.True(request.Body.Span.SequenceEqual(back.Body.Span));
    }
}
