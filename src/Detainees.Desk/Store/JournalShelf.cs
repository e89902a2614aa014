using System.Runtime.CompilerServices;
using Detainees.Journal;

namespace Detainees.Desk.Store;

/// <summary>The desk's journal after its chain was followed from the first entry to the remembered head.</summary>
internal sealed class JournalShelf
{
    private readonly DeskFolder folder;
    private readonly Dictionary<ThreadKey, long> erasures;

    private JournalShelf(DeskFolder folder, Dictionary<ThreadKey, long> erasures) => (this.folder, this.erasures) = (folder, erasures);

    public static async Task<Attempt<JournalShelf>> ReadAsync(DeskFolder folder, CancellationToken cancel)
    {
        var erasures = new Dictionary<ThreadKey, long>();
        var verifier = new JournalVerifier(JournalHead.Empty);
        await foreach (var encoded in folder.EncodedEntriesAsync(cancel))
        {
            if (!JournalEntry.TryDecode(encoded, out var entry) || entry is null) verifier.Feed(encoded);
            else if (verifier.Feed(entry) is null && entry.Kind == EntryKind.Erasure) erasures[entry.Thread] = entry.Number;
            if (verifier.Fault is not null) break;
        }

        if (verifier.Fault is { } fault) return new Trouble(ExitCode.Distrusted, Sentences.OfOwnJournal(fault));
        if (verifier.Head != folder.Head)
            return new Trouble(ExitCode.Distrusted, "This desk's copy of the journal is not the one it remembers: entries at its end are missing or changed. Pull into a new folder, and keep this one to compare.");
        return new JournalShelf(folder, erasures);
    }

    /// <summary>Whether the family took it back by a later entry of the same thread.</summary>
    public bool IsTakenBack(JournalEntry entry) => erasures.TryGetValue(entry.Thread, out var number) && number > entry.Number;

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
