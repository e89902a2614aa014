using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Bot.Tests.Intake;

/// <summary>The real store, which can be told to fail as a full or broken disk makes it fail.</summary>
internal sealed class FaultyStore(IIntakeStore inner) : IIntakeStore
{
    /// <summary>What every commit gives now, instead of being carried out.</summary>
    public TurnResult? CommitGives { get; set; }

    /// <summary>Whether <see cref="CommitGives"/> holds for a turn; for all by default.</summary>
    public Predicate<Turn> CommitFails { get; set; } = _ => true;

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

    /// <summary>Whether the check after the start finds damage.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>The process "dies" at this call, from 1; before it is carried out or after. All later calls fail. 0 for never.</summary>
    public (int Call, bool After) DiesAt { get; set; }

    /// <summary>Whether it died.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Calls that could have been the last, so far.</summary>
    public int Calls { get; private set; }

    public StoreCounters Counters => inner.Counters;
    public IDeskLedger Desks => inner.Desks;

    public ValueTask<ImmutableArray<ThreadKey>> DraftsOfOtherTeamsAsync(long teamSerial, ThreadKey after, int max, CancellationToken cancel) =>
        inner.DraftsOfOtherTeamsAsync(teamSerial, after, max, cancel);

    private async ValueTask<T> AliveAsync<T>(Func<ValueTask<T>> call)
    {
        var isLast = Begin();
        var result = await call();
        if (isLast) Die();
        return result;
    }

    /// <returns>Whether it dies after this call.</returns>
    private bool Begin()
    {
        // A cancellation: no handler of ours takes it for a fault that it could deal with, as none runs in a dead process.
        if (IsDead) throw new OperationCanceledException();
        var isLast = ++Calls == DiesAt.Call;
        if (isLast && !DiesAt.After) Die();
        return isLast;
    }

    private void Die()
    {
        IsDead = true;
        throw new OperationCanceledException();
    }

    public ValueTask<TurnResult> CommitAsync(Turn turn, CancellationToken cancel) =>
        CommitGives is { } result && CommitFails(turn) ? ValueTask.FromResult(result)
        : CommitFailsFor?.Invoke(turn) is true ? ValueTask.FromResult<TurnResult>(new TurnResult.StoreFailed(20))
        : AliveAsync(() => inner.CommitAsync(turn, cancel));

    public ValueTask<SettleResult> SettleAsync(IReadOnlyList<Settlement> batch, CancellationToken cancel) =>
        SettleGives is { } result ? ValueTask.FromResult(result) : AliveAsync(() => inner.SettleAsync(batch, cancel));

    public ValueTask<ImmutableArray<long>> MessagesToDeleteAsync(long deleteRow, CancellationToken cancel) =>
        FailingLookUps-- > 0 ? throw new IOException("the disk does not answer") : AliveAsync(() => inner.MessagesToDeleteAsync(deleteRow, cancel));

    public ValueTask<LoadResult> LoadAsync(ThreadKey thread, CancellationToken cancel) =>
        FailingLoads-- > 0 ? throw new IOException("the disk does not answer") : AliveAsync(() => inner.LoadAsync(thread, cancel));

    public ValueTask<ImmutableArray<OutgoingRow>> LoadOutgoingAsync(long after, int max, CancellationToken cancel) => inner.LoadOutgoingAsync(after, max, cancel);
    public ValueTask<SettleResult> DeferAsync(long outgoing, DateTimeOffset until, int attempts, CancellationToken cancel) => inner.DeferAsync(outgoing, until, attempts, cancel);
    public ValueTask<ImmutableArray<DueThread>> DueAsync(DateTimeOffset now, int max, CancellationToken cancel) =>
        FailingDues-- > 0 ? throw new IOException("the disk does not answer") : inner.DueAsync(now, max, cancel);

    public ValueTask<ImmutableArray<PendingFetch>> PendingFetchesAsync(CancellationToken cancel) => AliveAsync(() => inner.PendingFetchesAsync(cancel));

    /// <summary>Files that are still to come, as a look from outside: no call of the program's.</summary>
    public ValueTask<ImmutableArray<PendingFetch>> StillToFetchAsync(CancellationToken cancel) => inner.PendingFetchesAsync(cancel);

    public AttachmentCreation CreateAttachment(Guid attachment)
    {
        var isLast = Begin();
        var creation = inner.CreateAttachment(attachment);
        if (isLast) Die();
        return creation is AttachmentCreation.Created(var writer) ? new AttachmentCreation.Created(new DyingWriter(this, writer)) : creation;
    }

    public Stream? OpenAttachment(Guid attachment) => inner.OpenAttachment(attachment);
    public ValueTask<ImmutableArray<JournalEntry>> EntriesAsync(long from, int max, CancellationToken cancel) => inner.EntriesAsync(from, max, cancel);
    public ValueTask<Stream?> OpenBodyAsync(EntryId entry, CancellationToken cancel) => inner.OpenBodyAsync(entry, cancel);
    public ValueTask<string> CheckpointAsync(CancellationToken cancel) => inner.CheckpointAsync(cancel);
    public ValueTask<JournalHead> HeadAsync(CancellationToken cancel) => inner.HeadAsync(cancel);
    public ValueTask<Receipt?> ReceiptAsync(EntryId entry, CancellationToken cancel) => inner.ReceiptAsync(entry, cancel);
    public ValueTask<StoreCounts> CountsAsync(CancellationToken cancel) => inner.CountsAsync(cancel);
    public ValueTask<PurgeReport> PurgeAsync(CancellationToken cancel) => inner.PurgeAsync(cancel);
    public ValueTask<bool> AreConversationsSoundAsync(CancellationToken cancel) => IsDamaged ? new(false) : inner.AreConversationsSoundAsync(cancel);
    public ValueTask<bool> IsSoundAsync(CancellationToken cancel) => inner.IsSoundAsync(cancel);
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>The end of a file is a call like the others.</summary>
    private sealed class DyingWriter(FaultyStore store, AttachmentWriter writer) : AttachmentWriter
    {
        public override Stream Content => writer.Content;
        public override bool HasFailed => writer.HasFailed;
        public override ValueTask<AttachmentCommit> CommitAsync(CancellationToken cancel) => store.AliveAsync(() => writer.CommitAsync(cancel));

        // What a dead process was writing stays where it is: to clear it away is the next start's part.
        public override ValueTask DisposeAsync() => store.IsDead ? ValueTask.CompletedTask : writer.DisposeAsync();
    }
}
