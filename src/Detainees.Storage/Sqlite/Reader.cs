using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>One connection that only reads, for one caller at a time.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Database database;
    private readonly Statement draft, outgoing, due, fetches, entries, body, newestNote, emptyNote, receipt, head, counts, owner, otherTeams, acknowledgements,
        oldUpdates, oldMessages;

    public Reader(string path)
    {
        database = Database.Open(path, writes: false);
        database.Execute("PRAGMA cache_size=-500"); // a read is one row or a few; there are several readers
        draft = database.Statement("""
            SELECT revision, form_id, form_version, language, answers, wake_at, ends_at, epoch, wrapped_key, state, team FROM drafts WHERE thread = ?1
            """);
        outgoing = database.Statement("""
            SELECT id, thread, kind, priority, not_before, attempts, epoch, payload FROM outgoing WHERE id > ?1 ORDER BY id LIMIT ?2
            """);
        due = database.Statement("SELECT thread, wake_at FROM drafts WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?2");
        fetches = database.Statement("SELECT attachment, thread, epoch, payload FROM fetches");
        entries = database.Statement("SELECT entry FROM entries WHERE number >= ?1 ORDER BY number LIMIT ?2");
        body = database.Statement("SELECT b.body FROM entries e JOIN bodies b ON b.number = e.number WHERE e.id = ?1");
        newestNote = database.Statement("SELECT note FROM receipts ORDER BY number DESC LIMIT 1");
        emptyNote = database.Statement("SELECT value FROM meta WHERE name = 'checkpoint'");
        receipt = database.Statement("""
            SELECT e.entry, r.note, r.proof FROM entries e JOIN receipts r ON r.number = e.number WHERE e.id = ?1
            """);
        head = database.Statement("SELECT value FROM meta WHERE name = 'head'");
        owner = database.Statement("SELECT 1 FROM attachments WHERE id = ?1");
        otherTeams = database.Statement("""
            SELECT thread FROM drafts WHERE team <> ?1 AND epoch >= 0 AND thread > ?2 AND EXISTS (SELECT 1 FROM draft_keys WHERE draft = id)
            ORDER BY thread LIMIT ?3
            """);
        acknowledgements = database.Statement("SELECT device, size FROM acknowledgements");
        oldUpdates = database.Statement("SELECT id FROM updates WHERE hour < ?1 AND id > ?2 ORDER BY id LIMIT ?3");
        oldMessages = database.Statement("""
            SELECT thread, message FROM messages WHERE hour < ?1 AND (thread, message) > (?2, ?3) ORDER BY thread, message LIMIT ?4
            """);
        counts = database.Statement("""
            SELECT (SELECT count(*) FROM drafts), (SELECT count(*) FROM outgoing), (SELECT count(*) FROM messages),
                (SELECT count(*) FROM updates), (SELECT count(*) FROM fetches), (SELECT count(*) FROM attachments)
            """);
    }

    /// <summary>Those of the attachments that belong to no thread.</summary>
    public List<Guid> WithoutOwner(List<Guid> attachments) => attachments.FindAll(id =>
    {
        using var row = owner.Bind(1, id).Query();
        return !row.Next();
    });

    public LoadResult Load(ThreadKey thread, EpochKeys keys)
    {
        using var row = draft.Bind(1, thread.Value).Query();
        if (!row.Next()) return new LoadResult.None();
        var details = new DraftDetails(
            row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Int(4), Moment(row.LongOrNull(5)),
            DateTimeOffset.FromUnixTimeSeconds(row.Long(6)), row.Long(10));
        return DraftState.Open(keys.Find(row.Long(7)), thread, details.Revision, row.Blob(8), row.Blob(9)) is { } state
            ? new LoadResult.Open(state, details)
            : new LoadResult.Locked(details);
    }

    public ImmutableArray<OutgoingRow> Outgoing(long after, int max, EpochKeys keys)
    {
        var found = ImmutableArray.CreateBuilder<OutgoingRow>();
        using var row = outgoing.Bind(1, after).Bind(2, max).Query();
        while (row.Next())
        {
            var (id, thread) = (row.Long(0), new ThreadKey(row.Guid(1)));
            found.Add(new OutgoingRow(
                id, thread, (OutgoingKind)row.Int(2), row.Int(3), Moment(row.LongOrNull(4)), row.Int(5),
                keys.Find(row.Long(6))?.OpenOutgoing(row.Blob(7), thread, id)));
        }

        return found.ToImmutable();
    }

    public ImmutableArray<DueThread> Due(DateTimeOffset now, int max)
    {
        var found = ImmutableArray.CreateBuilder<DueThread>();
        using var row = due.Bind(1, now.ToUnixTimeSeconds()).Bind(2, max).Query();
        while (row.Next()) found.Add(new DueThread(new ThreadKey(row.Guid(0)), DateTimeOffset.FromUnixTimeSeconds(row.Long(1))));
        return found.ToImmutable();
    }

    public ImmutableArray<PendingFetch> Fetches(EpochKeys keys)
    {
        var found = ImmutableArray.CreateBuilder<PendingFetch>();
        using var row = fetches.Query();
        while (row.Next())
        {
            var (attachment, thread) = (row.Guid(0), new ThreadKey(row.Guid(1)));
            found.Add(new PendingFetch(attachment, thread, keys.Find(row.Long(2))?.OpenFetch(row.Blob(3), thread, attachment)));
        }

        return found.ToImmutable();
    }

    public ImmutableArray<JournalEntry> Entries(long from, int max)
    {
        var found = ImmutableArray.CreateBuilder<JournalEntry>();
        using var row = entries.Bind(1, from).Bind(2, max).Query();
        while (row.Next()) found.Add(Entry(row.Blob(0)));
        return found.ToImmutable();
    }

    public byte[]? Body(EntryId entry)
    {
        using var row = body.Bind(1, entry.Value).Query();
        return row.Next() ? row.Blob(0).ToArray() : null;
    }

    public string Checkpoint()
    {
        using (var row = newestNote.Query())
        {
            if (row.Next()) return row.Text(0);
        }

        using var empty = emptyNote.Query();
        return empty.Next() ? System.Text.Encoding.UTF8.GetString(empty.Blob(0)) : throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT);
    }

    public Receipt? Receipt(EntryId entry)
    {
        using var row = receipt.Bind(1, entry.Value).Query();
        if (!row.Next()) return null;
        var proof = ImmutableArray.CreateBuilder<Sha256Hash>();
        for (var rest = row.Blob(2); rest.Length >= Sha256Hash.Length; rest = rest[Sha256Hash.Length..])
            proof.Add(Sha256Hash.FromBytes(rest[..Sha256Hash.Length]));
        return new Receipt(Entry(row.Blob(0)), row.Text(1), proof.ToImmutable());
    }

    /// <summary>Open drafts whose key has a copy for another list than <paramref name="teamSerial"/>.</summary>
    public ImmutableArray<ThreadKey> DraftsOfOtherTeams(long teamSerial, ThreadKey after, int max)
    {
        var found = ImmutableArray.CreateBuilder<ThreadKey>();
        using var row = otherTeams.Bind(1, teamSerial).Bind(2, after.Value).Bind(3, max).Query();
        while (row.Next()) found.Add(new ThreadKey(row.Guid(0)));
        return found.ToImmutable();
    }

    /// <summary>Updates seen before an hour, by number. Looks through the table as far as it must: a tenth of a second for a million rows.</summary>
    public List<long> OldUpdates(long beforeHour, long after, int max)
    {
        var found = new List<long>(max);
        using var row = oldUpdates.Bind(1, beforeHour).Bind(2, after).Bind(3, max).Query();
        while (row.Next()) found.Add(row.Long(0));
        return found;
    }

    /// <summary>Messages from before an hour, by thread and number. As <see cref="OldUpdates"/>.</summary>
    public List<(Guid Thread, long Message)> OldMessages(long beforeHour, (Guid Thread, long Message) after, int max)
    {
        var found = new List<(Guid, long)>(max);
        using var row = oldMessages.Bind(1, beforeHour).Bind(2, after.Thread).Bind(3, after.Message).Bind(4, max).Query();
        while (row.Next()) found.Add((row.Guid(0), row.Long(1)));
        return found;
    }

    public ImmutableArray<Acknowledgement> Acknowledgements()
    {
        var found = ImmutableArray.CreateBuilder<Acknowledgement>();
        using var row = acknowledgements.Query();
        while (row.Next()) found.Add(new Acknowledgement(row.Text(0), row.Long(1)));
        return found.ToImmutable();
    }

    public JournalHead Head()
    {
        using var row = head.Query();
        if (!row.Next()) return JournalHead.Empty;
        return JournalHead.TryDecode(System.Text.Encoding.UTF8.GetString(row.Blob(0)), out var found) && found is not null
            ? found : throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT);
    }

    public StoreCounts Counts(long epochKeys)
    {
        var size = Head().Size;
        using var row = counts.Query();
        return row.Next()
            ? new StoreCounts(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5), size, epochKeys)
            : throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT);
    }

    /// <summary>Whether the tables of what is under way are sound; a tenth of a second or so for each 100 MB of them.</summary>
    public bool AreConversationsSound() =>
        Array.TrueForAll(Schema.Hot, table => database.Text($"PRAGMA quick_check('{table}')") == "ok");

    /// <summary>Whether the file is sound and the journal gives the head that is kept.</summary>
    public bool IsSound()
    {
        if (database.Text("PRAGMA integrity_check(1)") != "ok") return false;
        database.Execute("BEGIN"); // entries and head of one moment
        try
        {
            var replayed = JournalHead.Empty;
            using (var row = entries.Bind(1, 1).Bind(2, -1).Query())
            {
                while (row.Next())
                {
                    if (!JournalEntry.TryDecode(row.Blob(0), out var entry) || entry is null) return false;
                    if (entry.Number != replayed.Size + 1 || entry.Previous != replayed.Last) return false;
                    replayed = replayed.Append(entry);
                }
            }

            return replayed == Head();
        }
        finally
        {
            database.Execute("COMMIT");
        }
    }

    public void Dispose() => database.Dispose();

    /// <param name="seconds">Since 1970.</param>
    public static DateTimeOffset? Moment(long? seconds) => seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;

    private static JournalEntry Entry(ReadOnlySpan<byte> encoded) =>
        JournalEntry.TryDecode(encoded, out var entry) && entry is not null ? entry : throw new SqliteFault(SQLitePCL.raw.SQLITE_CORRUPT);
}
