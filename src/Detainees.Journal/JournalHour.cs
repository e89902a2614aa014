using System.Globalization;

namespace Detainees.Journal;

/// <summary>Time in the journal is no finer than an hour, so that it cannot be matched with somebody's phone at a checkpoint.</summary>
public static class JournalHour
{
    private const string Format = "yyyy-MM-dd'T'HH'Z'";

    /// <summary>The hour, in UTC, in which <paramref name="moment"/> lies.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);

    internal static bool Is(DateTimeOffset hour) => hour.Offset == TimeSpan.Zero && hour.UtcTicks % TimeSpan.TicksPerHour == 0;

    internal static string ToText(DateTimeOffset hour) => hour.ToString(Format, CultureInfo.InvariantCulture);

    internal static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset hour) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out hour)
        && text.SequenceEqual(ToText(hour));
}
