using Detainees.Journal;

namespace Detainees.Desk;

/// <summary>Faults in a case worker's words.</summary>
internal static class Sentences
{
    private const string Untouched = "Nothing was taken over; what this desk had is unchanged.";

    public static string OfServersJournal(JournalCheck.Broken broken) => $"{OfFault(broken)} {Untouched} Tell your administrator before you go on.";

    public static string OfOwnJournal(JournalCheck.Broken broken) =>
        $"This desk's copy of the journal is damaged: {OfFault(broken)} Pull into a new folder (--desk), and keep this one to compare.";

    private static string OfFault(JournalCheck.Broken broken) => broken.Fault switch
    {
        JournalFault.Malformed => $"Entry {broken.Number} of the journal is damaged.",
        JournalFault.WrongNumber => $"Entry {broken.Number} of the journal is missing, doubled or out of order.",
        JournalFault.BrokenChain => $"Entry {broken.Number} does not follow the one before it: one of the two was changed.",
        JournalFault.Forked => $"The journal is not the one this desk saw before: history was rewritten at or before entry {broken.Number}.",
        JournalFault.RolledBack => "The journal is shorter than the one this desk saw before: the server was set back to an older state.",
        JournalFault.WrongSize => $"The journal ends at entry {broken.Number - 1}, and its signed checkpoint says otherwise.",
        JournalFault.WrongRoot => "The entries are not those that the server signed.",
        JournalFault.NotSigned => "The journal's checkpoint is not signed by the server that this desk knows.",
    };

    public static string OfCheckpoint(CheckpointFault fault) => fault switch
    {
        CheckpointFault.Malformed => "The server's checkpoint is damaged.",
        CheckpointFault.WrongOrigin => "The checkpoint is of another journal.",
        CheckpointFault.NotSigned => "The checkpoint is not signed by the server that this desk knows.",
        CheckpointFault.BadSignature => "The signature of the checkpoint is false: somebody changed it.",
    };

    public static string OfCheckpointRefused(CheckpointFault fault) => $"{OfCheckpoint(fault)} {Untouched} Tell your administrator before you go on.";

    public static string OfBundle(BundleFault fault) => fault switch
    {
        BundleFault.NotABundle => "This file is no bundle of ours, or its beginning is damaged.",
        BundleFault.NotSigned => "The bundle is not signed by the server that this desk knows, or it was changed on the way.",
    };

    public static string OfBundleFile(BundleFileFault fault) => fault switch
    {
        BundleFileFault.Missing => "missing in the bundle",
        BundleFileFault.Erased => "taken back by the family or removed",
        BundleFileFault.Retired => "the server let go of it in its time",
        BundleFileFault.Damaged => "damaged on the way",
        BundleFileFault.Duplicate => "there twice; the first was taken",
        BundleFileFault.Unlisted => "not signed for, passed over",
        BundleFileFault.NotAFile => "a link or folder, passed over",
        BundleFileFault.NotAsInJournal => "not the file that the journal names",
    };

    /// <summary>A fault of the disk, without the text of the exception.</summary>
    public static string OfDisk(Exception fault) => fault switch
    {
        UnauthorizedAccessException => "A file or folder may not be written (or read) here: check its permissions, or choose another folder.",
        DirectoryNotFoundException or DriveNotFoundException => "A folder is not there (any more): is the disk or stick still plugged in?",
        FileNotFoundException => "A file is not there (any more).",
        PathTooLongException => "A path is too long: choose a folder nearer to the top of the disk.",
        // ENOSPC on Linux and macOS, EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
        IOException io when (io.HResult & 0xFFFF) is 28 or 122 or 69 or 112 or 39 => "The disk is full. What was complete is kept; make room and run the command again.",
        IOException io when (io.HResult & 0xFFFF) is 30 or 19 => "The disk is read-only: choose another folder.",
        _ => "The disk or file could not be read or written.",
    };
}
