using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Detainees.Conversations;

/// <summary>
/// Reads typed coordinates: degrees with a point or a comma, degrees with minutes and seconds, letters for the sides of the
/// world, and the links that map programs share. Nothing is looked up: a short link says nothing by itself.
/// </summary>
internal static partial class PlaceReader
{
    private const int MaxLength = 500;
    private static readonly SearchValues<char> InAngles = SearchValues.Create(" 0123456789.,°º'′’\"″”;");

    public static string? Read(string text)
    {
        if (text.Length > MaxLength) return null;
        var plain = Folding.Digits(text).Replace('،', ',').Trim();
        if (Decimal().Match(plain) is { Success: true } pair) return Stored(Number(pair.Groups["a"].Value), Number(pair.Groups["b"].Value), null);
        // Yandex writes longitude first.
        if (EastFirst().Match(plain) is { Success: true } turned) return Stored(Number(turned.Groups["b"].Value), Number(turned.Groups["a"].Value), null);
        if (Link().Match(plain) is { Success: true } link) return Stored(Number(link.Groups["a"].Value), Number(link.Groups["b"].Value), null);
        return Angles(plain);
    }

    /// <summary>XLSForm's stored shape: latitude, longitude, altitude 0, accuracy in metres; null when there is no such place.</summary>
    public static string? Stored(double latitude, double longitude, double? accuracy)
    {
        if (!(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180)) return null;
        var metres = accuracy is >= 0 and <= 1_000_000 ? accuracy.Value : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{latitude:0.######} {longitude:0.######} 0 {metres:0.#}");
    }

    /// <summary>40°10'45"N 44°29'57"E and its many spellings; both sides must be named, so that none is guessed.</summary>
    private static string? Angles(string text)
    {
        var upper = text.ToUpperInvariant();
        if (Sides().Replace(upper, " ").AsSpan().IndexOfAnyExcept(InAngles) >= 0) return null;
        var sides = Sides().Matches(upper);
        if (sides.Count != 2) return null;
        var isAfter = sides[0].Index > 0;
        var first = isAfter ? upper[..sides[0].Index] : upper[(sides[0].Index + sides[0].Length)..sides[1].Index];
        var second = isAfter ? upper[(sides[0].Index + sides[0].Length)..sides[1].Index] : upper[(sides[1].Index + sides[1].Length)..];
        if (Angle(first) is not { } one || Angle(second) is not { } other) return null;
        var (oneSide, otherSide) = (Side(sides[0].Value), Side(sides[1].Value));
        return (oneSide, otherSide) switch
        {
            ('N' or 'S', 'E' or 'W') => Stored(oneSide == 'S' ? -one : one, otherSide == 'W' ? -other : other, null),
            ('E' or 'W', 'N' or 'S') => Stored(otherSide == 'S' ? -other : other, oneSide == 'W' ? -one : one, null),
            _ => null,
        };
    }

    private static char Side(string written) => written[0] switch { 'С' => 'N', 'Ю' => 'S', 'В' => 'E', 'З' => 'W', var letter => letter };

    private static double? Angle(string text)
    {
        var parts = text.Replace(',', '.').Split([' ', '°', 'º', '\'', '′', '’', '"', '″', '”', ';'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 3) return null;
        double sum = 0, unit = 1;
        foreach (var part in parts)
        {
            var digits = part.Trim('.');
            if (digits.Length is 0 or > 16 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return null;
            if (unit < 1 && value >= 60) return null;
            sum += value * unit;
            unit /= 60;
        }

        return sum;
    }

    private static double Number(string text) => double.Parse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\(?(?<a>-?[0-9]{1,2}[.,][0-9]{1,15})\s*[\s,;]\s*(?<b>-?[0-9]{1,3}[.,][0-9]{1,15})\)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Decimal();

    [GeneratedRegex(
        @"(^geo:|[?&](q|query|ll|daddr|destination)=(loc:)?|/@|/place/|#map=[0-9.]{1,5}/|mlat=)(?<a>-?[0-9]{1,2}\.[0-9]{1,15})(,|%2C|/|&mlon=)(\+|%20)?(?<b>-?[0-9]{1,3}\.[0-9]{1,15})",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"yandex\.[a-z]{2,3}/.*[?&](ll|pt|whatshere%5Bpoint%5D)=(?<a>-?[0-9]{1,3}\.[0-9]{1,15})(,|%2C)(?<b>-?[0-9]{1,2}\.[0-9]{1,15})",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex EastFirst();

    /// <summary>N, S, E, W; in Russian "с. ш.", "ю. ш.", "в. д.", "з. д.".</summary>
    [GeneratedRegex(@"[NSEW]|[СЮ]\.?\s?Ш\.?|[ВЗ]\.?\s?Д\.?", RegexOptions.NonBacktracking)]
    private static partial Regex Sides();
}
