using Detainees.Journal;
using Detainees.Storage.Sqlite;

namespace Detainees.Storage;

/// <summary>What <see cref="IJournalImport"/> does, on the writer's connection.</summary>
internal static class ImportWork
{
    public static ImportResult Entry(WriteSession session, JournalEntry entry)
    {
        if (entry.Number <= session.Head.Size) return IsThere(session, entry) ? ImportResult.AlreadyThere : ImportResult.DoesNotFollow;
        if (entry.Number != session.Head.Size + 1 || entry.Previous != session.Head.Last) return ImportResult.DoesNotFollow;

        var statements = session.Statements;
        if (entry.Kind == EntryKind.Erasure)
        {
            statements.EraseBodies.Bind(1, entry.Thread.Value).Run();
            AttachmentRows.DiscardAll(session, statements.EraseAttachments, entry.Thread);
        }
        else
        {
            // The draft of the backup is an older state of what was sent: left there, it would be sent a second time.
            var draft = DraftRow.Find(session, entry.Thread);
            if (draft.Exists) draft.Remove(session, entry.Thread);
        }

        JournalRows.Enter(session, entry);
        foreach (var item in entry.Attachments)
        {
            AttachmentRows.Store(session, entry.Thread, item);
            statements.OwnAttachment.Bind(1, item.Id).Bind(2, entry.Number).Run();
        }

        return ImportResult.Added;
    }

    public static bool Body(WriteSession session, EntryId id, ReadOnlySpan<byte> body)
    {
        JournalEntry? entry;
        using (var statement = session.Database.Once("SELECT entry FROM entries WHERE id = ?1"))
        using (var row = statement.Bind(1, id.Value).Query())
        {
            if (!row.Next() || !JournalEntry.TryDecode(row.Blob(0), out entry) || entry is null) return false;
        }

        if (entry.Body.Bytes != body.Length || entry.Body.Hash != Sha256Hash.Of(body) || IsErased(session, entry)) return false;
        using var insert = session.Database.Once("INSERT INTO bodies (number, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        insert.Bind(1, entry.Number).Bind(2, body).Run();
        return true;
    }

    private static bool IsThere(WriteSession session, JournalEntry entry)
    {
        using var statement = session.Database.Once("SELECT entry FROM entries WHERE number = ?1");
        using var row = statement.Bind(1, entry.Number).Query();
        return row.Next() && row.Blob(0).SequenceEqual(entry.Encode());
    }

    private static bool IsErased(WriteSession session, JournalEntry entry)
    {
        using var statement = session.Database.Once("SELECT entry FROM entries WHERE thread = ?1 AND number > ?2");
        using var rows = statement.Bind(1, entry.Thread.Value).Bind(2, entry.Number).Query();
        while (rows.Next())
        {
            if (JournalEntry.TryDecode(rows.Blob(0), out var later) && later?.Kind == EntryKind.Erasure) return true;
        }

        return false;
    }
}
