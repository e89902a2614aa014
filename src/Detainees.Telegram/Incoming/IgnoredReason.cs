namespace Detainees.Telegram;

/// <summary>Why an update is passed over.</summary>
public enum IgnoredReason
{
    /// <summary>Its shape is not understood; only its id is known.</summary>
    Undecodable,
    /// <summary>None of the four kinds asked for.</summary>
    UnknownKind,
    /// <summary>A group or a channel: the bot speaks in private only.</summary>
    NotPrivate,
    /// <summary>Another bot.</summary>
    FromBot,
    /// <summary>Written by Telegram, such as "pinned a message".</summary>
    ServiceMessage,
    /// <summary>A place that keeps moving: the first one counted.</summary>
    LiveLocation,
    /// <summary>A press without data, or of a message that is in no chat.</summary>
    NoData,
    /// <summary>The person came back or for the first time; what they say next counts.</summary>
    Joined,
}
