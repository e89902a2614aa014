using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>At most 50 MB; OGG with Opus, MP3 or M4A. Whoever does not take voice messages is sent none (400).</summary>
public sealed class SendVoiceRequest() : SendFileRequest("sendVoice")
{
    [JsonRequired] public InputFile Voice { get; set; } = InputFile.None;
    internal override (string Field, InputFile File) Content => ("voice", Voice);
}
