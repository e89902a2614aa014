using System.Globalization;

namespace Detainees.Conversations;

/// <summary>
/// The short code given to the family. It looks like a parcel number (UPU S10: two letters, eight digits and a check digit,
/// two letters), so that a paper with it on tells a searcher nothing.
/// </summary>
public static class Reference
{
    private const string Letters = "ABCDEFGHJKLMNPRSTUVWXZ";

    /// <summary>A reference from 64 random bits: about 44 of them are in it.</summary>
    public static string From(ulong random)
    {
        Span<char> code = stackalloc char[13];
        foreach (var at in (ReadOnlySpan<int>)[0, 1, 11, 12])
        {
            code[at] = Letters[(int)(random % (ulong)Letters.Length)];
            random /= (ulong)Letters.Length;
        }

        var digits = (random % 100_000_000).ToString("00000000", CultureInfo.InvariantCulture);
        digits.CopyTo(code[2..]);
        code[10] = CheckDigit(digits);
        return new string(code);
    }

    /// <summary>Whether a text, blanks and case aside, has the shape and the check digit of a reference.</summary>
    public static bool IsWellFormed(string text)
    {
        var code = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return code.Length == 13 && code[2..11].All(char.IsAsciiDigit) && Letters.Contains(code[0], StringComparison.Ordinal)
            && Letters.Contains(code[1], StringComparison.Ordinal) && Letters.Contains(code[11], StringComparison.Ordinal)
            && Letters.Contains(code[12], StringComparison.Ordinal) && CheckDigit(code[2..10]) == code[10];
    }

    /// <summary>UPU S10: weights 8 6 4 2 3 5 9 7; 11 less the remainder, 10 becomes 0 and 11 becomes 5.</summary>
    private static char CheckDigit(string digits)
    {
        ReadOnlySpan<int> weights = [8, 6, 4, 2, 3, 5, 9, 7];
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += weights[i] * (digits[i] - '0');
        var check = 11 - (sum % 11);
        return check switch { 10 => '0', 11 => '5', _ => (char)('0' + check) };
    }
}
