namespace Detainees.Telegram;

/// <summary>Known values of <see cref="Chat.Type"/>; others are kept as they come.</summary>
public static class ChatType
{
    public const string Private = "private";
    public const string Group = "group";
    public const string Supergroup = "supergroup";
    public const string Channel = "channel";
}
