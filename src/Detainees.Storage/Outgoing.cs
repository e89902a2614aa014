using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>What an outgoing row stands for.</summary>
public enum OutgoingKind
{
    /// <summary>Something to send, edit or answer; only the shell knows what.</summary>
    Send = 1,

    /// <summary>Deletes all messages of the thread up to this row: <see cref="IIntakeStore.MessagesToDeleteAsync"/>.</summary>
    Delete = 2,
}

/// <param name="Payload">For a send what to send, for a delete whom it concerns. Secret; stored encrypted.</param>
/// <param name="Priority">The shell's own; kept and given back.</param>
public sealed record OutgoingItem(OutgoingKind Kind, ReadOnlyMemory<byte> Payload, int Priority = 0)
{
    public override string ToString() => $"OutgoingItem {Kind}";
}

/// <summary>One row of the outbox.</summary>
/// <param name="NotBefore">When it may be tried again; null for at once.</param>
/// <param name="Payload">Null when its epoch key is gone: it can only be dropped.</param>
public sealed record OutgoingRow(
    long Id, ThreadKey Thread, OutgoingKind Kind, int Priority, DateTimeOffset? NotBefore, int Attempts, byte[]? Payload)
{
    public override string ToString() => $"OutgoingRow {Id}";
}

/// <summary>How an outgoing row came to its end.</summary>
public abstract record Settlement
{
    private Settlement() { }

    /// <summary>The row's id.</summary>
    public abstract long Outgoing { get; init; }

    /// <param name="MessageId">The new message, if there is one.</param>
    public sealed record Sent(long Outgoing, long? MessageId) : Settlement;

    /// <summary>It will never be sent: the person blocked the bot, the payload is unreadable, the channel refuses it.</summary>
    public sealed record Dropped(long Outgoing) : Settlement;

    /// <summary>These messages are gone, or cannot be deleted any more; the delete row itself stays until sent, cleared or dropped.</summary>
    public sealed record Deleted(long Outgoing, ImmutableArray<long> Messages) : Settlement;

    /// <summary>
    /// All messages that this delete row covers are gone, and so the row goes. To be said when all of them were known: when everything that was said
    /// before the row was settled before they were asked for.
    /// </summary>
    public sealed record Cleared(long Outgoing) : Settlement;
}

/// <summary>What became of a settlement or deferral. Nothing of the batch was changed unless it is <see cref="Done"/>.</summary>
public enum SettleResult
{
    Done,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>The store cannot be written now.</summary>
    Failed,
}

/// <param name="WakeAt">When the thread asked to be woken.</param>
public readonly record struct DueThread(ThreadKey Thread, DateTimeOffset WakeAt);

/// <param name="Payload">As given in <see cref="FetchItem"/>; null when its epoch key is gone.</param>
public sealed record PendingFetch(Guid Attachment, ThreadKey Thread, byte[]? Payload)
{
    public override string ToString() => $"PendingFetch {Attachment:N}";
}
