using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class Document
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public PhotoSize? Thumbnail { get; set; }
    public string? FileName { get; set; }
    public string? MimeType { get; set; }
    public long? FileSize { get; set; }
}
