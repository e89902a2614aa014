using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The real store, which can be told to fail as a full or broken disk makes it fail.</summary>
internal sealed class FaultyStore(IIntakeStore inner) : IIntakeStore
{
    /// <summary>What every commit gives now, instead of being carried out.</summary>
    public TurnResult? CommitGives { get; set; }

    /// <summary>Commits that fail as a turn does that the engine cannot carry out.</summary>
    public Func<Turn, bool>? CommitFailsFor { get; set; }

    /// <summary>What every settlement gives now, instead of being carried out.</summary>
    public SettleResult? SettleGives { get; set; }

    /// <summary>How many calls to look up messages to delete fail from now on.</summary>
    public int FailingLookUps { get; set; }

    /// <summary>How many loads fail from now on.</summary>
    public int FailingLoads { get; set; }

    /// <summary>How many questions for due timers fail from now on.</summary>
    public int FailingDues { get; set; }

    public StoreCounters Counters => inner.Counters;
    public IDeskLedger Desks => inner.Desks;

    public ValueTask<ImmutableArray<ThreadKey>> DraftsOfOtherTeamsAsync(long teamSerial, ThreadKey after, int max, CancellationToken cancel) =>
        inner.DraftsOfOtherTeamsAsync(teamSerial, after, max, cancel);

    public ValueTask<TurnResult> CommitAsync(Turn turn, CancellationToken cancel) =>
        CommitGives is { } result ? ValueTask.FromResult(result)
        : CommitFailsFor?.Invoke(turn) is true ? ValueTask.FromResult<TurnResult>(new TurnResult.StoreFailed(20))
        : inner.CommitAsync(turn, cancel);

    public ValueTask<SettleResult> SettleAsync(IReadOnlyList<Settlement> batch, CancellationToken cancel) =>
        SettleGives is { } result ? ValueTask.FromResult(result) : inner.SettleAsync(batch, cancel);

    public ValueTask<ImmutableArray<long>> MessagesToDeleteAsync(long deleteRow, CancellationToken cancel) =>
        FailingLookUps-- > 0 ? throw new IOException("the disk does not answer") : inner.MessagesToDeleteAsync(deleteRow, cancel);

    public ValueTask<LoadResult> LoadAsync(ThreadKey thread, CancellationToken cancel) =>
        FailingLoads-- > 0 ? throw new IOException("the disk does not answer") : inner.LoadAsync(thread, cancel);

    public ValueTask<ImmutableArray<OutgoingRow>> LoadOutgoingAsync(long after, int max, CancellationToken cancel) => inner.LoadOutgoingAsync(after, max, cancel);
    public ValueTask<SettleResult> DeferAsync(long outgoing, DateTimeOffset until, int attempts, CancellationToken cancel) => inner.DeferAsync(outgoing, until, attempts, cancel);
    public ValueTask<ImmutableArray<DueThread>> DueAsync(DateTimeOffset now, int max, CancellationToken cancel) =>
        FailingDues-- > 0 ? throw new IOException("the disk does not answer") : inner.DueAsync(now, max, cancel);

    public ValueTask<ImmutableArray<PendingFetch>> PendingFetchesAsync(CancellationToken cancel) => inner.PendingFetchesAsync(cancel);
    public AttachmentCreation CreateAttachment(Guid attachment) => inner.CreateAttachment(attachment);
    public Stream? OpenAttachment(Guid attachment) => inner.OpenAttachment(attachment);
    public ValueTask<ImmutableArray<JournalEntry>> EntriesAsync(long from, int max, CancellationToken cancel) => inner.EntriesAsync(from, max, cancel);
    public ValueTask<Stream?> OpenBodyAsync(EntryId entry, CancellationToken cancel) => inner.OpenBodyAsync(entry, cancel);
    public ValueTask<string> CheckpointAsync(CancellationToken cancel) => inner.CheckpointAsync(cancel);
    public ValueTask<JournalHead> HeadAsync(CancellationToken cancel) => inner.HeadAsync(cancel);
    public ValueTask<Receipt?> ReceiptAsync(EntryId entry, CancellationToken cancel) => inner.ReceiptAsync(entry, cancel);
    public ValueTask<StoreCounts> CountsAsync(CancellationToken cancel) => inner.CountsAsync(cancel);
    public ValueTask<PurgeReport> PurgeAsync(CancellationToken cancel) => inner.PurgeAsync(cancel);
    public ValueTask<bool> IsSoundAsync(CancellationToken cancel) => inner.IsSoundAsync(cancel);
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
