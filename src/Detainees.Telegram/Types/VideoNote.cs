using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A round video; the length is its diameter in pixels, the duration is in seconds.</summary>
public sealed class VideoNote
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public int Length { get; set; }
    public int Duration { get; set; }
    public PhotoSize? Thumbnail { get; set; }
    public long? FileSize { get; set; }
}
