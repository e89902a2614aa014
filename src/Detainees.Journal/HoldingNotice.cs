using System.Globalization;

namespace Detainees.Journal;

/// <summary>A device's word that it holds, verified, everything of the journal up to an entry; docs/desk-api.md has the text.</summary>
/// <param name="Size">From 1.</param>
/// <param name="Last">The hash of that entry, which binds all before it.</param>
public sealed record HoldingNotice(long Size, Sha256Hash Last)
{
    private const string FirstLine = "detainees-ack/1";

    public string Encode() => string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\nsize {Size}\nlast {Last}\n");

    /// <summary>Null for anything that <see cref="Encode"/> does not write.</summary>
    public static HoldingNotice? TryDecode(string text)
    {
        var lines = new LineReader(text);
        if (!lines.TryLine(out var first) || !first.SequenceEqual(FirstLine)) return null;
        if (!lines.TryField("size ", out var size) || !LineReader.TryNumber(size, JournalEntry.MaxNumber, out var number) || number == 0) return null;
        return lines.TryField("last ", out var last) && Sha256Hash.TryParse(last, out var hash) && lines.AtEnd ? new HoldingNotice(number, hash) : null;
    }
}
