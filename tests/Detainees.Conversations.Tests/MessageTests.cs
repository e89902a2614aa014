namespace Detainees.Conversations.Tests;

public sealed class MessageTests
{
    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    [InlineData(20_000, 5)]
    public void A_long_text_becomes_several_messages_that_lose_nothing(int length, int least)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => i % 61 == 60 ? "\n" : "ա"));
        var messages = new MessageBuilder().Append(text, SpanKind.Bold).Build(null);
        Assert.True(messages.Length >= least);
        Assert.Equal(text, string.Concat(messages.Select(m => m.Text)));
        Assert.All(messages, m => Assert.InRange(m.Text.Length, 1, 4096));
        Assert.All(messages, m => Assert.Equal((0, m.Text.Length), (m.Spans[0].Offset, m.Spans[0].Length)));
    }

    [Fact]
    public void A_split_never_cuts_a_character_in_half()
    {
        var messages = new MessageBuilder().Append("a" + string.Concat(Enumerable.Repeat("😀", 4000))).Build(null);
        Assert.All(messages, m => Assert.False(char.IsLowSurrogate(m.Text[0]) || char.IsHighSurrogate(m.Text[^1])));
    }

    [Theory]
    [InlineData("**b** and *i*", "b and i")]
    [InlineData("# Title", "Title")]
    [InlineData("[page](https://example.org/x)", "page")]
    [InlineData("[page](javascript:alert(1))", "page)")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("** not closed", "** not closed")]
    [InlineData("<span style='x'>red</span>", "red")]
    [InlineData("a < b", "a < b")]
    [InlineData("****", "****")]
    public void Markup_of_a_label_is_read_and_what_is_not_closed_stays(string label, string plain) => Assert.Equal(plain, Markup.Plain(label));

    [Fact]
    public void A_link_opens_only_the_web()
    {
        Assert.DoesNotContain(Markup.Read("[a](tg://resolve?domain=x)"), run => run.Kind == SpanKind.Link);
        Assert.Contains(Markup.Read("[a](https://example.org)"), run => run is { Kind: SpanKind.Link, Url: "https://example.org" });
    }

    [Fact]
    public void Every_kind_of_action_survives_its_token()
    {
        foreach (var kind in Enum.GetValues<ActionKind>())
        {
            foreach (var action in new[] { new PressAction(kind), new PressAction(kind, 7), new PressAction(kind, 999_999, 50) })
            {
                var token = new PressToken("ABCDEFG", 123_456, "abc-_9", action);
                Assert.True(token.ToString().Length <= 64);
                Assert.True(PressToken.TryParse(token.ToString(), out var read));
                Assert.Equal(token, read);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c.d")]
    [InlineData("a.1.c.q")]
    [InlineData("a.1.c.q-1")]
    [InlineData("a.1.c.!1")]
    [InlineData("a.1.c.c99999999999")]
    [InlineData("a.1.c.c1+")]
    [InlineData("a.1.c.c1.2")]
    [InlineData("............................................................................")]
    public void Garbage_is_no_token(string text) => Assert.False(PressToken.TryParse(text, out _));

    [Fact]
    public void References_look_like_parcel_numbers_and_show_a_slip()
    {
        var made = Enumerable.Range(0, 2000).Select(i => Reference.From((ulong)i * 0x9E3779B97F4A7C15)).ToList();
        Assert.All(made, reference => Assert.True(Reference.IsWellFormed(reference)));
        Assert.Equal(made.Count, made.Distinct().Count());
        var one = made[7];
        Assert.True(Reference.IsWellFormed(one.ToLowerInvariant().Insert(2, " ")));
        var wrong = one[..4] + (char)('0' + ((one[4] - '0' + 1) % 10)) + one[5..];
        Assert.False(Reference.IsWellFormed(wrong));
    }
}
