using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>One size of a picture. The file id opens the file at Telegram for whoever holds the token: a secret.</summary>
public sealed class PhotoSize
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public int Width { get; set; }
    public int Height { get; set; }
    /// <summary>Bytes; may exceed 32 bits in files, as all sizes here.</summary>
    public long? FileSize { get; set; }
}
