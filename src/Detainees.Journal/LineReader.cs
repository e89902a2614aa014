using System.Globalization;

namespace Detainees.Journal;

/// <summary>Takes lines off a text, each ended by exactly one LF.</summary>
internal ref struct LineReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    public readonly bool AtEnd => rest.IsEmpty;
    public readonly ReadOnlySpan<char> Rest => rest;

    public bool TryLine(out ReadOnlySpan<char> line)
    {
        var end = rest.IndexOf('\n');
        line = end < 0 ? default : rest[..end];
        if (end < 0) return false;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>The rest of the next line, if it starts with <paramref name="start"/>; otherwise nothing is taken.</summary>
    public bool TryField(ReadOnlySpan<char> start, out ReadOnlySpan<char> value)
    {
        value = default;
        if (!rest.StartsWith(start, StringComparison.Ordinal)) return false;
        if (!TryLine(out var line)) return false;
        value = line[start.Length..];
        return true;
    }

    /// <summary>ASCII digits without leading zeros, from 0 to <paramref name="max"/>.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, long max, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 18 || text.ContainsAnyExceptInRange('0', '9') || (text[0] == '0' && text.Length > 1)) return false;
        value = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return value <= max;
    }
}
