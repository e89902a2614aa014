using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Journal;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>Carries out one turn.</summary>
internal sealed class TurnWork(Turn turn) : Work
{
    public const int StateBucket = 1024;

    /// <summary>Seconds.</summary>
    private const int WakesEarlyBy = 3600;

    private readonly TaskCompletionSource<TurnResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TurnResult? result;

    public Task<TurnResult> Task => completion.Task;
    public override bool NeedsSync => true;

    public override bool Carry(WriteSession session)
    {
        result = Apply(session);
        return result is TurnResult.Stored;
    }

    public override void Complete()
    {
        if (result is { } done) completion.TrySetResult(done);
    }

    public override void Fail(Exception fault)
    {
        if (fault is not SqliteFault sqlite) completion.TrySetException(fault);
        else completion.TrySetResult(
            sqlite.IsFull ? new TurnResult.StoreFull()
            : sqlite.IsReadOnly ? new TurnResult.StoreReadOnly()
            : new TurnResult.StoreFailed(sqlite.Code));
    }

    private TurnResult Apply(WriteSession session)
    {
        var statements = session.Statements;
        if (turn.UpdateId is { } update)
        {
            statements.InsertUpdate.Bind(1, update).Bind(2, session.Hour).Run();
            if (session.Database.Changes == 0) return new TurnResult.DuplicateUpdate();
        }

        if (NoteMessages(session)) return new TurnResult.DuplicateUpdate();

        var draft = DraftRow.Find(session, turn.Thread);
        if (draft.Revision != turn.ExpectedRevision) return new TurnResult.RevisionConflict(draft.Revision);
        foreach (var item in turn.AttachmentsStored) AttachmentRows.Store(session, turn.Thread, item);

        var receipts = ImmutableArray<Receipt>.Empty;
        if (!turn.Journal.IsEmpty && JournalRows.Append(session, turn, out receipts) is { } journalFault)
            return new TurnResult.Refused(journalFault);
        if (Change(session, draft, out var revision) is { } draftFault) return new TurnResult.Refused(draftFault);

        foreach (var attachment in turn.AttachmentsDiscarded)
        {
            AttachmentRows.Discard(session, turn.Thread, attachment);
            // One that is still under way must not be fetched again after a restart.
            statements.DeleteFetch.Bind(1, attachment).Bind(2, turn.Thread.Value).Run();
        }

        foreach (var attachment in turn.FetchesRemoved) statements.DeleteFetch.Bind(1, attachment).Bind(2, turn.Thread.Value).Run();
        foreach (var fetch in turn.FetchesAdded)
        {
            var key = session.Keys.Current();
            statements.InsertFetch.Bind(1, fetch.Attachment).Bind(2, turn.Thread.Value).Bind(3, key.Number)
                .Bind(4, key.SealFetch(fetch.Payload.Span, turn.Thread, fetch.Attachment)).Run();
        }

        return new TurnResult.Stored(revision, Enqueue(session), receipts);
    }

    /// <summary>Their place is before this turn's outgoing rows, so that a delete among those covers them.</summary>
    /// <returns>Whether the message that this turn is about was there before.</returns>
    private bool NoteMessages(WriteSession session)
    {
        var statements = session.Statements;
        var own = turn.Message is { } brought ? turn.IncomingMessages.IndexOf(brought) : -1;
        if (turn.Message is { } other && own < 0)
        {
            using var row = statements.FindMessage.Bind(1, turn.Thread.Value).Bind(2, other).Query();
            if (row.Next()) return true;
        }

        for (var i = 0; i < turn.IncomingMessages.Length; i++)
        {
            statements.InsertMessage.Bind(1, turn.Thread.Value).Bind(2, turn.IncomingMessages[i]).Bind(3, session.LastOutgoing).Bind(4, session.Hour).Run();
            if (i == own && session.Database.Changes == 0) return true;
        }

        return false;
    }

