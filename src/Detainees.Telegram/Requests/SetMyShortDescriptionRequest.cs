namespace Detainees.Telegram;

/// <summary>What the bot's profile page shows.</summary>
public sealed class SetMyShortDescriptionRequest() : RequestBase<bool>("setMyShortDescription")
{
    /// <summary>0 to 120 characters.</summary>
    public string? ShortDescription { get; set; }
    public string? LanguageCode { get; set; }
}
