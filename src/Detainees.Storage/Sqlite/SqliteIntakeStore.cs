using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Storage.Files;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>The store in one SQLite file, a folder of attachments and a folder of epoch keys.</summary>
internal sealed class SqliteIntakeStore : IIntakeStore, IJournalImport
{
    private readonly FileStream processLock;
    private readonly WriteSession session;
    private readonly Writer writer;
    private readonly Readers readers;
    private readonly EpochKeys keys;
    private readonly AttachmentFiles files;
    private readonly SettledNotes notes;
    private readonly Purger purger;
    private readonly SemaphoreSlim purging = new(1);
    private long stored, refused, duplicate, unreadable, entries;
    private bool isDisposed;

    public SqliteIntakeStore(
        FileStream processLock, WriteSession session, string path, EpochKeys keys, AttachmentFiles files, SettledNotes notes, StoreOptions options,
        ClockWatch clock)
    {
        (this.processLock, this.session, this.keys, this.files, this.notes) = (processLock, session, keys, files, notes);
        readers = new Readers(path);
        writer = new Writer(session, new WriteAheadLog(path, session.Database, options.Time), notes, files.Remove);
        Desks = new DeskLedger(writer, readers);
        purger = new Purger(writer, readers, path, files, notes, options, clock);
    }

    public IDeskLedger Desks { get; }

    public StoreCounters Counters
    {
        get
        {
            var (s, r, d) = (Interlocked.Read(ref stored), Interlocked.Read(ref refused), Interlocked.Read(ref duplicate));
            return new StoreCounters(
                s + r + d, s, r, d, writer.Commits, writer.LazyCommits, Interlocked.Read(ref unreadable), Interlocked.Read(ref entries));
        }
    }

    public async ValueTask<LoadResult> LoadAsync(ThreadKey thread, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var result = session.Recent.Find(thread)?.TryOpen(thread, keys) ?? await ReadDraftAsync(thread, cancel);
        if (result is LoadResult.Locked) Interlocked.Increment(ref unreadable);
        return result;
    }

    private ValueTask<LoadResult> ReadDraftAsync(ThreadKey thread, CancellationToken cancel) =>
        readers.ReadAsync(reader => reader.Load(thread, keys), cancel);

    public async ValueTask<TurnResult> CommitAsync(Turn turn, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = new TurnWork(turn);
        writer.Enqueue(work);
        try
        {
            return Count(await work.Task);
        }
        catch
        {
            Interlocked.Increment(ref refused);
            throw;
        }
    }

    public IDisposable Gather() => writer.Gather();

    public async ValueTask<ImmutableArray<OutgoingRow>> LoadOutgoingAsync(long after, int max, CancellationToken cancel)
    {
        CheckPage(max);
        await TakeNotesAsync();
        var rows = await readers.ReadAsync(reader => reader.Outgoing(after, max, keys), cancel);
        Interlocked.Add(ref unreadable, rows.Count(r => r.Payload is null));
        return rows;
    }

    public async ValueTask<SettleResult> SettleAsync(IReadOnlyList<Settlement> batch, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var settled = SettledNote.Of(batch);
        if (notes.TryAdd(settled)) return SettleResult.Done;
        var work = new SettleWork(settled);
        writer.Enqueue(work);
        return await work.Task;
    }

    public async ValueTask<SettleResult> DeferAsync(long outgoing, DateTimeOffset until, int attempts, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = new SettleWork(s =>
            s.Statements.DeferOutgoing.Bind(1, outgoing).Bind(2, until.ToUnixTimeSeconds()).Bind(3, attempts).Run());
        writer.Enqueue(work);
        return await work.Task;
    }

    // Asked of the writer, not of a reader: so it comes after every settlement that was handed over before it.
    public async ValueTask<ImmutableArray<long>> MessagesToDeleteAsync(long deleteRow, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = new Work<ImmutableArray<long>>(s =>
        {
            // Some might be missing, and would be left in the chat: better asked again.
            if (s.Unsettled is { } fault) throw fault;
            var messages = ImmutableArray.CreateBuilder<long>();
            using var rows = s.Statements.CoveredMessages.Bind(1, deleteRow).Query();
            while (rows.Next()) messages.Add(rows.Long(0));
            return messages.ToImmutable();
        });
        writer.Enqueue(work);
        return await work.Task;
    }

    public ValueTask<ImmutableArray<DueThread>> DueAsync(DateTimeOffset now, int max, CancellationToken cancel)
    {
        CheckPage(max);
        return readers.ReadAsync(reader => reader.Due(now, max), cancel);
    }

    public ValueTask<ImmutableArray<ThreadKey>> DraftsOfOtherTeamsAsync(long teamSerial, ThreadKey after, int max, CancellationToken cancel)
    {
        CheckPage(max);
        return readers.ReadAsync(reader => reader.DraftsOfOtherTeams(teamSerial, after, max), cancel);
    }

