namespace Detainees.Telegram;

/// <summary>What became of rows.</summary>
public abstract record OutboxReport
{
    private OutboxReport() { }

    /// <summary>Done: remove the row, keep the message's id for later edits and for deleting.</summary>
    /// <param name="MessageId">Of the message sent or edited; null for the methods that answer true.</param>
    public sealed record Sent(long RowId, long ChatId, long? MessageId) : OutboxReport;

    /// <summary>
    /// Not before <paramref name="Until"/>. Holds for all rows of the chat that are handed out or not, so that none passes
    /// this one; the sender has let go of them all.
    /// </summary>
    /// <param name="MayHaveArrived">Nobody said that it did not: the answer was lost on the way.</param>
    public sealed record Deferred(long RowId, long ChatId, DateTimeOffset Until, bool MayHaveArrived = false) : OutboxReport;

    /// <summary>Given up: remove the row.</summary>
    public sealed record Dropped(long RowId, long ChatId, DropReason Reason) : OutboxReport;

    /// <summary>Nothing can be said in this chat any more: remove all its rows, and mark it until the person comes back.</summary>
    public sealed record Unreachable(long ChatId, DropReason Reason) : OutboxReport;

    /// <summary>The kind only: ids of chats belong into no log.</summary>
    public sealed override string ToString() => GetType().Name;
}
