using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Works on both sides of a private chat for 48 hours after the message was sent.</summary>
public sealed class DeleteMessageRequest() : RequestBase<bool>("deleteMessage")
{
    [JsonRequired] public long ChatId { get; set; }
    [JsonRequired] public long MessageId { get; set; }
}
