using System.Runtime.CompilerServices;
using Detainees.Journal;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>A draft's row as the writer needs it. The default value is of a thread without a draft.</summary>
internal readonly struct DraftRow
{
    private const int WrappedSize = 64; // Box.SizeFor(32, 1)

    public long Id { get; private init; }

    /// <summary>0 when there is no draft.</summary>
    public long Revision { get; private init; }

    /// <summary>Seconds since 1970.</summary>
    public long EndsAt { get; private init; }

    /// <summary>Seconds since 1970; null for no timer.</summary>
    public long? WakeAt { get; private init; }

    /// <summary>The serial of the team list that its key was sealed for.</summary>
    public long Team { get; private init; }

    private long Epoch { get; init; }
    private Wrapped Key { get; init; }
    private OpenKey? Opened { get; init; }

    public bool Exists => Revision != 0;

    public static DraftRow Find(WriteSession session, ThreadKey thread)
    {
        if (session.RecentDraft(thread) is { } known) return Of(known);
        using var row = session.Statements.FindDraft.Bind(1, thread.Value).Query();
        if (!row.Next()) return default;
        var key = default(Wrapped);
        // Another length is the empty key of a draft whose time is over: it stays all zeros and opens nothing.
        if (row.Blob(3) is { Length: WrappedSize } wrapped) wrapped.CopyTo(key);
        return new DraftRow
        {
            Id = row.Long(0), Revision = row.Long(1), Epoch = row.Long(2), Key = key, EndsAt = row.Long(4), WakeAt = row.LongOrNull(5), Team = row.Long(6),
        };
    }

    private static DraftRow Of(StoredDraft known)
    {
        var key = default(Wrapped);
        known.WrappedKey.CopyTo(key);
        return new DraftRow
        {
            Opened = known.Key,
            Id = known.Id, Revision = known.Details.Revision, Epoch = known.Epoch, Key = key, EndsAt = known.Details.EndsAt.ToUnixTimeSeconds(),
            WakeAt = known.Details.WakeAt?.ToUnixTimeSeconds(), Team = known.Details.TeamSerial,
        };
    }

    /// <summary>The draft's key; null when there is none or its epoch key is gone.</summary>
    public OpenKey? Unwrap(EpochKeys keys, ThreadKey thread)
    {
        if (!Exists || keys.Find(Epoch) is not { } epoch) return null;
        var key = Key;
        // The row is enough by itself: a key that was forgotten too soon must not cost an answer.
        return Opened is { IsDisposed: false } ready ? ready : OpenKey.Unwrap(epoch, thread, Revision, key);
    }

    /// <summary>Removes the draft with its key, and what the thread still waits for or has outside the journal.</summary>
    public void Remove(WriteSession session, ThreadKey thread)
    {
        var statements = session.Statements;
        if (Exists)
        {
            statements.DeleteDraft.Bind(1, Id).Run();
            statements.DeleteDraftKey.Bind(1, Id).Run();
            session.NoteDraft(thread, null);
        }

        ReleaseFiles(session, thread);
    }

    /// <summary>What the thread still waits for or has outside the journal goes.</summary>
    public static void ReleaseFiles(WriteSession session, ThreadKey thread)
    {
        session.Statements.DeleteFetches.Bind(1, thread.Value).Run();
        AttachmentRows.DiscardAll(session, session.Statements.DiscardAttachments, thread);
    }

    [InlineArray(WrappedSize)]
    private struct Wrapped
    {
        private byte first;
    }
}
