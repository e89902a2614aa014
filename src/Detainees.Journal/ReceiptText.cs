using System.Collections.Immutable;
using System.Text;

namespace Detainees.Journal;

/// <summary>The text of receipts: docs/journal.md, "A receipt".</summary>
internal static class ReceiptText
{
    private const string FirstLine = "detainees-receipt/1";
    private const int MaxLength = 512 * 1024;

    public static string Write(Receipt receipt)
    {
        var text = new StringBuilder();
        text.Append(FirstLine).Append("\n\n");
        text.Append(Encoding.UTF8.GetString(receipt.Entry.Encode())).Append('\n');
        foreach (var hash in receipt.Proof) text.Append("proof ").Append(hash).Append('\n');
        // A tree of one entry needs no proof; the empty line stays.
        return text.Append('\n').Append(receipt.Checkpoint).ToString();
    }

    public static bool TryRead(string text, out Receipt? receipt)
    {
        receipt = null;
        if (text.Length > MaxLength) return false;
        // Mail programs and editors do this to files; nothing that is signed has a CR.
        var unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!unix.EndsWith('\n')) unix += "\n";
        var start = FirstLine + "\n\n";
        if (!unix.StartsWith(start, StringComparison.Ordinal)) return false;
        var entryEnd = unix.IndexOf("\n\n", start.Length, StringComparison.Ordinal);
        if (entryEnd < 0) return false;
        var encoded = Encoding.UTF8.GetBytes(unix[start.Length..(entryEnd + 1)]);
        if (Encoding.UTF8.GetString(encoded) != unix[start.Length..(entryEnd + 1)]) return false; // half a character has no UTF-8
        if (!JournalEntry.TryDecode(encoded, out var entry) || entry is null) return false;

        var lines = new LineReader(unix.AsSpan(entryEnd + 2));
        var proof = ImmutableArray.CreateBuilder<Sha256Hash>();
        while (lines.TryField("proof ", out var hashText))
        {
            if (proof.Count == InclusionProof.MaxLength || !Sha256Hash.TryParse(hashText, out var hash)) return false;
            proof.Add(hash);
        }

        if (!lines.TryLine(out var empty) || !empty.IsEmpty) return false;
        receipt = new Receipt(entry, lines.Rest.ToString(), proof.ToImmutable());
        return true;
    }
}
