using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>Settles or defers outgoing rows.</summary>
internal sealed class SettleWork(Action<WriteSession> carry) : Work
{
    private readonly TaskCompletionSource<SettleResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SettleWork(IReadOnlyList<SettledNote> notes) : this(session => Settle(session, notes)) { }

    public Task<SettleResult> Task => completion.Task;

    public override bool Carry(WriteSession session)
    {
        carry(session);
        return true;
    }

    public override void Complete() => completion.TrySetResult(SettleResult.Done);

    public override void Fail(Exception fault)
    {
        if (fault is SqliteFault sqlite) completion.TrySetResult(sqlite.IsFull ? SettleResult.Full : SettleResult.Failed);
        else completion.TrySetException(fault);
    }

    public static void Settle(WriteSession session, IReadOnlyList<SettledNote> notes)
    {
        var (row, owner) = (0L, (Guid?)null);
        foreach (var note in notes)
        {
            // Of a delete row there is a note for each message. Ids are never used again, so it is the same row or none.
            if (note.Outgoing != row) (row, owner) = (note.Outgoing, ThreadOf(session, note.Outgoing));
            if (owner is not { } thread) continue;
            // Two plain statements: RETURNING would make the engine build a table in memory each time.
            switch (note.Kind)
            {
                case SettledKind.Sent:
                    session.Statements.DeleteOutgoing.Bind(1, note.Outgoing).Run();
                    owner = null;
                    session.Statements.InsertMessage.Bind(1, thread).Bind(2, note.Message).Bind(3, note.Outgoing).Bind(4, session.Hour).Run();
                    break;
                case SettledKind.Gone:
                    session.Statements.DeleteOutgoing.Bind(1, note.Outgoing).Run();
                    owner = null;
                    break;
                case SettledKind.Cleared:
                    session.Statements.DeleteOutgoing.Bind(1, note.Outgoing).Run();
                    owner = null;
                    session.Statements.DeleteCoveredMessages.Bind(1, thread).Bind(2, note.Outgoing).Run();
                    break;
                case SettledKind.Deleted:
                    session.Statements.DeleteMessage.Bind(1, thread).Bind(2, note.Message).Run();
                    break;
            }
        }
    }

    private static Guid? ThreadOf(WriteSession session, long id)
    {
        using var row = session.Statements.ThreadOfOutgoing.Bind(1, id).Query();
        return row.Next() ? row.Guid(0) : null;
    }
}
