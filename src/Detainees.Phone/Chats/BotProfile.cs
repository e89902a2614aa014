using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>What the bot told the server about itself, by language: commands, descriptions, menu button.</summary>
internal sealed class BotProfile
{
    /// <summary>Key: scope as JSON text, then language.</summary>
    public Dictionary<(string Scope, string Language), JsonArray> Commands { get; } = [];
    public Dictionary<string, string> Descriptions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string> ShortDescriptions { get; } = new(StringComparer.Ordinal);
    public JsonObject MenuButton { get; set; } = new() { ["type"] = "default" };

    /// <summary>The commands that a person with this language sees in a private chat: the narrowest scope first.</summary>
    public JsonArray CommandsFor(long chat, string language)
    {
        foreach (var scope in (string[])[$"chat:{chat}", "all_private_chats", "default"])
        {
            if (Commands.TryGetValue((scope, language), out var own)) return (JsonArray)own.DeepClone();
            if (Commands.TryGetValue((scope, ""), out var any)) return (JsonArray)any.DeepClone();
        }

        return [];
    }

    public string DescriptionFor(string language) =>
        Descriptions.GetValueOrDefault(language) ?? Descriptions.GetValueOrDefault("", "");
}
