using System.Collections.Immutable;

namespace Detainees.Journal;

/// <summary>What became of a bundle.</summary>
public abstract record BundleReading
{
    private BundleReading() { }

    /// <summary>Nothing was handed out.</summary>
    public sealed record Refused(BundleFault Fault) : BundleReading;

    /// <summary>The manifest is signed; what is whole was handed out.</summary>
    /// <param name="Checkpoint">Null where it is missing, damaged or not signed; then <paramref name="Journal"/> is broken.</param>
    /// <param name="Journal">
    /// Whether the entries are those of the server's journal and follow what this desk remembers.
    /// <see cref="JournalFault.RolledBack"/> is harmless for an old bundle carried by hand, and alarming for a fresh one.
    /// </param>
    /// <param name="Files">Sealed files that came out whole.</param>
    /// <param name="Reports">Every other file, by name, with its reason. Of files that were not signed for, or are there again, the first 100.</param>
    public sealed record Read(Checkpoint? Checkpoint, JournalCheck Journal, long Files, ImmutableArray<BundleFileReport> Reports) : BundleReading;
}

public enum BundleFault
{
    /// <summary>No archive of ours: the manifest does not come first, is too long or is no manifest of this journal.</summary>
    NotABundle,
    /// <summary>The manifest is not signed by the key asked for, or was changed.</summary>
    NotSigned,
}
