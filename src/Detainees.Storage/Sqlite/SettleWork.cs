namespace Detainees.Storage.Sqlite;

/// <summary>Settles or defers outgoing rows.</summary>
internal sealed class SettleWork(Action<WriteSession> carry) : Work
{
    private readonly TaskCompletionSource<SettleResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SettleWork(IReadOnlyList<Settlement> batch) : this(session => Settle(session, batch)) { }

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

    private static void Settle(WriteSession session, IReadOnlyList<Settlement> batch)
    {
        foreach (var settlement in batch)
        {
            switch (settlement)
            {
                case Settlement.Sent(var id, var message):
                    if (Take(session, id) is { } thread && message is { } known) Remember(session, thread, known, id);
                    break;
                case Settlement.Dropped(var id):
                    Take(session, id);
                    break;
                case Settlement.Deleted deleted:
                    Forget(session, deleted);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    // Two plain statements: RETURNING would make the engine build a table in memory each time.
    private static Guid? Take(WriteSession session, long id)
    {
        if (ThreadOf(session, id) is not { } thread) return null;
        session.Statements.DeleteOutgoing.Bind(1, id).Run();
        return thread;
    }

    private static Guid? ThreadOf(WriteSession session, long id)
    {
        using var row = session.Statements.ThreadOfOutgoing.Bind(1, id).Query();
        return row.Next() ? row.Guid(0) : null;
    }

    private static void Remember(WriteSession session, Guid thread, long message, long place) =>
        session.Statements.InsertMessage.Bind(1, thread).Bind(2, message).Bind(3, place).Bind(4, session.Hour).Run();

    private static void Forget(WriteSession session, Settlement.Deleted deleted)
    {
        if (ThreadOf(session, deleted.Outgoing) is not { } thread) return;
        foreach (var message in deleted.Messages) session.Statements.DeleteMessage.Bind(1, thread).Bind(2, message).Run();
    }
}
