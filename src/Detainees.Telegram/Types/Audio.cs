using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class Audio
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    /// <summary>Seconds.</summary>
    public int Duration { get; set; }
    public string? Performer { get; set; }
    public string? Title { get; set; }
    public string? FileName { get; set; }
    public string? MimeType { get; set; }
    public long? FileSize { get; set; }
    public PhotoSize? Thumbnail { get; set; }
}
