using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>Dates, times and their stored shapes (ODK XForms, "Data types").</summary>
internal static class Dates
{
    private static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;

    public static string Date(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string DateAndTime(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    public static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary><c>HH:MM[:SS[.fff]][offset]</c>; the offset is null when none is written.</summary>
    public static bool TryReadTime(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        if (text.Length is < 5 or > 24) return false;
        if (text[^1] == 'Z')
        {
            offset = TimeSpan.Zero;
            text = text[..^1];
        }
        else if (text.Length >= 6 && text[5..].LastIndexOfAny('+', '-') is var sign and >= 0)
        {
            var zone = text[(5 + sign + 1)..];
            if (!TryReadOffset(zone, out var size)) return false;
            offset = text[5 + sign] == '-' ? -size : size;
            text = text[..(5 + sign)];
        }

        if (!TwoDigits(text, 0, 23, out var hours) || text.Length < 5 || text[2] != ':' || !TwoDigits(text, 3, 59, out var minutes)) return false;
        time = new TimeSpan(hours, minutes, 0);
        if (text.Length == 5) return true;
        if (text[5] != ':' || !TwoDigits(text, 6, 59, out var seconds)) return false;
        time += TimeSpan.FromSeconds(seconds);
        if (text.Length == 8) return true;
        if (text[8] != '.' || text.Length is 9 or > 16) return false;
        var fraction = 0L;
        for (var i = 9; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i])) return false;
            fraction = fraction * 10 + (text[i] - '0');
        }

        for (var i = text.Length; i < 16; i++) fraction *= 10;
        time += TimeSpan.FromTicks(fraction);
        return true;
    }

    /// <summary>A date whose month or day lacks its zero, <c>2024-3-5</c>, with it: the date functions of the other engines take both.</summary>
    public static string Padded(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < 8 or > 9 || trimmed[4] != '-') return text;
        var dash = trimmed[5..].IndexOf('-');
        return dash is 1 or 2 ? $"{trimmed[..4]}-{(dash == 1 ? "0" : "")}{trimmed[5..(5 + dash)]}-{(trimmed.Length - dash == 7 ? "0" : "")}{trimmed[(6 + dash)..]}" : text;
    }

    /// <summary>A date, or a date and time joined by T. A missing offset is <paramref name="offset"/>.</summary>
    public static bool TryReadMoment(ReadOnlySpan<char> text, TimeSpan offset, out DateTimeOffset moment, out bool hasTime)
    {
        moment = default;
        hasTime = false;
        text = text.Trim();
        if (text.Length < 10 || !TryReadDate(text[..10], out var date)) return false;
        var time = TimeSpan.Zero;
        TimeSpan? zone = null;
        if (text.Length > 10)
        {
            if (text[10] != 'T' || !TryReadTime(text[11..], out time, out zone)) return false;
            hasTime = true;
        }

        var ticks = date.DayNumber * TimeSpan.TicksPerDay + time.Ticks - (zone ?? offset).Ticks;
        if (ticks < TimeSpan.TicksPerDay || ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay) return false;
        moment = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(zone ?? offset);
        return true;
    }

    /// <summary>Days since 1970-01-01 on the person's own clock, so that today() is never after now().</summary>
    public static bool TryReadDays(ReadOnlySpan<char> text, TimeSpan offset, out double days)
    {
        days = double.NaN;
        if (!TryReadMoment(text, offset, out var moment, out var hasTime)) return false;
        if (hasTime) moment = moment.ToOffset(offset);
        days = (moment.DateTime.Ticks - EpochTicks) / (double)TimeSpan.TicksPerDay;
        return true;
    }

    /// <summary>The moment that many days after 1970-01-01 on a clock of that offset; false outside the years 1 to 9998.</summary>
    public static bool TryFromDays(double days, TimeSpan offset, out DateTimeOffset moment)
    {
        moment = default;
        if (!(days is > -719_000 and < 2_932_000)) return false;
        // To the millisecond: a double holds no more of a day in this century.
        var milliseconds = (long)Math.Round(days * 86_400_000d);
        moment = new DateTimeOffset(DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(milliseconds), DateTimeKind.Unspecified), offset);
        return true;
    }

    /// <summary>ODK XForms, format-date: %Y %y %m %n %b %d %e %H %h %M %S %3 %a %W; anything else stays as it is.</summary>
    public static string Format(DateTimeOffset moment, string format, string language)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var culture = CultureInfo.InvariantCulture;
            _ = format[++i] switch
            {
                'Y' => text.Append(culture, $"{moment.Year:0000}"),
                'y' => text.Append(culture, $"{moment.Year % 100:00}"),
                'm' => text.Append(culture, $"{moment.Month:00}"),
                'n' => text.Append(culture, $"{moment.Month}"),
                'b' => text.Append(DateNames.Month(moment.Month, language)),
                'd' => text.Append(culture, $"{moment.Day:00}"),
                'e' => text.Append(culture, $"{moment.Day}"),
                'H' => text.Append(culture, $"{moment.Hour:00}"),
                'h' => text.Append(culture, $"{moment.Hour}"),
                'M' => text.Append(culture, $"{moment.Minute:00}"),
                'S' => text.Append(culture, $"{moment.Second:00}"),
                '3' => text.Append(culture, $"{moment.Millisecond:000}"),
                'a' => text.Append(DateNames.Day(moment.DayOfWeek, language)),
                'W' => text.Append(culture, $"{ISOWeek.GetWeekOfYear(moment.DateTime):00}"),
                '%' => text.Append('%'),
                var other => text.Append('%').Append(other),
            };
        }

        return text.ToString();
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        var minutes = 0;
        if (!TwoDigits(text, 0, 14, out var hours)) return false;
        var ok = text.Length switch
        {
            2 => true,
            4 => TwoDigits(text, 2, 59, out minutes),
            5 => text[2] == ':' && TwoDigits(text, 3, 59, out minutes),
            _ => false,
        };
        offset = new TimeSpan(hours, minutes, 0);
        return ok && offset <= TimeSpan.FromHours(14);
    }

    private static bool TwoDigits(ReadOnlySpan<char> text, int at, int max, out int value)
    {
        value = 0;
        if (text.Length < at + 2 || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1])) return false;
        value = (text[at] - '0') * 10 + (text[at + 1] - '0');
        return value <= max;
    }
}
