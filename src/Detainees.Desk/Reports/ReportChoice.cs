using System.Collections.Immutable;
using System.Globalization;
using Detainees.Journal;

namespace Detainees.Desk.Reports;

/// <summary>Which reports are meant: references, entry numbers ("12") or report ids; all when nothing is named.</summary>
internal sealed class ReportChoice(IEnumerable<string> names)
{
    private readonly ImmutableArray<string> names = [.. names.Select(Plain)];

    /// <summary>By what can be known without opening. Those that stay closed are taken in only where they were named so.</summary>
    public bool MayBe(JournalEntry entry) =>
        names.IsEmpty || names.Contains(entry.Number.ToString(CultureInfo.InvariantCulture)) || names.Contains(Plain(entry.Id.ToString()));

    public bool MayBe(ReadReport read) =>
        MayBe(read.Entry) || (read.Opening is ReportOpening.Opened opened && names.Contains(Plain(opened.Report.Reference)));

    // People type references with blanks and in small letters.
    private static string Plain(string name) => name.Replace(" ", "", StringComparison.Ordinal).TrimStart('#').ToUpperInvariant();
}
