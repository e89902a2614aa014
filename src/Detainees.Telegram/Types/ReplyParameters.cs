using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class ReplyParameters
{
    [JsonRequired] public long MessageId { get; set; }
    public bool? AllowSendingWithoutReply { get; set; }
}
