namespace Detainees.Bot.Publishing;

/// <summary>
/// Which of two versions is newer, as people count: runs of digits are numbers, so that 1.10 comes after 1.9, and all else is
/// compared as it stands.
/// </summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        while (!a.IsEmpty && !b.IsEmpty)
        {
            var left = Part(ref a);
            var right = Part(ref b);
            var isNumber = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0]);
            if (isNumber)
            {
                left = left.TrimStart('0');
                right = right.TrimStart('0');
            }

            var order = isNumber && left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
            if (order != 0) return order;
        }

        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        // 1 and 01 are the same number; something must still be the order of the two.
        return string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Part(ref ReadOnlySpan<char> text)
    {
        var isDigit = char.IsAsciiDigit(text[0]);
        var length = 1;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == isDigit) length++;
        var part = text[..length];
        text = text[length..];
        return part;
    }
}
