using System.Text.RegularExpressions;

namespace Detainees.Conversations.Tests;

public sealed partial class TextsTests
{
    public static TheoryData<string> Codes => [.. UiTexts.Codes];

    [Theory, MemberData(nameof(Codes))]
    public void Every_language_has_the_same_keys_and_placeholders_as_English(string code)
    {
        var english = UiTexts.ReadFile("en");
        var other = UiTexts.ReadFile(code);
        Assert.Equal(Enum.GetValues<TextKey>().Select(UiTexts.NameOf).Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, text) in other)
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.Equal(Placeholders(english[key]), Placeholders(text));
            Assert.Equal(text.Trim(), text);
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public void The_welcome_has_under_sixty_words(string code) =>
        Assert.InRange(UiTexts.ReadFile(code)["welcome"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, 20, 59);

    [Theory, MemberData(nameof(Codes))]
    public void Texts_fit_where_they_are_shown(string code)
    {
        var texts = UiTexts.ReadFile(code);
        Assert.InRange(texts["stale_button"].Length, 1, 200);
        Assert.All((string[])["begin", "back", "skip", "later", "unknown", "refused", "send", "continue", "keep"], key => Assert.InRange(texts[key].Length, 1, 32));
        Assert.Equal(12, texts["months"].Split('|').Length);
    }

    /// <summary>Read on a locked screen, perhaps by somebody else.</summary>
    [Theory, MemberData(nameof(Codes))]
    public void Words_that_come_unasked_name_nothing(string code)
    {
        var texts = UiTexts.ReadFile(code);
        foreach (var key in (string[])["reminder", "expired", "erased", "cancelled", "erased_chat"])
        {
            Assert.DoesNotContain("{", texts[key], StringComparison.Ordinal);
            foreach (var word in (string[])["report", "captur", "missing", "case worker", "signal", "гер", "плен", "пропал", "գերի", "կորած", "հաղորդում", "أسير", "مفقود", "بلاغ"])
                Assert.DoesNotContain(word, texts[key].Replace("/start", ""), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void What_is_put_into_a_text_is_not_filled_in_itself()
    {
        var texts = UiTexts.For("en");
        Assert.Equal("Changed. a {answer} }{ b – {question} {", texts.Get(TextKey.EditAccepted, ("question", "a {answer} }{ b"), ("answer", "{question} {")));
        Assert.Equal(texts[TextKey.EditAccepted], texts.Get(TextKey.EditAccepted, "other", "x"));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Month_names_that_are_shown_are_also_understood(string code)
    {
        var months = UiTexts.For(code).Months;
        for (var i = 0; i < 12; i++) Assert.Equal(i + 1, MonthNames.Find(Folding.Fold(months[i])));
    }

    [Theory]
    [InlineData("Հայերեն (hy)", "hy")]
    [InlineData("English (en)", "en")]
    [InlineData("Русский (ru-RU)", "ru")]
    [InlineData("fr", "fr")]
    [InlineData("default", "en")]
    [InlineData("Deutsch (de)", "en")]
    [InlineData("", "en")]
    [InlineData("Odd ()", "en")]
    public void The_header_of_a_form_says_which_texts_serve_it(string header, string code) => Assert.Equal(code, UiTexts.For(header).Code);

    /// <summary>Bot API, BotCommand: names of 1 to 32 small letters, digits and underscores, descriptions of 1 to 256 characters.</summary>
    [Theory, MemberData(nameof(Codes))]
    public void The_menu_of_commands_holds_each_command_of_the_bot_once_in_every_language(string code)
    {
        var menu = CommandMenu.In(code);
        Assert.Equal(["start", "review", "pause", "language", "cancel", "erase", "receipt", "help"], menu.Select(command => command.Name));
        Assert.All(menu, command => Assert.InRange(command.Description.Length, 1, 256));
        Assert.Equal(menu.Length, menu.Select(command => command.Description).Distinct().Count());
    }

    private static string Placeholders(string text) => string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}
