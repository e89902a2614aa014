namespace Detainees.Journal;

/// <summary>What a desk knows of a journal after reading it.</summary>
public abstract record JournalCheck
{
    private JournalCheck() { }

    /// <param name="Head">To be remembered: the next reading starts from it.</param>
    public sealed record Sound(JournalHead Head) : JournalCheck;

    /// <param name="Number">The entry at which the fault shows, counted from 1.</param>
    public sealed record Broken(JournalFault Fault, long Number) : JournalCheck;
}

public enum JournalFault
{
    /// <summary>An entry is not encoded as entries are.</summary>
    Malformed,
    /// <summary>An entry is missing, doubled or out of its order.</summary>
    WrongNumber,
    /// <summary>An entry does not follow the one before it: one of the two was changed.</summary>
    BrokenChain,
    /// <summary>Another history than the one remembered: the server, or somebody with its key, has rewritten the journal.</summary>
    Forked,
    /// <summary>The checkpoint is of a shorter journal than the one remembered.</summary>
    RolledBack,
    /// <summary>There are fewer or more entries than the checkpoint says.</summary>
    WrongSize,
    /// <summary>The entries hang together, and are not those of the checkpoint.</summary>
    WrongRoot,
    /// <summary>The checkpoint is not signed by the server of this journal.</summary>
    NotSigned,
}
