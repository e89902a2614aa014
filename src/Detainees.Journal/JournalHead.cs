using System.Collections.Immutable;
using System.Numerics;

namespace Detainees.Journal;

/// <summary>
/// All of the journal that is needed to append to it: its size, its last hash and the roots of its full subtrees, largest
/// first (a compact range of RFC 6962's tree). At most 48 hashes; appending and the root cost O(log n).
/// </summary>
public sealed record JournalHead
{
    private JournalHead(long size, Sha256Hash last, ImmutableArray<Sha256Hash> peaks) => (Size, Last, Peaks) = (size, last, peaks);

    /// <summary>The number of entries, which is also the number of the newest.</summary>
    public long Size { get; }

    /// <summary>The hash of the newest entry; zeros when there is none.</summary>
    public Sha256Hash Last { get; }

    /// <summary>One for each bit set in <see cref="Size"/>, for the highest first.</summary>
    public ImmutableArray<Sha256Hash> Peaks { get; }

    public static JournalHead Empty { get; } = new(0, Sha256Hash.Zero, []);

    /// <summary>RFC 6962, section 2.1: the Merkle tree hash over all entries so far.</summary>
    public Sha256Hash Root
    {
        get
        {
            if (Peaks.IsEmpty) return MerkleTree.EmptyRoot;
            var root = Peaks[^1];
            for (var i = Peaks.Length - 2; i >= 0; i--) root = MerkleTree.Node(Peaks[i], root);
            return root;
        }
    }

    /// <summary>The next entry, numbered and linked to this head.</summary>
    /// <param name="now">Only its hour is kept.</param>
    public JournalEntry Next(
        EntryKind kind, EntryId id, ThreadKey thread, DateTimeOffset now, string form, SealedItem body,
        ImmutableArray<AttachmentItem> attachments) =>
        new(Size + 1, kind, id, thread, JournalHour.Of(now), form, body, attachments, Last);

    /// <summary>The head after <paramref name="entry"/>.</summary>
    /// <exception cref="InvalidOperationException">The entry does not follow this head. To judge entries of others, use <see cref="JournalVerifier"/>.</exception>
    public JournalHead Append(JournalEntry entry)
    {
        if (entry.Number != Size + 1 || entry.Previous != Last)
            throw new InvalidOperationException("The entry does not follow the head of the journal.");
        return Append(entry.Hash);
    }

    internal JournalHead Append(Sha256Hash entryHash)
    {
        // Each full subtree of the same size as the new one merges with it: as many as the size has low bits set.
        var merged = BitOperations.TrailingZeroCount(~Size);
        var peak = entryHash;
        for (var i = 0; i < merged; i++) peak = MerkleTree.Node(Peaks[Peaks.Length - 1 - i], peak);
        return new JournalHead(Size + 1, entryHash, Peaks.RemoveRange(Peaks.Length - merged, merged).Add(peak));
    }

    /// <summary>One short text for storing, about 70 bytes for each peak; see docs/journal.md, "A head".</summary>
    public string Encode() => HeadText.Encode(this);

    /// <summary>Reads what <see cref="Encode"/> wrote; false for anything else.</summary>
    public static bool TryDecode(string text, out JournalHead? head) => HeadText.TryDecode(text, out head);

    /// <summary>Null where the parts cannot belong together.</summary>
    internal static JournalHead? TryCreate(long size, Sha256Hash last, ImmutableArray<Sha256Hash> peaks)
    {
        if (size is < 0 or > JournalEntry.MaxNumber || BitOperations.PopCount((ulong)size) != peaks.Length) return null;
        if (size == 0) return last == Sha256Hash.Zero ? Empty : null;
        // In a journal of odd size the smallest peak is the newest entry itself.
        return (size & 1) == 1 && peaks[^1] != last ? null : new JournalHead(size, last, peaks);
    }

    public bool Equals(JournalHead? other) =>
        other is not null && Size == other.Size && Last == other.Last && Peaks.SequenceEqual(other.Peaks);

    public override int GetHashCode() => HashCode.Combine(Size, Last);

    public override string ToString() => $"head of {Size} entries, last {Last}";
}
