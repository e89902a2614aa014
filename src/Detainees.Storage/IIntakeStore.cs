using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>
/// Everything the bot keeps: open drafts, the updates it has seen, what is still to be said, and the journal of sealed
/// reports. One process has it open at a time. All members may be called from any thread.
/// </summary>
/// <remarks>
/// What people or the machine under us can cause (a full disk, a repeated update) is a result. An exception is a fault of
/// the program or of the machine; it holds a code and nothing of what was stored. A call that was cancelled may still
/// have been carried out: cancellation is looked at only before the work is handed over.
/// </remarks>
public interface IIntakeStore : IAsyncDisposable
{
    /// <summary>The draft of a thread as last committed.</summary>
    ValueTask<LoadResult> LoadAsync(ThreadKey thread, CancellationToken cancel);

    /// <summary>Stores all of a turn, or nothing of it; returns when it is on the disk.</summary>
    /// <remarks>Turns are carried out in the order of the calls. Those that wait share one sync of the disk; one that comes alone is carried out at once, so
    /// whoever has several together gathers them (<see cref="Gather"/>).</remarks>
    ValueTask<TurnResult> CommitAsync(Turn turn, CancellationToken cancel);

    /// <summary>
    /// Turns handed over until this is disposed of wait for it and share one sync, as far as they can; where several gather at once, the first
    /// to end takes along what is there. To be held for moments only, and never across a wait for one of the turns.
    /// </summary>
    IDisposable Gather();

    /// <summary>What is still to be sent, by id, from the first id greater than <paramref name="after"/>.</summary>
    /// <param name="max">1 to 1,000.</param>
    /// <remarks>For the start: while running, the caller knows the ids from <see cref="TurnResult.Stored"/>.</remarks>
    ValueTask<ImmutableArray<OutgoingRow>> LoadOutgoingAsync(long after, int max, CancellationToken cancel);

    /// <summary>Takes outgoing rows out, in order; a sent message's id is kept so that it can be deleted later.</summary>
    /// <remarks>
    /// Noted at once, and so not forgotten when the process is killed; but without a sync, so it is cheap: after a power cut a row may come
    /// back and be sent twice, none is lost.
    /// Settling a row that is no longer there does nothing.
    /// </remarks>
    ValueTask<SettleResult> SettleAsync(IReadOnlyList<Settlement> batch, CancellationToken cancel);

    /// <summary>Notes when an outgoing row may be tried again.</summary>
    ValueTask<SettleResult> DeferAsync(long outgoing, DateTimeOffset until, int attempts, CancellationToken cancel);

    /// <summary>
    /// The next messages that a <see cref="OutgoingKind.Delete"/> row covers: at most 100 (the limit of deleteMessages),
    /// oldest first. Empty: nothing is left and the row can be settled as sent.
    /// </summary>
    /// <remarks>
    /// Covered is each message of the thread, from either side, that was recorded or enqueued before the row. It is looked
    /// up when the row's turn comes, not when it was enqueued, because only then are the ids of messages sent in between known.
    /// It sees every settlement handed over before.
    /// </remarks>
    ValueTask<ImmutableArray<long>> MessagesToDeleteAsync(long deleteRow, CancellationToken cancel);

    /// <summary>Threads whose <see cref="DraftDetails.WakeAt"/> has come, the earliest first.</summary>
    ValueTask<ImmutableArray<DueThread>> DueAsync(DateTimeOffset now, int max, CancellationToken cancel);

    /// <summary>Open drafts whose key was sealed for another team list than the one in use, by thread.</summary>
    /// <param name="after">The last one of the page before; all zeros for the first page.</param>
    ValueTask<ImmutableArray<ThreadKey>> DraftsOfOtherTeamsAsync(long teamSerial, ThreadKey after, int max, CancellationToken cancel);

    /// <summary>What the desks' requests leave behind.</summary>
    IDeskLedger Desks { get; }

    /// <summary>Files asked for and not yet settled; for the start.</summary>
    ValueTask<ImmutableArray<PendingFetch>> PendingFetchesAsync(CancellationToken cancel);

    /// <summary>Starts writing one sealed attachment.</summary>
    AttachmentCreation CreateAttachment(Guid attachment);

    /// <summary>A stored attachment's sealed bytes; null when it is not there.</summary>
    Stream? OpenAttachment(Guid attachment);

    /// <summary>Journal entries in order, from <paramref name="from"/> (the first is 1), at most <paramref name="max"/> (1 to 1,000).</summary>
    ValueTask<ImmutableArray<JournalEntry>> EntriesAsync(long from, int max, CancellationToken cancel);

    /// <summary>The sealed body of an entry; null when there is no such entry.</summary>
    ValueTask<Stream?> OpenBodyAsync(EntryId entry, CancellationToken cancel);

    /// <summary>The newest signed checkpoint, a signed note; an empty journal has one too.</summary>
    ValueTask<string> CheckpointAsync(CancellationToken cancel);

    /// <summary>The journal's size and hashes, as of the newest checkpoint.</summary>
    ValueTask<JournalHead> HeadAsync(CancellationToken cancel);

    /// <summary>Where an entry stands under the checkpoint that was signed with it; null when there is no such entry.</summary>
    ValueTask<Receipt?> ReceiptAsync(EntryId entry, CancellationToken cancel);

    /// <summary>How much is stored; for health and figures.</summary>
    ValueTask<StoreCounts> CountsAsync(CancellationToken cancel);

    /// <summary>
    /// Removes what is past its time, destroys old epoch keys, wipes what was removed out of the write-ahead log. To be
    /// called about once a minute; does its work in small pieces between the turns.
    /// </summary>
    ValueTask<PurgeReport> PurgeAsync(CancellationToken cancel);

    /// <summary>
    /// Checks what opening left unchecked because there is much of it: open conversations and what is still to be said. To be called
    /// once after the start; others read and write meanwhile.
    /// </summary>
    ValueTask<bool> AreConversationsSoundAsync(CancellationToken cancel);

    /// <summary>Checks the whole database; takes time in proportion to what is stored.</summary>
    ValueTask<bool> IsSoundAsync(CancellationToken cancel);

    /// <summary>What happened to the turns since the start; no personal data.</summary>
    StoreCounters Counters { get; }
}
