namespace Detainees.Journal;

/// <summary>What became of a receipt.</summary>
public abstract record ReceiptCheck
{
    private ReceiptCheck() { }

    /// <summary>The server signed a journal that holds this entry.</summary>
    public sealed record Valid(JournalEntry Entry, Checkpoint Checkpoint) : ReceiptCheck;

    public sealed record Refused(ReceiptFault Fault) : ReceiptCheck;
}

public enum ReceiptFault
{
    /// <summary>Not a receipt, or damaged.</summary>
    Malformed,
    /// <summary>Of another journal.</summary>
    WrongOrigin,
    /// <summary>Not signed by this key.</summary>
    NotSigned,
    /// <summary>The signature does not verify.</summary>
    BadSignature,
    /// <summary>The checkpoint is good, and the entry is not in its journal.</summary>
    NotIncluded,
}
