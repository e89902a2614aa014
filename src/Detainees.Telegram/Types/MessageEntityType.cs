namespace Detainees.Telegram;

/// <summary>Known values of <see cref="MessageEntity.Type"/> that we read or write.</summary>
public static class MessageEntityType
{
    public const string BotCommand = "bot_command";
    public const string Bold = "bold";
    public const string Italic = "italic";
    public const string Code = "code";
    public const string TextLink = "text_link";
}
