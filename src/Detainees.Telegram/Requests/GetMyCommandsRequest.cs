namespace Detainees.Telegram;

public sealed class GetMyCommandsRequest() : RequestBase<BotCommand[]>("getMyCommands")
{
    public BotCommandScope? Scope { get; set; }
    /// <summary>Two letters (ISO 639-1); absent for the list of everybody without one of their own.</summary>
    public string? LanguageCode { get; set; }
}
