namespace Detainees.Journal;

/// <summary>A sealed file in a bundle.</summary>
/// <param name="Id">Of the entry, for a body; of the attachment, for an attachment.</param>
/// <param name="Sealed">The size and hash that the server signed.</param>
public sealed record BundleItem(BundleItemKind Kind, Guid Id, SealedItem Sealed)
{
    /// <summary>"sealed/" or "attachments/", 32 lower-case hex digits, ".age".</summary>
    public string FileName => BundleNames.Of(Kind, Id);
}

public enum BundleItemKind
{
    Body,
    Attachment,
}

/// <summary>A file of a bundle that did not come out whole.</summary>
/// <param name="Name">A name that a bundle can hold. Foreign files are not echoed by name: "file 17".</param>
public sealed record BundleFileReport(string Name, BundleFileFault Fault);

public enum BundleFileFault
{
    /// <summary>Signed for, and not there (or its place in the archive is damaged).</summary>
    Missing,
    /// <summary>Not there because its family took it back, or two devices removed it: a later entry of its thread says so.</summary>
    Erased,
    /// <summary>Not there because the server let go of it in its time: a later entry is a retention that covers it.</summary>
    Retired,
    /// <summary>Not of the size or hash that was signed.</summary>
    Damaged,
    /// <summary>There a second time; the first was taken.</summary>
    Duplicate,
    /// <summary>Not signed for.</summary>
    Unlisted,
    /// <summary>A link, a folder or another special entry of the archive.</summary>
    NotAFile,
    /// <summary>Whole, but the journal in the same bundle knows another size or hash for it.</summary>
    NotAsInJournal,
}
