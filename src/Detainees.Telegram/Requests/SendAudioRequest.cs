using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>At most 50 MB; MP3 or M4A.</summary>
public sealed class SendAudioRequest() : SendFileRequest("sendAudio")
{
    [JsonRequired] public InputFile Audio { get; set; } = InputFile.None;
    internal override (string Field, InputFile File) Content => ("audio", Audio);
}
