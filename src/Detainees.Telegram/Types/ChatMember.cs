namespace Detainees.Telegram;

public sealed class ChatMember
{
    /// <summary><c>member</c>, <c>kicked</c> (in a private chat: the person blocked the bot), and others.</summary>
    public string? Status { get; set; }
    public User? User { get; set; }
}
