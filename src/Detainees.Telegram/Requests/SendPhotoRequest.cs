using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>At most 10 MB.</summary>
public sealed class SendPhotoRequest() : SendFileRequest("sendPhoto")
{
    [JsonRequired] public InputFile Photo { get; set; } = InputFile.None;
    internal override (string Field, InputFile File) Content => ("photo", Photo);
}
