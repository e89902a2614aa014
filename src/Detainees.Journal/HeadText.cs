using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Detainees.Journal;

/// <summary>The encoding of heads: docs/journal.md, "A head".</summary>
internal static class HeadText
{
    private const string FirstLine = "detainees-head/1";
    private const int MaxLength = 64 * 80;

    public static string Encode(JournalHead head)
    {
        var text = new StringBuilder();
        text.Append(FirstLine).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"size {head.Size}\n");
        text.Append("last ").Append(head.Last).Append('\n');
        foreach (var peak in head.Peaks) text.Append("peak ").Append(peak).Append('\n');
        return text.ToString();
    }

    public static bool TryDecode(string text, out JournalHead? head)
    {
        head = null;
        if (text.Length > MaxLength) return false;
        var lines = new LineReader(text);
        if (!lines.TryLine(out var first) || !first.SequenceEqual(FirstLine)) return false;
        if (!lines.TryField("size ", out var sizeText) || !LineReader.TryNumber(sizeText, JournalEntry.MaxNumber, out var size)) return false;
        if (!lines.TryField("last ", out var lastText) || !Sha256Hash.TryParse(lastText, out var last)) return false;
        var peaks = ImmutableArray.CreateBuilder<Sha256Hash>();
        while (lines.TryField("peak ", out var peakText))
        {
            if (!Sha256Hash.TryParse(peakText, out var peak)) return false;
            peaks.Add(peak);
        }

        head = lines.AtEnd ? JournalHead.TryCreate(size, last, peaks.ToImmutable()) : null;
        return head is not null;
    }
}
