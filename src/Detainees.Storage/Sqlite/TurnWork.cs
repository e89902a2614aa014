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
        // A new draft starts anywhere, so that a turn meant for an earlier draft of the thread cannot fit this one by chance.
        revision = draft.Exists ? draft.Revision + 1 : RandomNumberGenerator.GetInt32(1, int.MaxValue);
        if ((put.NewKey is { } given ? new OpenKey(given.Key) : draft.Unwrap(session.Keys, turn.Thread)) is not { } key) return TurnFault.KeyNeeded;
        try
        {
            session.NoteDraft(turn.Thread, Write(session, draft, put, key, revision));
            return null;
        }
        catch
        {
            // One that came from memory is still somebody's; one that was made for this turn is nobody's.
            if (session.RecentDraft(turn.Thread)?.Key != key) key.Dispose();
            throw;
        }
    }

    private StoredDraft Write(WriteSession session, DraftRow draft, DraftChange.Put put, OpenKey key, long revision)
    {
        // A fresh key in an old one's place ends what was: its files must not come back under the new one. What a journal
        // item of this turn named is in an entry by now and stays.
        if (draft.Exists && put.NewKey is not null && !put.GoesOn) DraftRow.ReleaseFiles(session, turn.Thread);
        var epoch = session.Keys.Current();
        var box = new byte[Box.SizeFor(put.State.Length, StateBucket)];
        key.SealState(put.State.Span, turn.Thread, revision, box);
        var wrapped = key.Wrap(epoch, turn.Thread, revision);
        var (endsAt, wakeAt) = (put.EndsAt.ToUnixTimeSeconds(), put.WakeAt?.ToUnixTimeSeconds());
        var timerStays = draft.Exists && draft.EndsAt == endsAt && TimerStays(session, draft, wakeAt);
        var statements = session.Statements;
        var statement = !draft.Exists ? statements.InsertDraft.Bind(2, turn.Thread.Value).Bind(8, wakeAt).Bind(9, endsAt)
            : draft.EndsAt != endsAt ? statements.UpdateDraft.Bind(1, draft.Id).Bind(8, wakeAt).Bind(9, endsAt)
            : timerStays ? statements.UpdateDraftBeforeTimers.Bind(1, draft.Id)
            : statements.UpdateDraftBeforeEnd.Bind(1, draft.Id).Bind(8, wakeAt);
        statement.Bind(3, revision).Bind(4, put.FormId).Bind(5, put.FormVersion).Bind(6, put.Language).Bind(7, put.AnswerCount)
            .Bind(10, epoch.Number).Bind(11, wrapped).Bind(12, box)
            .Bind(13, put.NewKey is { } serial ? serial.TeamSerial : draft.Exists ? null : 0).Run();
        var id = draft.Exists ? draft.Id : session.Database.LastRow;
        if (put.NewKey is { SealedToTeam: { Length: > 0 } copy }) statements.SetDraftKey.Bind(1, id).Bind(2, copy).Run();
        else if (put.NewKey is not null && draft.Exists) statements.DeleteDraftKey.Bind(1, id).Run();
        var details = new DraftDetails(
            revision, put.FormId, put.FormVersion, put.Language, put.AnswerCount, Reader.Moment(timerStays ? draft.WakeAt : wakeAt),
            DateTimeOffset.FromUnixTimeSeconds(endsAt), put.NewKey?.TeamSerial ?? draft.Team);
        return new StoredDraft(id, details, epoch.Number, wrapped, key, box);
    }

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
