using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class SetWebhookRequest() : RequestBase<bool>("setWebhook")
{
    /// <summary>https, port 443, 80, 88 or 8443.</summary>
    [JsonRequired] public string Url { get; set; } = "";
    public string? IpAddress { get; set; }
    /// <summary>1 to 100.</summary>
    public int? MaxConnections { get; set; }
    public string[]? AllowedUpdates { get; set; }
    public bool? DropPendingUpdates { get; set; }
    /// <summary>1 to 256 of A-Z, a-z, 0-9, underscore and hyphen.</summary>
    public string? SecretToken { get; set; }
}
