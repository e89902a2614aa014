using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class KeyboardButton
{
    [JsonRequired] public string Text { get; set; } = "";
    public bool? RequestContact { get; set; }
    /// <summary>Telegram Web K sends only the label instead (morethanwords/tweb#394): accept a typed place too.</summary>
    public bool? RequestLocation { get; set; }
    public WebAppInfo? WebApp { get; set; }
}
