using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>Copies a text to the person's clipboard (Bot API 7.11).</summary>
public sealed class CopyTextButton
{
    /// <summary>1 to 256 characters.</summary>
    [JsonRequired] public string Text { get; set; } = "";
}
