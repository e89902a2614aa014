using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Reports;

/// <summary>Opens what was left of a draft whose readable copy was lost before "send": docs/storage.md, "A sealed draft".</summary>
internal static class SealedDraft
{
    public static ReportOpening Open(JournalEntry entry, ReadOnlySpan<byte> container, ImmutableArray<Identity> identities) =>
        new ReportOpening.Closed(ClosedReason.Unknown);
}
