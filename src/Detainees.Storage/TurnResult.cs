using System.Collections.Immutable;
using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>What became of a turn. In all cases but <see cref="Stored"/> nothing at all was changed.</summary>
public abstract record TurnResult
{
    private TurnResult() { }

    /// <param name="Revision">The draft's revision now; 0 when the thread has none.</param>
    /// <param name="Outgoing">One id for each outgoing item, in its order; ids only grow and are never used again.</param>
    /// <param name="Receipts">One for each journal item that was entered, in their order.</param>
    public sealed record Stored(long Revision, ImmutableArray<long> Outgoing, ImmutableArray<Receipt> Receipts) : TurnResult;

    /// <summary>The update, or the message that it brought, was stored before. Its effects are in the store; nothing is to be said again.</summary>
    public sealed record DuplicateUpdate : TurnResult;

    /// <summary>The draft is not what the caller loaded: load it again and decide anew.</summary>
    /// <param name="Actual">The revision there is; 0 for none.</param>
    public sealed record RevisionConflict(long Actual) : TurnResult;

    /// <summary>The disk is full. Trying again helps once there is room.</summary>
    public sealed record StoreFull : TurnResult;

    /// <summary>The disk or the database cannot be written.</summary>
    public sealed record StoreReadOnly : TurnResult;

    /// <summary>The disk or the engine failed otherwise. Trying again may help.</summary>
    /// <param name="Code">The engine's extended result code.</param>
    public sealed record StoreFailed(int Code) : TurnResult;

    /// <summary>The turn cannot be carried out on what is stored; trying again cannot help.</summary>
    public sealed record Refused(TurnFault Fault) : TurnResult;
}

/// <summary>Why a turn does not fit what is stored.</summary>
public enum TurnFault
{
    /// <summary>A journal item names an attachment that does not belong to the thread.</summary>
    AttachmentMissing,

    /// <summary>An entry of this id is in the journal already; it is not entered twice.</summary>
    EntryExists,

    /// <summary>A draft is needed and there is none.</summary>
    NoDraft,

    /// <summary>The state cannot be put without a new key: there is no draft yet, or its key is gone.</summary>
    KeyNeeded,
}