    private TurnFault? Change(WriteSession session, DraftRow draft, out long revision)
    {
        revision = draft.Revision;
        switch (turn.Change)
        {
            case DraftChange.Keep:
                return null;
            case DraftChange.Wake wake:
                if (!draft.Exists) return TurnFault.NoDraft;
                session.Statements.WakeDraft.Bind(1, draft.Id).Bind(2, wake.WakeAt?.ToUnixTimeSeconds()).Run();
                session.NoteDraft(turn.Thread, null);
                return null;
            case DraftChange.Put put:
                return Put(session, draft, put, out revision);
            case DraftChange.Remove:
                draft.Remove(session, turn.Thread);
                revision = 0;
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private TurnFault? Put(WriteSession session, DraftRow draft, DraftChange.Put put, out long revision)
    {
        var statements = session.Statements;
        var key = put.NewKey?.Key ?? draft.Unwrap(session.Keys, turn.Thread);
        // A new draft starts anywhere, so that a turn meant for an earlier draft of the thread cannot fit this one by chance.
        revision = draft.Exists ? draft.Revision + 1 : RandomNumberGenerator.GetInt32(1, int.MaxValue);
        if (key is null) return TurnFault.KeyNeeded;
        // A fresh key in an old one's place ends what was: its files must not come back under the new one. What a journal
        // item of this turn named is in an entry by now and stays.
        if (draft.Exists && put.NewKey is not null && !put.GoesOn) DraftRow.ReleaseFiles(session, turn.Thread);
        var epoch = session.Keys.Current();
        var size = Box.SizeFor(put.State.Length, StateBucket);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var box = buffer.AsSpan(0, size);
            Span<byte> bound = stackalloc byte[Bound.Size];
            using (var gcm = new AesGcm(key, Box.TagSize)) Box.Seal(gcm, put.State.Span, Bound.State(bound, turn.Thread, revision), box);
            var endsAt = put.EndsAt.ToUnixTimeSeconds();
            var wakeAt = put.WakeAt?.ToUnixTimeSeconds();
            var staysAsleep = draft.Exists && draft.EndsAt == endsAt && TimerStays(session, draft, wakeAt);
            var statement = !draft.Exists ? statements.InsertDraft.Bind(2, turn.Thread.Value).Bind(8, wakeAt).Bind(9, endsAt)
                : draft.EndsAt != endsAt ? statements.UpdateDraft.Bind(1, draft.Id).Bind(8, wakeAt).Bind(9, endsAt)
                : staysAsleep ? statements.UpdateDraftBeforeTimers.Bind(1, draft.Id)
                : statements.UpdateDraftBeforeEnd.Bind(1, draft.Id).Bind(8, wakeAt);
            var wrapped = epoch.WrapDraftKey(key, turn.Thread, revision);
            statement.Bind(3, revision).Bind(4, put.FormId).Bind(5, put.FormVersion).Bind(6, put.Language).Bind(7, put.AnswerCount)
                .Bind(10, epoch.Number).Bind(11, wrapped).Bind(12, box)
                .Bind(13, put.NewKey is { } given ? given.TeamSerial : draft.Exists ? null : 0).Run();
            var id = draft.Exists ? draft.Id : session.Database.LastRow;
            if (put.NewKey is { } fresh) statements.SetDraftKey.Bind(1, id).Bind(2, fresh.SealedToTeam).Run();
            session.NoteDraft(turn.Thread, new StoredDraft(
                id,
                new DraftDetails(
                    revision, put.FormId, put.FormVersion, put.Language, put.AnswerCount, Moment(staysAsleep ? draft.WakeAt : wakeAt),
                    DateTimeOffset.FromUnixTimeSeconds(endsAt), put.NewKey?.TeamSerial ?? draft.Team),
                epoch.Number, wrapped, box.ToArray()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (put.NewKey is null) CryptographicOperations.ZeroMemory(key);
        }

        return null;
    }

    private static DateTimeOffset? Moment(long? seconds) => seconds is { } known ? DateTimeOffset.FromUnixTimeSeconds(known) : null;

    /// <summary>
    /// A reminder moves with each answer, by seconds, and its index with it. An earlier time may stand for it: who is woken early finds
    /// nothing to do, and then the right time is written.
    /// </summary>
    private static bool TimerStays(WriteSession session, DraftRow draft, long? wakeAt) =>
        draft.WakeAt == wakeAt
        || (draft.WakeAt is { } before && wakeAt - before is > 0 and <= WakesEarlyBy && before > session.Now.ToUnixTimeSeconds());

    private ImmutableArray<long> Enqueue(WriteSession session)
    {
        if (turn.Outgoing.IsEmpty) return [];
        var key = session.Keys.Current();
        var ids = ImmutableArray.CreateBuilder<long>(turn.Outgoing.Length);
        foreach (var item in turn.Outgoing)
        {
            var id = session.NextOutgoing();
            session.Statements.InsertOutgoing.Bind(1, id).Bind(2, turn.Thread.Value).Bind(3, (int)item.Kind).Bind(4, item.Priority)
                .Bind(5, key.Number).Bind(6, key.SealOutgoing(item.Payload.Span, turn.Thread, id)).Run();
            ids.Add(id);
        }

        return ids.MoveToImmutable();
    }
}
