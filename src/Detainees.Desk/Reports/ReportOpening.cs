using System.Globalization;
using Detainees.Journal;

namespace Detainees.Desk.Reports;

/// <summary>What came of opening one entry of the journal.</summary>
internal abstract record ReportOpening
{
    private ReportOpening() { }

    /// <param name="Json">Exactly what was sealed, without its padding.</param>
    /// <param name="IsPartial">Put together from a draft whose readable copy was lost before "send".</param>
    public sealed record Opened(Report Report, byte[] Json, bool IsPartial) : ReportOpening
    {
        public override string ToString() => nameof(Opened);
    }

    public sealed record Closed(ClosedReason Reason) : ReportOpening;
}

internal enum ClosedReason
{
    /// <summary>The sealed file is not on this desk.</summary>
    NotHere,
    /// <summary>The sealed file is not the one that the journal names.</summary>
    Changed,
    /// <summary>Sealed to other keys.</summary>
    OtherKeys,
    /// <summary>Sealed to us and damaged, or not an age file at all.</summary>
    Damaged,
    /// <summary>It opens, and holds no report that this program knows.</summary>
    Unknown,
    /// <summary>It opens, and holds the report of another entry: somebody moved it.</summary>
    OtherEntry,
    /// <summary>Larger than any report.</summary>
    TooLarge,
    /// <summary>By the family.</summary>
    TakenBack,
}

internal static class ClosedWords
{
    /// <summary>Who took it back, and on which day.</summary>
    public static string Of(JournalEntry tombstone) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(tombstone.Kind == EntryKind.Removal ? "removed by two devices" : Of(ClosedReason.TakenBack))} on {tombstone.Hour.UtcDateTime:yyyy-MM-dd}");

    public static string Of(ClosedReason reason) => reason switch
    {
        ClosedReason.NotHere => "not on this desk yet: pull again",
        ClosedReason.Changed => "the file was changed",
        ClosedReason.OtherKeys => "sealed to other keys than yours",
        ClosedReason.Damaged => "damaged",
        ClosedReason.Unknown => "of a kind that this program does not know: is there a newer version?",
        ClosedReason.OtherEntry => "holds another entry's report",
        ClosedReason.TooLarge => "too large for a report",
        ClosedReason.TakenBack => "taken back by the family",
    };
}
