using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>One message of a chat, as the Bot API would write it.</summary>
internal sealed class PhoneMessage(int id, bool fromBot, DateTimeOffset at, JsonObject body)
{
    public int Id { get; } = id;
    public bool FromBot { get; } = fromBot;
    public DateTimeOffset At { get; } = at;
    public JsonObject Body { get; private set; } = body;

    public void Replace(JsonObject edited) => Body = edited;

    /// <summary>For the page and its tests: whose message it is, and the message.</summary>
    public JsonObject ToPhoneJson() => new() { ["own"] = !FromBot, ["message"] = Body.DeepClone() };
}
