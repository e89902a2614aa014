using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage.Sqlite;

/// <summary>Who owns which attachment.</summary>
internal static class AttachmentRows
{
    public static void Store(WriteSession session, ThreadKey thread, AttachmentItem item) =>
        session.Statements.InsertAttachment.Bind(1, item.Id).Bind(2, thread.Value)
            .Bind(3, item.Sealed.Bytes).Bind(4, item.Sealed.Hash.ToArray()).Run();

    public static void Discard(WriteSession session, ThreadKey thread, Guid attachment)
    {
        session.Statements.DiscardAttachment.Bind(1, attachment).Bind(2, thread.Value).Run();
        if (session.Database.Changes > 0) session.RemovedFiles.Add(attachment);
    }

    /// <param name="statement">Deletes attachments of the thread and returns their ids.</param>
    public static void DiscardAll(WriteSession session, Statement statement, ThreadKey thread)
    {
        using var rows = statement.Bind(1, thread.Value).Query();
        while (rows.Next()) session.RemovedFiles.Add(rows.Guid(0));
    }

    /// <summary>Those of the thread that are in no entry yet.</summary>
    public static ImmutableArray<AttachmentItem> AllOpen(WriteSession session, ThreadKey thread)
    {
        var items = ImmutableArray.CreateBuilder<AttachmentItem>();
        using var rows = session.Statements.OpenAttachments.Bind(1, thread.Value).Query();
        while (rows.Next()) items.Add(new AttachmentItem(rows.Guid(0), Sealed(rows, 1)));
        return items.ToImmutable();
    }

    /// <summary>Those named, in that order; null when one is not the thread's or is in an entry already.</summary>
    public static ImmutableArray<AttachmentItem>? Named(WriteSession session, ThreadKey thread, ImmutableArray<Guid> ids)
    {
        var items = ImmutableArray.CreateBuilder<AttachmentItem>(ids.Length);
        foreach (var id in ids)
        {
            using var row = session.Statements.FindAttachment.Bind(1, id).Bind(2, thread.Value).Query();
            if (!row.Next()) return null;
            items.Add(new AttachmentItem(id, Sealed(row, 0)));
        }

        return items.MoveToImmutable();
    }

    private static SealedItem Sealed(Statement.Rows row, int column) =>
        new(row.Long(column), Sha256Hash.FromBytes(row.Blob(column + 1)));
}
