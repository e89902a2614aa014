using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class GetFileRequest() : RequestBase<TGFile>("getFile")
{
    [JsonRequired] public string FileId { get; set; } = "";
}
