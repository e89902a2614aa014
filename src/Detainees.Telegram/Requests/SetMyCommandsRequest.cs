using System.Text.Json.Serialization;

namespace Detainees.Telegram;

public sealed class SetMyCommandsRequest() : RequestBase<bool>("setMyCommands")
{
    /// <summary>At most 100.</summary>
    [JsonRequired] public BotCommand[] Commands { get; set; } = [];
    public BotCommandScope? Scope { get; set; }
    /// <summary>Two letters (ISO 639-1); absent for everybody without a list of their own.</summary>
    public string? LanguageCode { get; set; }
}
