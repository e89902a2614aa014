using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>As <see cref="DeleteMessageRequest"/>; messages that are not there are skipped.</summary>
public sealed class DeleteMessagesRequest() : RequestBase<bool>("deleteMessages")
{
    public const int MaxMessages = 100;
    [JsonRequired] public long ChatId { get; set; }
    /// <summary>1 to 100.</summary>
    [JsonRequired] public long[] MessageIds { get; set; } = [];
}
