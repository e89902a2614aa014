using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>At most 50 MB; MP4.</summary>
public sealed class SendVideoRequest() : SendFileRequest("sendVideo")
{
    [JsonRequired] public InputFile Video { get; set; } = InputFile.None;
    internal override (string Field, InputFile File) Content => ("video", Video);
}
