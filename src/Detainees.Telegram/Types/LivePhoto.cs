using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>The moving part of a live photo (Bot API 10.0).</summary>
public sealed class LivePhoto
{
    public PhotoSize[]? Photo { get; set; }
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public int Width { get; set; }
    public int Height { get; set; }
    /// <summary>Seconds.</summary>
    public int Duration { get; set; }
    public string? MimeType { get; set; }
    public long? FileSize { get; set; }
}
