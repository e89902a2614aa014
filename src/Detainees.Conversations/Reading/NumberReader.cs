using System.Globalization;

namespace Detainees.Conversations;

/// <summary>Reads typed numbers into XLSForm's stored shape; null when it is not certain what was meant.</summary>
internal static class NumberReader
{
    private static readonly char[] Signs = ['+', '-'];

    /// <summary>Digits, at most 32 bit. Blanks may part thousands; a comma or point may only where it cannot be a decimal sign.</summary>
    public static string? Whole(string text)
    {
        var plain = Folding.Digits(text).Trim();
        var negative = plain.StartsWith('-');
        var digits = Ungroup(plain.TrimStart(Signs), allowMarks: true);
        if (digits is null || !int.TryParse((negative ? "-" : "") + digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return null;
        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A number with a point; comma and point are both accepted as the decimal sign.</summary>
    public static string? Fraction(string text)
    {
        var plain = Folding.Digits(text).Trim();
        var negative = plain.StartsWith('-');
        var body = plain.TrimStart(Signs);
        var mark = body.LastIndexOfAny([',', '.']);
        var whole = mark < 0 ? body : body[..mark];
        var fraction = mark < 0 ? "" : body[(mark + 1)..];
        if (mark >= 0 && (fraction.Length == 0 || !fraction.All(char.IsAsciiDigit))) return null;
        var digits = Ungroup(whole, allowMarks: mark >= 0 && whole.IndexOf(body[mark], StringComparison.Ordinal) < 0);
        if (digits is null || digits.Length + fraction.Length > 15) return null;
        if (!decimal.TryParse($"{(negative ? "-" : "")}{digits}.{fraction}0", NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        return value.ToString("0.###############", CultureInfo.InvariantCulture);
    }

    private static string? Ungroup(string text, bool allowMarks)
    {
        if (text.Length is 0 or > 30) return null;
        if (text.All(char.IsAsciiDigit)) return text;
        foreach (var mark in allowMarks ? " \u00a0\u202f\u2009'’,." : " \u00a0\u202f\u2009'’")
        {
            var groups = text.Split(mark);
            if (groups.Length < 2 || groups[0].Length is 0 or > 3 || !groups[0].All(char.IsAsciiDigit)) continue;
            if (!groups.Skip(1).All(g => g.Length == 3 && g.All(char.IsAsciiDigit))) continue;
            // "1,500" may be one and a half: only two groups and more are beyond doubt.
            if (mark is ',' or '.' && groups.Length < 3) return null;
            return string.Concat(groups);
        }

        return null;
    }
}
