using System.Collections.Immutable;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>
/// What a person can keep and show: the entry of their report, a signed checkpoint, and the proof that the first is in the
/// second. It tells nothing of the report but its size and hour, and needs nothing but the server's public key to check.
/// </summary>
/// <param name="Checkpoint">A signed note, <see cref="Journal.Checkpoint.Sign"/>.</param>
/// <param name="Proof">See <see cref="InclusionProof"/>.</param>
public sealed record Receipt(JournalEntry Entry, string Checkpoint, ImmutableArray<Sha256Hash> Proof)
{
    /// <summary>A receipt for an entry just appended to <paramref name="before"/>.</summary>
    /// <param name="checkpoint">Signed for the head right after the entry.</param>
    public static Receipt ForNewest(JournalHead before, JournalEntry entry, string checkpoint) =>
        new(entry, checkpoint, InclusionProof.ForNewest(before));

    /// <summary>The text to save: docs/journal.md, "A receipt". About 1 to 4 kB.</summary>
    public string ToText() => ReceiptText.Write(this);

    /// <summary>Reads a saved receipt. Line ends of Windows and a missing last line end are forgiven, nothing else.</summary>
    public static bool TryParse(string text, out Receipt? receipt) => ReceiptText.TryRead(text, out receipt);

    /// <summary>Checks a saved receipt in one call.</summary>
    public static ReceiptCheck Verify(string text, VerifyingKey key, string origin) =>
        TryParse(text, out var receipt) && receipt is not null
            ? receipt.Verify(key, origin)
            : new ReceiptCheck.Refused(ReceiptFault.Malformed);

    public ReceiptCheck Verify(VerifyingKey key, string origin)
    {
        switch (Journal.Checkpoint.Verify(Checkpoint, key, origin))
        {
            case CheckpointCheck.Valid(var checkpoint):
                return Entry.IsWellFormed && InclusionProof.Verify(Entry.Hash, Entry.Number, checkpoint.Size, Proof, checkpoint.Root)
                    ? new ReceiptCheck.Valid(Entry, checkpoint)
                    : new ReceiptCheck.Refused(ReceiptFault.NotIncluded);
            case CheckpointCheck.Refused(var fault):
                return new ReceiptCheck.Refused(fault switch
                {
                    CheckpointFault.Malformed => ReceiptFault.Malformed,
                    CheckpointFault.WrongOrigin => ReceiptFault.WrongOrigin,
                    CheckpointFault.NotSigned => ReceiptFault.NotSigned,
                    CheckpointFault.BadSignature => ReceiptFault.BadSignature,
                });
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public bool Equals(Receipt? other) =>
        other is not null && Entry == other.Entry && Checkpoint == other.Checkpoint && Proof.SequenceEqual(other.Proof);

    public override int GetHashCode() => HashCode.Combine(Entry, Checkpoint);
}
