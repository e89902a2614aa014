using System.Globalization;
using System.Text;
using Detainees.Journal;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>What the writer's thread works with: its connection, and the little that is known beyond the tables.</summary>
internal sealed class WriteSession
{
    public const string HeadName = "head";
    public const string OutgoingName = "outgoing";

    /// <summary>How many ids are taken from the file at once; those unused at the end are skipped.</summary>
    private const int Reserve = 4096;

    private long reserved;
    private long committedOutgoing;
    private long committedReserved;
    private JournalHead committedHead;

    public WriteSession(Database database, EpochKeys keys, StoreOptions options, JournalHead head, long reserved)
    {
        (Database, Keys, Options) = (database, keys, options);
        Statements = new Statements(database);
        Recent = new RecentDrafts(options.Time);
        Head = committedHead = head;
        this.reserved = committedReserved = LastOutgoing = committedOutgoing = reserved;
    }

    public Database Database { get; }
    public Statements Statements { get; }
    public EpochKeys Keys { get; }
    public StoreOptions Options { get; }
    public JournalHead Head { get; set; }
    public long LastOutgoing { get; private set; }

    /// <summary>Why what was settled could not be taken into the tables before the work at hand; null when it was.</summary>
    public SqliteFault? Unsettled { get; set; }

    /// <summary>The drafts' rows as they are committed; for all threads.</summary>
    public RecentDrafts Recent { get; }

    /// <summary>What becomes of drafts' rows with this transaction, in order.</summary>
    private List<(ThreadKey Thread, StoredDraft? Row)> Changed { get; } = [];

    /// <summary>Attachments whose rows are removed; their files go after the commit.</summary>
    public List<Guid> RemovedFiles { get; } = [];

    public DateTimeOffset Now => Options.Time.GetUtcNow();
    public long Hour => Now.ToUnixTimeSeconds() / 3600;

    /// <summary>An id that was never used before and is greater than all that were.</summary>
    public long NextOutgoing()
    {
        if (LastOutgoing == reserved)
        {
            reserved += Reserve;
            Statements.SetMeta.Bind(1, OutgoingName).Bind(2, Encoding.ASCII.GetBytes(reserved.ToString(CultureInfo.InvariantCulture))).Run();
        }

        return ++LastOutgoing;
    }

    /// <summary>Null where only the table can tell.</summary>
    public StoredDraft? RecentDraft(ThreadKey thread)
    {
        for (var i = Changed.Count - 1; i >= 0; i--)
            if (Changed[i].Thread == thread) return Changed[i].Row;
        return Recent.Find(thread);
    }

    /// <summary>To be called with every change to a draft's row.</summary>
    /// <param name="row">As it is now; null when it is gone or not at hand.</param>
    public void NoteDraft(ThreadKey thread, StoredDraft? row) => Changed.Add((thread, row));

    public Mark MarkHere() => new(Head, RemovedFiles.Count, Changed.Count, LastOutgoing, reserved);

    public void BackTo(Mark mark)
    {
        Head = mark.Head;
        RemovedFiles.RemoveRange(mark.Files, RemovedFiles.Count - mark.Files);
        DropDrafts(mark.Drafts);
        (LastOutgoing, reserved) = (mark.Outgoing, mark.Reserved);
    }

    /// <summary>Writes what belongs to the transaction as a whole.</summary>
    public void Finish()
    {
        if (!ReferenceEquals(Head, committedHead))
            Statements.SetMeta.Bind(1, HeadName).Bind(2, Encoding.UTF8.GetBytes(Head.Encode())).Run();
    }

    public void Committed()
    {
        (committedHead, committedOutgoing, committedReserved) = (Head, LastOutgoing, reserved);
        Recent.Apply(Changed);
        Changed.Clear();
        RemovedFiles.Clear();
    }

    public void TakenBack()
    {
        (Head, LastOutgoing, reserved) = (committedHead, committedOutgoing, committedReserved);
        DropDrafts(0);
        RemovedFiles.Clear();
    }

    private void DropDrafts(int kept)
    {
        while (Changed.Count > kept)
        {
            var (thread, row) = Changed[^1];
            Changed.RemoveAt(Changed.Count - 1);
            if (row is not null && RecentDraft(thread)?.Key != row.Key) row.Key.Dispose();
        }
    }

    internal readonly record struct Mark(JournalHead Head, int Files, int Drafts, long Outgoing, long Reserved);
}
