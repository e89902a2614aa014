using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Detainees.Phone.Bot;

/// <summary>Formatting ranges over a text, in UTF-16 code units, as the server keeps them.</summary>
internal static partial class MessageEntities
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
        "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
        "custom_emoji", "date_time",
    };

    private static readonly string[] Extras = ["url", "language", "custom_emoji_id", "user", "unix_time", "date_time_format"];

    /// <summary>Trims the text as the server does and checks the given ranges against it.</summary>
    /// <param name="error">The server's words, without "Bad Request: ".</param>
    public static bool TryRead(string text, JsonNode? given, out string trimmed, out JsonArray entities, out string error)
    {
        var start = text.Length - text.TrimStart().Length;
        trimmed = text.Trim();
        entities = [];
        error = "";
        if (given is null) return true;
        if (given is not JsonArray list)
        {
            error = "can't parse entities: expected an Array of MessageEntity";
            return false;
        }

        foreach (var item in list)
        {
            var kind = item.Text("type");
            if (item.Whole("offset") is not { } offset || item.Whole("length") is not { } length)
            {
                error = "can't parse entities: field \"offset\" or \"length\" is missing or is not a whole number";
                return false;
            }

            if (length <= 0 || offset < 0 || !Kinds.Contains(kind)) continue; // the server drops these without a word
            if (offset + length > text.Length)
            {
                error = $"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {offset + length}";
                return false;
            }

            if (Splits(text, (int)offset) || Splits(text, (int)(offset + length)))
            {
                error = $"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol at UTF-16 offset {offset + length}";
                return false;
            }

            if (kind == "text_link" && item.Text("url").Length == 0) continue;
            var from = Math.Max(0, (int)offset - start);
            var to = Math.Min(trimmed.Length, (int)(offset + length) - start);
            if (to <= from) continue;
            var entity = new JsonObject { ["type"] = kind, ["offset"] = from, ["length"] = to - from };
            foreach (var name in Extras) if (item![name] is { } value) entity[name] = value.DeepClone();
            entities.Add((JsonNode)entity);
        }

        return true;
    }

    /// <summary>What the server finds by itself in a text: commands, links and e-mail addresses. Ranges already taken stay.</summary>
    public static void AddFound(string text, JsonArray entities)
    {
        foreach (Match match in Found().Matches(text))
        {
            var kind = match.Groups["command"].Success ? "bot_command" : match.Groups["email"].Success ? "email" : "url";
            var range = match.Groups[kind == "bot_command" ? "command" : kind];
            if (entities.Any(e => e.Whole("offset") < range.Index + range.Length && range.Index < e.Whole("offset") + e.Whole("length"))) continue;
            entities.Add((JsonNode)new JsonObject { ["type"] = kind, ["offset"] = range.Index, ["length"] = range.Length });
        }

        var sorted = entities.OrderBy(e => e.Whole("offset")).ThenByDescending(e => e.Whole("length")).ToList();
        entities.Clear();
        foreach (var entity in sorted) entities.Add(entity);
    }

    private static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]);

    // Look-arounds need the backtracking engine; the pattern has no nested repetition, and a text has at most 4096 units.
    [GeneratedRegex(@"(?<![\w/])(?<command>/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?)(?![\w/])|(?<email>[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4})|(?<url>https?://[^\s]{0,2000}[^\s.,;:!?)\]'""])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Found();
}
