using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class ForceReplyMarkup : ReplyMarkup
{
    [JsonRequired] public bool ForceReply { get; set; } = true;
    /// <summary>1 to 64 characters.</summary>
    public string? InputFieldPlaceholder { get; set; }
    public bool? Selective { get; set; }
}
