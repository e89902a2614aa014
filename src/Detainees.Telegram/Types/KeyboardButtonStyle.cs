namespace Detainees.Telegram;

/// <summary>Known values of <see cref="InlineKeyboardButton.Style"/> (Bot API 9.4).</summary>
public static class KeyboardButtonStyle
{
    public const string Danger = "danger";
    public const string Success = "success";
    public const string Primary = "primary";
}
