using Detainees.Journal;

namespace Detainees.Storage;

/// <summary>
/// Brings a restored journal forward: entries that this server signed after the backup was made, handed back in a bundle. They
/// are entered as they were, so that what desks remember and families hold as receipts stays true.
/// </summary>
public interface IJournalImport
{
    /// <summary>
    /// Appends the next entry. An erasure removes what its thread had, as it did the first time; any other kind ends the thread's open
    /// draft, which the entry replaces. The caller has verified the bundle.
    /// </summary>
    ValueTask<ImportResult> BringEntryAsync(JournalEntry entry, CancellationToken cancel);

    /// <summary>Puts back the sealed body of an entry, if it is the one that the entry names and its thread was not erased since.</summary>
    /// <returns>Whether it is there now.</returns>
    ValueTask<bool> BringBodyAsync(EntryId entry, ReadOnlyMemory<byte> body, CancellationToken cancel);
}

public enum ImportResult
{
    Added,
    /// <summary>The journal has this very entry.</summary>
    AlreadyThere,
    /// <summary>It does not follow this journal: entries are missing between, or the two histories differ.</summary>
    DoesNotFollow,
    /// <summary>The disk is full or the database cannot be written.</summary>
    Failed,
}
