using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>A private chat of one invented person with the bot.</summary>
internal sealed class PhoneChat(long id, string name, string language)
{
    public long Id { get; } = id;
    public string Name { get; } = name;
    public string Language { get; } = language;

    /// <summary>A bot may write only after the person has written first.</summary>
    public bool Started { get; set; }
    public bool Blocked { get; set; }

    public SortedDictionary<int, PhoneMessage> Messages { get; } = [];
    public List<int> Deleted { get; } = [];

    /// <summary>What stands above the input: a reply keyboard or force_reply as the bot sent it, or nothing.</summary>
    public JsonObject? Keyboard { get; set; }

    /// <summary>A one-time keyboard that was used: folded away, and the person may unfold it.</summary>
    public bool KeyboardFolded { get; set; }

    public JsonObject UserJson() => new()
    {
        ["id"] = Id, ["is_bot"] = false, ["first_name"] = Name, ["language_code"] = Language,
    };

    public JsonObject ChatJson() => new() { ["id"] = Id, ["first_name"] = Name, ["type"] = "private" };

    public JsonObject? KeyboardJson() =>
        Keyboard is null ? null : new JsonObject { ["markup"] = Keyboard.DeepClone(), ["folded"] = KeyboardFolded };

    public JsonObject SummaryJson()
    {
        var last = Messages.Count == 0 ? null : Messages.Last().Value.Body;
        return new JsonObject
        {
            ["id"] = Id, ["name"] = Name, ["language_code"] = Language, ["started"] = Started, ["blocked"] = Blocked,
            ["last"] = (string?)(last?["text"] ?? last?["caption"]), ["date"] = (long?)last?["date"],
        };
    }
}
