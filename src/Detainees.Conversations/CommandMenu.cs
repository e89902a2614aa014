using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Conversations;

/// <summary>A command with what it does, in one language.</summary>
/// <param name="Name">Without the slash.</param>
public readonly record struct MenuCommand(string Name, string Description);

/// <summary>The commands for a channel that can show a menu of them: those of the help text, in its words and order, and help itself.</summary>
public static partial class CommandMenu
{
    /// <summary>Languages the bot speaks, as two letters; the first is for everybody else.</summary>
    public static ImmutableArray<string> Languages => UiTexts.Codes;

    /// <param name="code">Of <see cref="Languages"/>; any other gives the first.</param>
    public static ImmutableArray<MenuCommand> In(string code)
    {
        var texts = UiTexts.For(code);
        return
        [
            .. Line().Matches(texts[TextKey.Help]).Select(line => new MenuCommand(line.Groups[1].Value, line.Groups[2].Value.Trim())),
            new MenuCommand("help", texts[TextKey.CommandHelp]),
        ];
    }

    // In Arabic a mark before the slash keeps it on its left.
    [GeneratedRegex("^\u200e?/([a-z]+) – (.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
