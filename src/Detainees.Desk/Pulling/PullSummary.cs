using System.Collections.Immutable;

namespace Detainees.Desk.Pulling;

/// <summary>What a pull did. Files reconcile: in the journal = already here + fetched + taken back + let go + failed.</summary>
/// <param name="Entries">Entries in the journal now.</param>
/// <param name="NewEntries">Of these, new with this pull.</param>
/// <param name="Files">Sealed files that the journal names: reports and attachments.</param>
/// <param name="TakenBack">Not fetched, because their families took them back, or two devices removed them.</param>
/// <param name="Retired">Not fetched, because the server let go of them in their time.</param>
/// <param name="Failed">By what they are ("entry 3, attachment 1"), with the reason.</param>
/// <param name="Remarks">Other things that a person should know.</param>
internal sealed record PullSummary(
    long Entries, long NewEntries, long Files, long Here, long Fetched, long TakenBack, long Retired, ImmutableArray<FailedItem> Failed,
    ImmutableArray<string> Remarks);

internal sealed record FailedItem(string What, string Why);
