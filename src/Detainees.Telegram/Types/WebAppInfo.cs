using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class WebAppInfo
{
    /// <summary>https only.</summary>
    [JsonRequired] public string Url { get; set; } = "";
}
