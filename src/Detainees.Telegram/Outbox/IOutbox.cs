namespace Detainees.Telegram;

/// <summary>The stored requests, as the sender sees them. The shell implements it above the store.</summary>
public interface IOutbox
{
    /// <summary>
    /// Rows that are due, answers before notices, older ones first; at most <paramref name="limit"/>, of them at most
    /// <paramref name="notices"/> notices, and of any one chat at most <paramref name="perChat"/>, so that one long queue does not keep the others out. A row that was handed out is not handed out again until it is deferred and due, or until the
    /// process starts anew. A row is never due before an older one of its chat and priority: give a new row the due time
    /// of the chat's latest deferred one.
    /// </summary>
    ValueTask<OutboxTake> TakeDueAsync(DateTimeOffset now, int limit, int notices, int perChat, CancellationToken cancel);

    /// <summary>
    /// The request of a row that was handed out without it, asked for when it is sent; null when there is nothing to send, which counts as sent.
    /// </summary>
    ValueTask<OutgoingRequest?> RequestAsync(OutboxRow row, CancellationToken cancel);

    /// <summary>
    /// Stores what became of rows, best in one transaction. When it throws, the same reports come again. Reports are in the
    /// order in which things happened, and repeating one must change nothing.
    /// </summary>
    ValueTask ReportAsync(IReadOnlyList<OutboxReport> reports, CancellationToken cancel);
}

/// <param name="NextDue">When the first of the rows that are not due yet will be; null when there is none.</param>
public sealed record OutboxTake(IReadOnlyList<OutboxRow> Rows, DateTimeOffset? NextDue);
