namespace Detainees.Storage;

/// <summary>How much is stored.</summary>
public sealed record StoreCounts(long Drafts, long Outgoing, long Messages, long Updates, long Fetches, long Attachments, long Entries, long EpochKeys);

/// <summary>What happened since the start. <see cref="Received"/> = stored + refused + duplicate.</summary>
/// <param name="Refused">Turns of which nothing was stored: conflicts, a full disk, faults.</param>
/// <param name="Commits">Transactions with a sync; <paramref name="LazyCommits"/> those without.</param>
/// <param name="Unreadable">Rows met whose epoch key is gone.</param>
public sealed record StoreCounters(
    long Received, long Stored, long Refused, long Duplicate, long Commits, long LazyCommits, long Unreadable, long Entries);

/// <param name="Wiped">
/// Whether the write-ahead log is empty now, so that no removed row is left in it. False when a reader was in the way: the
/// next purge tries again.
/// </param>
/// <param name="Held">The clock made a great leap, so nothing was judged by its age; see <see cref="StoreOptions.ClockGrace"/>.</param>
/// <param name="Failed">The database could not be changed, for want of room or otherwise; the rest was done all the same.</param>
public sealed record PurgeReport(
    int Updates, int Drafts, int Outgoing, int Messages, int EpochKeys, int Files, bool Wiped, bool Held, bool Failed);
