namespace Detainees.Telegram;

/// <summary>Why polling or sending ended.</summary>
public enum BotEnd
{
    /// <summary>It was asked to.</summary>
    Cancelled,

    /// <summary>The token is not valid, or no longer: nothing can come or go any more. An operator has to act.</summary>
    Unauthorized,
}
