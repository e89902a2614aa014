using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A button of a message. The server takes the first filled kind of url, callback_data, …</summary>
public sealed class InlineKeyboardButton
{
    [JsonRequired] public string Text { get; set; } = "";
    /// <summary>1 to 64 bytes of UTF-8.</summary>
    public string? CallbackData { get; set; }
    public string? Url { get; set; }
    public WebAppInfo? WebApp { get; set; }
    public CopyTextButton? CopyText { get; set; }
    /// <summary>One of <see cref="KeyboardButtonStyle"/>; absent for the plain look.</summary>
    public string? Style { get; set; }
}
