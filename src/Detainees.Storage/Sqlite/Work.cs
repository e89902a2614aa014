namespace Detainees.Storage.Sqlite;

/// <summary>Something for the writer to carry out, together with others, in one transaction.</summary>
internal abstract class Work
{
    /// <summary>Whether it must be on the disk before it counts as done.</summary>
    public virtual bool NeedsSync => false;

    /// <summary>Whether it is no part of a transaction and runs alone.</summary>
    public virtual bool StandsAlone => false;

    /// <summary>Carries it out inside a savepoint. May be called again if the transaction around it fails.</summary>
    /// <returns>False to take back all it changed.</returns>
    public abstract bool Carry(WriteSession session);

    /// <summary>Tells the caller, after the commit.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was changed.</summary>
    public abstract void Fail(Exception fault);
}

/// <summary>Work that gives its caller one value.</summary>
internal class Work<T>(Func<WriteSession, T> carry, bool standsAlone = false, bool needsSync = false) : Work
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? value;

    public Task<T> Task => completion.Task;
    public override bool NeedsSync => needsSync;
    public override bool StandsAlone => standsAlone;

    public override bool Carry(WriteSession session)
    {
        value = carry(session);
        return true;
    }

    public override void Complete() => completion.TrySetResult(value!); // Carry has set it: Complete only follows Carry

    public override void Fail(Exception fault) => completion.TrySetException(fault);
}
