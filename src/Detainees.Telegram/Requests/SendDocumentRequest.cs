using System.Text.Json.Serialization;

namespace Detainees.Telegram;

/// <summary>At most 50 MB.</summary>
public sealed class SendDocumentRequest() : SendFileRequest("sendDocument")
{
    [JsonRequired] public InputFile Document { get; set; } = InputFile.None;
    internal override (string Field, InputFile File) Content => ("document", Document);
}
