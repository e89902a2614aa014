using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class MenuButton
{
    /// <summary><c>commands</c>, <c>web_app</c> or <c>default</c>.</summary>
    [JsonRequired] public string Type { get; set; } = "";
    public string? Text { get; set; }
    public WebAppInfo? WebApp { get; set; }
}
