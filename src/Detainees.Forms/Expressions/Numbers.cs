using System.Globalization;
using System.Numerics;

namespace Detainees.Forms;

/// <summary>Text to number and back (XPath 1.0, sections 4.2 and 4.4, with ODK's dates).</summary>
internal static class Numbers
{
    private const double Tolerance = 1e-9;

    /// <summary>Digits with at most one point and a minus; a date or date-time as days since 1970-01-01; anything else NaN.</summary>
    public static double Read(string text, TimeSpan offset)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || trimmed.Length > 400) return double.NaN;
        if (IsPlain(trimmed)) return double.Parse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return Dates.TryReadDays(trimmed, offset, out var days) ? days : double.NaN;
    }

    // double.TryParse also knows exponents, "Infinity", "NaN", a plus and thousands: none of them is a number in XPath 1.0.
    public static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] == '-') text = text[1..];
        var digits = 0;
        var points = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (c == '.' && points == 0) points++;
            else return false;
        }

        return digits > 0;
    }

    /// <summary>Without exponent, without trailing zeros, without the noise of binary fractions; minus zero is 0.</summary>
    public static string ToText(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return "0";
        if (number == Math.Truncate(number))
            return Math.Abs(number) < 1e18
                ? ((long)number).ToString(CultureInfo.InvariantCulture)
                : new BigInteger(number).ToString(CultureInfo.InvariantCulture);
        var exact = number.ToString("R", CultureInfo.InvariantCulture);
        // From double to decimal rounds to 15 significant digits, which takes off what binary arithmetic leaves: 0.1 + 0.2 is shown as
        // 0.3. A third keeps its 16 digits, as in the other engines.
        var rounded = Trim(((decimal)number).ToString(CultureInfo.InvariantCulture));
        return exact.Contains('E') || exact.Length - rounded.Length > 3 ? rounded : exact;
    }

    private static string Trim(string text)
    {
        if (!text.Contains('.')) return text;
        text = text.TrimEnd('0').TrimEnd('.');
        return text is "-0" or "" ? "0" : text;
    }

    /// <summary>Equal but for a relative difference of 1e-9: <c>6.1 - 7.8 = -1.7</c>. NaN equals nothing.</summary>
    public static bool AreEqual(double a, double b) =>
        a == b || (double.IsFinite(a) && double.IsFinite(b) && Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b)));

    /// <summary>Half up, towards positive infinity: -2.5 becomes -2 (XPath 1.0, round).</summary>
    public static double Round(double number, int places)
    {
        if (!double.IsFinite(number)) return number;
        places = Math.Clamp(places, -20, 20);
        if (places == 0) return Math.Floor(number + 0.5);
        if (Math.Abs(number) < 1e9 && Math.Abs(places) <= 9)
        {
            var scale = 1m;
            for (var i = 0; i < Math.Abs(places); i++) scale *= 10;
            var exact = (decimal)number;
            return (double)(places > 0 ? Math.Floor(exact * scale + 0.5m) / scale : Math.Floor(exact / scale + 0.5m) * scale);
        }

        var power = Math.Pow(10, places);
        var scaled = Math.Floor(number * power + 0.5) / power;
        return double.IsFinite(scaled) ? scaled : number;
    }
}
