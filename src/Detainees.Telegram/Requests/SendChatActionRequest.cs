using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Shows for at most 5 seconds that the bot is busy.</summary>
public sealed class SendChatActionRequest() : RequestBase<bool>("sendChatAction")
{
    [JsonRequired] public long ChatId { get; set; }
    /// <summary><c>typing</c>, <c>upload_document</c>, …</summary>
    [JsonRequired] public string Action { get; set; } = "typing";
}
