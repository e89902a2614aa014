using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class WebhookInfo
{
    /// <summary>Empty when no webhook is set.</summary>
    [JsonRequired] public string Url { get; set; } = "";
    public bool? HasCustomCertificate { get; set; }
    public long? PendingUpdateCount { get; set; }
    public string? IpAddress { get; set; }
    /// <summary>Unix seconds.</summary>
    public long? LastErrorDate { get; set; }
    public string? LastErrorMessage { get; set; }
    public int? MaxConnections { get; set; }
    public string[]? AllowedUpdates { get; set; }
}
