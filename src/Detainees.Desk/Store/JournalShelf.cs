using System.Runtime.CompilerServices;
using Detainees.Journal;

namespace Detainees.Desk.Store;

/// <summary>The desk's journal after its chain was followed from the first entry to the remembered head.</summary>
internal sealed class JournalShelf
{
    private readonly DeskFolder folder;
    private readonly Dictionary<ThreadKey, JournalEntry> tombstones = [];
    private readonly HashSet<ThreadKey> held = [];

    private JournalShelf(DeskFolder folder) => this.folder = folder;

    /// <summary>The server may have let go of the sealed files of all entries up to this one; 0 when of none.</summary>
    public long RetiredThrough { get; private set; }

    public static async Task<Attempt<JournalShelf>> ReadAsync(DeskFolder folder, CancellationToken cancel)
    {
        var shelf = new JournalShelf(folder);
        var verifier = new JournalVerifier(JournalHead.Empty);
        await foreach (var encoded in folder.EncodedEntriesAsync(cancel))
        {
            if (!JournalEntry.TryDecode(encoded, out var entry) || entry is null) verifier.Feed(encoded);
            else if (verifier.Feed(entry) is null) shelf.Note(entry);
            if (verifier.Fault is not null) break;
        }

        if (verifier.Fault is { } fault) return new Trouble(ExitCode.Distrusted, Sentences.OfOwnJournal(fault));
        if (verifier.Head != folder.Head)
            return new Trouble(ExitCode.Distrusted, "This desk's copy of the journal is not the one it remembers: entries at its end are missing or changed. Pull into a new folder, and keep this one to compare.");
        return shelf;
    }

    /// <summary>The later entry by which the family took it back, or two devices removed it; null when it stands.</summary>
    public JournalEntry? TombstoneOf(JournalEntry entry) =>
        tombstones.TryGetValue(entry.Thread, out var tombstone) && tombstone.Number > entry.Number ? tombstone : null;

    public bool IsTakenBack(JournalEntry entry) => TombstoneOf(entry) is not null;

    /// <summary>Whether two devices ordered that retention leaves it alone.</summary>
    public bool IsHeld(JournalEntry entry) => held.Contains(entry.Thread);

    /// <summary>Whether the server has let go of its files in their time, so that they cannot be fetched any more.</summary>
    public bool IsRetired(JournalEntry entry) => entry.Number <= RetiredThrough && !IsHeld(entry);

    private void Note(JournalEntry entry)
    {
        if (entry.IsTombstone) tombstones[entry.Thread] = entry;
        if (entry.Kind == EntryKind.Hold) held.Add(entry.Thread);
        if (entry.Kind == EntryKind.Release) held.Remove(entry.Thread);
        RetiredThrough = Math.Max(RetiredThrough, entry.RetiredThrough);
    }

    public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var encoded in folder.EncodedEntriesAsync(cancel))
        {
            if (!JournalEntry.TryDecode(encoded, out var entry) || entry is null)
                throw new IOException("The desk's journal changed while it was read.");
            yield return entry;
        }
    }
}
