using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Journal;

/// <summary>One sealed item of the journal, and its place in the chain. docs/journal.md describes the encoding.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Hour">See <see cref="JournalHour.Of"/>; UTC, no minutes.</param>
/// <param name="Form">"id version" of the form, or empty. At most 256 characters, no control characters, no blank at an end.</param>
/// <param name="Attachments">At most <see cref="MaxAttachments"/>, each id once, in the order of the report.</param>
/// <param name="Previous">The hash of the entry before; zeros in entry 1.</param>
public sealed record JournalEntry(
    long Number, EntryKind Kind, EntryId Id, ThreadKey Thread, DateTimeOffset Hour, string Form, SealedItem Body,
    ImmutableArray<AttachmentItem> Attachments, Sha256Hash Previous)
{
    public const int MaxAttachments = 1000;
    public const int MaxFormLength = 256;

    /// <summary>What an encoded entry can never exceed, in bytes.</summary>
    public const int MaxEncodedBytes = 256 * 1024;

    /// <summary>Far more than can ever be, and far from overflowing.</summary>
    public const long MaxNumber = 1L << 48;

    private const string Through = "through ";

    /// <summary>The form line of a <see cref="EntryKind.Retention"/>.</summary>
    /// <param name="number">The last entry whose sealed items may be gone.</param>
    public static string RetentionForm(long number) => string.Create(CultureInfo.InvariantCulture, $"{Through}{number}");

    /// <summary>Of a <see cref="EntryKind.Retention"/>, the last entry whose sealed items may be gone; 0 for every other kind.</summary>
    public long RetiredThrough =>
        Kind == EntryKind.Retention && Form.StartsWith(Through, StringComparison.Ordinal)
        && LineReader.TryNumber(Form.AsSpan(Through.Length), MaxNumber, out var number) ? number : 0;

    /// <summary>Whether it destroys the sealed items of its thread's entries before it.</summary>
    public bool IsTombstone => Kind is EntryKind.Erasure or EntryKind.Removal;

    /// <summary>Whether every field is within its limits. What was decoded always is.</summary>
    public bool IsWellFormed => EntryText.FaultOf(this) is null;

    /// <summary>
    /// The one text of this entry, UTF-8. <see cref="TryDecode(ReadOnlySpan{byte}, out JournalEntry?)"/> takes back exactly this.
    /// </summary>
    /// <exception cref="InvalidOperationException">A field is outside its limits: a fault of the program that made the entry.</exception>
    public byte[] Encode() => EntryText.Encode(this);

    /// <summary>Reads an encoded entry; false for anything that <see cref="Encode"/> would not have written byte for byte.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out JournalEntry? entry) => EntryText.TryDecode(encoded, out entry);

    /// <summary>
    /// SHA-256 of a zero byte and the encoding. It is the leaf of the Merkle tree (RFC 6962, section 2.1) and the link of the
    /// chain at once: the zero byte and the first line keep it apart from any other hash.
    /// </summary>
    public Sha256Hash Hash => MerkleTree.Leaf(Encode());

    // A record compares arrays by reference; entries are compared by what they say.
    public bool Equals(JournalEntry? other) =>
        other is not null && Number == other.Number && Kind == other.Kind && Id == other.Id && Thread == other.Thread
        && Hour.EqualsExact(other.Hour) && Form == other.Form && Body == other.Body && Previous == other.Previous
        && Attachments.SequenceEqual(other.Attachments);

    public override int GetHashCode() => HashCode.Combine(Number, Id, Previous);

    // Short for logs; and a record's own ToString would hash the entry, which a malformed one does not bear.
    public override string ToString() => $"entry {Number} ({Kind})";
}
