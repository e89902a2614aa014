using System.Globalization;
using System.Text.RegularExpressions;

namespace Detainees.Conversations;

/// <summary>Reads a typed time of day: 14:30, 14.30, 14-30, 14h30, 2:30 pm, 9am, and with the marks of Armenian and Arabic.</summary>
internal static partial class TimeReader
{
    public static TimeOnly? Read(string text)
    {
        if (text.Length > 20) return null;
        var match = Shape().Match(Folding.Digits(text).Replace('։', ':').Trim().ToLowerInvariant());
        if (!match.Success) return null;
        var hour = int.Parse(match.Groups["h"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Value;
        // A bare "14" could be anything; with "am" or minutes it is a time.
        if (half.Length == 0 && !match.Groups["m"].Success && !match.Groups["unit"].Success) return null;
        if (half.Length > 0 && hour is < 1 or > 12) return null;
        if (half.Length > 0 && half[0] is 'p' or 'م' && hour < 12) hour += 12;
        if (half.Length > 0 && half[0] is 'a' or 'ص' && hour == 12) hour = 0;
        return hour < 24 && minute < 60 ? new TimeOnly(hour, minute) : null;
    }

    /// <summary>XLSForm's stored shape of a time, with the zone's offset.</summary>
    public static string Stored(TimeOnly time, TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{time:HH\\:mm}:00.000{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");

    [GeneratedRegex(@"^(?<h>[0-9]{1,2})(\s*[:.h-]\s*(?<m>[0-9]{2})|\s*(?<unit>h))?\s*(?<half>[ap]\.?m\.?|[صم]\.?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