    public ValueTask<ImmutableArray<PendingFetch>> PendingFetchesAsync(CancellationToken cancel) =>
        readers.ReadAsync(reader => reader.Fetches(keys), cancel);

    public AttachmentCreation CreateAttachment(Guid attachment) => files.Create(attachment);

    public Stream? OpenAttachment(Guid attachment) => files.Open(attachment);

    public ValueTask<ImmutableArray<JournalEntry>> EntriesAsync(long from, int max, CancellationToken cancel)
    {
        CheckPage(max);
        return readers.ReadAsync(reader => reader.Entries(from, max), cancel);
    }

    public async ValueTask<Stream?> OpenBodyAsync(EntryId entry, CancellationToken cancel) =>
        await readers.ReadAsync(reader => reader.Body(entry), cancel) is { } body ? new MemoryStream(body, writable: false) : null;

    public ValueTask<string> CheckpointAsync(CancellationToken cancel) => readers.ReadAsync(reader => reader.Checkpoint(), cancel);

    public ValueTask<JournalHead> HeadAsync(CancellationToken cancel) => readers.ReadAsync(reader => reader.Head(), cancel);

    public ValueTask<Receipt?> ReceiptAsync(EntryId entry, CancellationToken cancel) =>
        readers.ReadAsync(reader => reader.Receipt(entry), cancel);

    public async ValueTask<StoreCounts> CountsAsync(CancellationToken cancel)
    {
        await TakeNotesAsync();
        return await readers.ReadAsync(reader => reader.Counts(keys.Count), cancel);
    }

    public ValueTask<bool> IsSoundAsync(CancellationToken cancel) =>
        new(Task.Run(() => readers.ReadAsync(reader => Sound(reader.IsSound), cancel).AsTask(), cancel));

    public ValueTask<bool> AreConversationsSoundAsync(CancellationToken cancel) =>
        new(Task.Run(() => readers.ReadAsync(reader => Sound(reader.AreConversationsSound), cancel).AsTask(), cancel));

    public async ValueTask<PurgeReport> PurgeAsync(CancellationToken cancel)
    {
        await purging.WaitAsync(cancel);
        try
        {
            return await purger.RunAsync();
        }
        finally
        {
            purging.Release();
        }
    }

    public async ValueTask<ImportResult> BringEntryAsync(JournalEntry entry, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = new Work<ImportResult>(s => ImportWork.Entry(s, entry), needsSync: true);
        writer.Enqueue(work);
        try
        {
            return await work.Task;
        }
        catch (SqliteFault)
        {
            return ImportResult.Failed;
        }
    }

    public async ValueTask<bool> BringBodyAsync(EntryId entry, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = new Work<bool>(s => ImportWork.Body(s, entry, body.Span), needsSync: true);
        writer.Enqueue(work);
        try
        {
            return await work.Task;
        }
        catch (SqliteFault)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        purger.Hurry();
        await purging.WaitAsync(); // a purge under way ends first
        await Task.Run(writer.Dispose);
        readers.Dispose();
        try
        {
            session.Database.TryTruncateLog();
        }
        catch (SqliteFault)
        {
            // A full or failing disk: the log stays and is read at the next start.
        }

        session.Database.Dispose();
        session.Recent.Forget();
        notes.Wipe();
        notes.Dispose();
        keys.Dispose();
        await processLock.DisposeAsync();
    }

    /// <summary>For tests: runs something on the writer's connection.</summary>
    internal Task OnWriterAsync(Action<Database> action)
    {
        var work = new Work<int>(s => { action(s.Database); s.Recent.Forget(); return 0; }, standsAlone: true);
        writer.Enqueue(work);
        return work.Task;
    }

    /// <summary>Readers see what was settled only after this.</summary>
    private Task TakeNotesAsync()
    {
        if (!notes.Any) return Task.CompletedTask;
        var work = new Work<int>(_ => 0);
        writer.Enqueue(work);
        return work.Task;
    }

    private static bool Sound(Func<bool> check)
    {
        try
        {
            return check();
        }
        catch (SqliteFault fault) when (fault.IsCorrupt)
        {
            return false;
        }
    }

    private TurnResult Count(TurnResult result)
    {
        switch (result)
        {
            case TurnResult.Stored done:
                Interlocked.Increment(ref stored);
                if (!done.Receipts.IsEmpty) Interlocked.Add(ref entries, done.Receipts.Length);
                break;
            case TurnResult.DuplicateUpdate:
                Interlocked.Increment(ref duplicate);
                break;
            default:
                Interlocked.Increment(ref refused);
                break;
        }

        return result;
    }

    private static void CheckPage(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
    }
}
