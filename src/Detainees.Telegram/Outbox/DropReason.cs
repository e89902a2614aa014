namespace Detainees.Telegram;

/// <summary>Why a row was given up.</summary>
public enum DropReason
{
    /// <summary>A press that nobody waits for any more.</summary>
    QueryTooOld,
    MessageNotFound,
    NotEditable,
    /// <summary>Older than 48 hours: the person has to delete it.</summary>
    NotDeletable,
    TooLong,
    /// <summary>The server refused it as wrong, and will again.</summary>
    Refused,
    /// <summary>Tried many times while others went through.</summary>
    Exhausted,
    Blocked,
    Deactivated,
    ChatGone,
}
