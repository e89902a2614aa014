using System.Globalization;

namespace Detainees.Forms;

/// <summary>What a number in a cell stands for, by its number format.</summary>
internal enum CellStyle { Number, Date, Duration }

/// <summary>Number formats (ISO/IEC 29500-1, 18.8.30) as far as they make a date of a number, and such numbers as text.</summary>
internal static class CellStyles
{
    /// <summary>The formats that need no code of their own.</summary>
    public static CellStyle OfNumber(int format) => format switch
    {
        >= 14 and <= 22 or >= 27 and <= 36 or 45 or 47 or >= 50 and <= 58 => CellStyle.Date,
        46 => CellStyle.Duration,
        _ => CellStyle.Number,
    };

    /// <summary>A code with a letter of days, months, years, hours or seconds outside quotes and brackets is a date; <c>[h]</c> counts hours.</summary>
    public static CellStyle OfCode(string code)
    {
        var style = CellStyle.Number;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (char.ToLowerInvariant(code[i]))
            {
                case '"':
                    i = code.IndexOf('"', i + 1) is var close and >= 0 ? close : code.Length;
                    break;
                case '[':
                    var end = code.IndexOf(']', i);
                    if (end < 0) return style;
                    if (code[(i + 1)..end].ToLowerInvariant() is "h" or "hh" or "m" or "mm" or "s" or "ss") return CellStyle.Duration;
                    i = end;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'd' or 'm' or 'y' or 'h' or 's':
                    style = CellStyle.Date;
                    break;
                default:
                    break;
            }
        }

        return style;
    }

    /// <summary>As pyxform's xlsx_value_to_str: a day with its time, a time of day alone, a number in XPath's spelling.</summary>
    public static string ToText(double number, CellStyle style, bool from1904)
    {
        if (style == CellStyle.Number || !double.IsFinite(number) || number < 0 || number >= 2_958_466) return Numbers.ToText(number);
        if (style == CellStyle.Duration || number < 1)
        {
            var time = TimeSpan.FromSeconds(Math.Round(number * 86_400));
            return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");
        }

        // Excel counts a 29 February 1900 that never was, so its days before March 1900 are one less than those of the calendar.
        var days = from1904 ? number + 1462 : number < 60 ? number + 1 : number;
        if (days >= 2_958_466) return Numbers.ToText(number);
        var moment = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(Math.Round(days * 86_400));
        return moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
