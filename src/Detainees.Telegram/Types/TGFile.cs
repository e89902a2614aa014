using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>A file ready to be downloaded; the path is valid for at least an hour.</summary>
public sealed class TGFile
{
    [JsonRequired] public string FileId { get; set; } = "";
    [JsonRequired] public string FileUniqueId { get; set; } = "";
    public long? FileSize { get; set; }
    public string? FilePath { get; set; }
}
