using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class BotCommandScope
{
    /// <summary><c>default</c>, <c>all_private_chats</c>, …</summary>
    [JsonRequired] public string Type { get; set; } = "";
    public long? ChatId { get; set; }
}
