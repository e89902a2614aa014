using System.Collections.Immutable;

namespace Detainees.Journal;

/// <summary>What was written. <paramref name="Entries"/> and the files reconcile: named = written + not held.</summary>
/// <param name="Entries">Entries of the journal in the bundle.</param>
/// <param name="Files">Sealed files written.</param>
/// <param name="NotHeld">Sealed files that the journal names and the source does not hold: erased, or lost.</param>
/// <param name="Damaged">Files that were written and are not what the journal says: the store has gone bad. The first 1,000.</param>
public sealed record BundleWriting(long Entries, long Files, long NotHeld, ImmutableArray<BundleFileReport> Damaged);
