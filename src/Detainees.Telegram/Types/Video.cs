using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class Video
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public int Width { get; set; }
    public int Height { get; set; }
    /// <summary>Seconds.</summary>
    public int Duration { get; set; }
    public PhotoSize? Thumbnail { get; set; }
    public string? FileName { get; set; }
    public string? MimeType { get; set; }
    public long? FileSize { get; set; }
}
