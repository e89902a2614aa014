using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>The person blocked or unblocked the bot.</summary>
public sealed class ChatMemberUpdated
{
    [JsonRequired] public Chat Chat { get; set; } = new();
    public User? From { get; set; }
    /// <summary>Unix seconds.</summary>
    public long Date { get; set; }
    public ChatMember? OldChatMember { get; set; }
    public ChatMember? NewChatMember { get; set; }
}
