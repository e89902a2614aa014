using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage.Sqlite;

/// <summary>Appends a turn's items to the journal, inside the turn's own transaction.</summary>
internal static class JournalRows
{
    /// <returns>Null when all are appended.</returns>
    public static TurnFault? Append(WriteSession session, Turn turn, out ImmutableArray<Receipt> receipts)
    {
        var written = ImmutableArray.CreateBuilder<Receipt>(turn.Journal.Length);
        receipts = [];
        foreach (var item in turn.Journal)
        {
            if (Exists(session, item.Id)) return TurnFault.EntryExists;
            var fault = item switch
            {
                JournalItem.Entry entry => AppendEntry(session, turn.Thread, entry, written),
                JournalItem.SealedDraft draft => AppendDraft(session, turn.Thread, draft, written),
                JournalItem.Erasure erasure => AppendErasure(session, turn.Thread, erasure, written),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            if (fault is not null) return fault;
        }

        receipts = written.ToImmutable();
        return null;
    }

    /// <summary>Appends an entry without a sealed body: it says something of its thread, and its kind says what.</summary>
    public static void AppendBare(WriteSession session, EntryKind kind, ThreadKey thread, string form) =>
        Write(session, kind, new EntryId(Guid.NewGuid()), thread, form, default, []);

    private static TurnFault? AppendEntry(
        WriteSession session, ThreadKey thread, JournalItem.Entry item, ImmutableArray<Receipt>.Builder written)
    {
        if (item.Kind is not (EntryKind.Report or EntryKind.Addition or EntryKind.Event))
            throw new ArgumentException("This kind of entry has an item of its own.");
        if (AttachmentRows.Named(session, thread, item.Attachments) is not { } attachments) return TurnFault.AttachmentMissing;
        written.Add(Write(session, item.Kind, item.Id, thread, item.Form, item.Body.Span, attachments));
        return null;
    }

    private static TurnFault? AppendDraft(
        WriteSession session, ThreadKey thread, JournalItem.SealedDraft item, ImmutableArray<Receipt>.Builder written)
    {
        byte[] body;
        using (var row = session.Statements.TakeSealed.Bind(1, thread.Value).Query())
        {
            if (!row.Next()) return TurnFault.NoDraft;
            body = SealedDraftContainer.Write(thread, row.Long(0), item.Reference.Span, row.Blob(1), row.Blob(2));
        }

        written.Add(Write(session, EntryKind.SealedDraft, item.Id, thread, item.Form, body, AttachmentRows.AllOpen(session, thread)));
        return null;
    }

    private static TurnFault? AppendErasure(
        WriteSession session, ThreadKey thread, JournalItem.Erasure item, ImmutableArray<Receipt>.Builder written)
    {
        // A chat that sent nothing, or has taken all back already, leaves no trace of having asked.
        if (!HasMoreThanTombstones(session, thread)) return null;
        session.Statements.EraseBodies.Bind(1, thread.Value).Run();
        AttachmentRows.DiscardAll(session, session.Statements.EraseAttachments, thread);
        written.Add(Write(session, EntryKind.Erasure, item.Id, thread, item.Form, default, []));
        return null;
    }

    private static Receipt Write(
        WriteSession session, EntryKind kind, EntryId id, ThreadKey thread, string form, ReadOnlySpan<byte> body,
        ImmutableArray<AttachmentItem> attachments)
    {
        var (statements, before) = (session.Statements, session.Head);
        var item = body.IsEmpty ? SealedItem.None : new SealedItem(body.Length, Sha256Hash.Of(body));
        var entry = before.Next(kind, id, thread, session.Now, form, item, attachments);
        var receipt = Enter(session, entry);
        if (!body.IsEmpty) statements.InsertBody.Bind(1, entry.Number).Bind(2, body).Run();
        foreach (var attachment in attachments) statements.OwnAttachment.Bind(1, attachment.Id).Bind(2, entry.Number).Run();
        return receipt;
    }

    /// <summary>Makes an entry that follows the head part of the journal, with the checkpoint signed for it.</summary>
    public static Receipt Enter(WriteSession session, JournalEntry entry)
    {
        var (statements, before) = (session.Statements, session.Head);
        session.Head = before.Append(entry);
        var note = Checkpoint.Of(session.Head, session.Options.Origin, session.Now).Sign(session.Options.SigningKey);
        var receipt = Receipt.ForNewest(before, entry, note);
        statements.InsertEntry.Bind(1, entry.Number).Bind(2, entry.Id.Value).Bind(3, entry.Thread.Value).Bind(4, entry.Encode()).Run();
        var proof = new byte[receipt.Proof.Length * Sha256Hash.Length];
        for (var i = 0; i < receipt.Proof.Length; i++) receipt.Proof[i].WriteTo(proof.AsSpan(i * Sha256Hash.Length));
        statements.InsertReceipt.Bind(1, entry.Number).Bind(2, note).Bind(3, proof).Run();
        return receipt;
    }

    private static bool HasMoreThanTombstones(WriteSession session, ThreadKey thread)
    {
        using var row = session.Statements.NewestEntryOf.Bind(1, thread.Value).Query();
        return row.Next() && !(JournalEntry.TryDecode(row.Blob(0), out var newest) && newest?.Kind == EntryKind.Erasure);
    }

    private static bool Exists(WriteSession session, EntryId id)
    {
        using var row = session.Statements.EntryExists.Bind(1, id.Value).Query();
        return row.Next();
    }
}
