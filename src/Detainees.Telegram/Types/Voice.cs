using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A voice note; the duration is in seconds.</summary>
public sealed class Voice
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public int Duration { get; set; }
    public string? MimeType { get; set; }
    public long? FileSize { get; set; }
}
