using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Buttons in the place of the phone's keyboard; a press sends its text.</summary>
public sealed class ReplyKeyboardMarkup : ReplyMarkup
{
    [JsonRequired] public KeyboardButton[][] Keyboard { get; set; } = [];
    public bool? IsPersistent { get; set; }
    public bool? ResizeKeyboard { get; set; }
    public bool? OneTimeKeyboard { get; set; }
    /// <summary>1 to 64 characters.</summary>
    public string? InputFieldPlaceholder { get; set; }
    public bool? Selective { get; set; }
}
