using Detainees.Journal;

namespace Detainees.Desk.Store;

/// <summary>
/// The desk's own folder: <c>desk.json</c> (what it knows), <c>journal.txt</c> (entries as the server encoded them),
/// <c>sealed/</c> and <c>attachments/</c> (age files that were verified), <c>incoming/</c> (what is not verified yet).
/// Nothing in it can be read without an identity.
/// </summary>
internal sealed class DeskFolder
{
    private DeskFolder(string path, DeskMemory? memory) => (Root, Memory) = (path, memory);

    public string Root { get; }

    /// <summary>Null until the first pull.</summary>
    public DeskMemory? Memory { get; private set; }

    public JournalHead Head => Memory?.Head ?? JournalHead.Empty;
    public string JournalFile => Path.Combine(Root, "journal.txt");
    public string IncomingJournal => Path.Combine(Root, "incoming", "journal.part");
    private string MemoryFile => Path.Combine(Root, "desk.json");

    public static Attempt<DeskFolder> Open(string path)
    {
        var root = Path.GetFullPath(path);
        var file = Path.Combine(root, "desk.json");
        if (!File.Exists(file))
        {
            // A journal without its memory must not be taken for a new desk: roll-back and fork would go unseen.
            return File.Exists(Path.Combine(root, "journal.txt"))
                ? new Trouble(ExitCode.Distrusted, $"The desk folder {root} has lost its file desk.json. Pull into a new folder, and keep this one to compare.")
                : new DeskFolder(root, null);
        }

        return DeskMemory.TryRead(File.ReadAllBytes(file)) is { } memory
            ? new DeskFolder(root, memory)
            : new Trouble(ExitCode.Distrusted, $"The file desk.json in {root} is damaged. Pull into a new folder, and keep this one to compare.");
    }

    /// <summary>Makes the folders, and keeps other programs from writing there; null when one already does.</summary>
    public FileStream? TryLock()
    {
        foreach (var folder in (ReadOnlySpan<string>)["", "sealed", "attachments", "incoming"])
            PrivateFiles.CreateFolder(Path.Combine(Root, folder));
        var path = Path.Combine(Root, "desk.lock");
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);
        }
        // EAGAIN on Linux and macOS; a sharing or lock violation on Windows. A full disk is another matter.
        catch (IOException fault) when ((fault.HResult & 0xFFFF) is 11 or 35 or 32 or 33)
        {
            return null;
        }
    }

    /// <summary>Where a verified file lies; the names are made of kind and id alone.</summary>
    public string PathOf(BundleItem item) => Path.Combine(Root, item.FileName);

    public string IncomingPathOf(BundleItem item) => Path.Combine(Root, "incoming", Path.GetFileName(item.FileName) + ".part");

    /// <summary>Whether the file is here at its full size. Its hash was verified when it came, and is again before it is opened.</summary>
    public bool Has(BundleItem item) => new FileInfo(PathOf(item)) is { Exists: true } file && file.Length == item.Sealed.Bytes;

    public void Keep(BundleItem item) => File.Move(IncomingPathOf(item), PathOf(item), overwrite: true);

    /// <summary>Takes over the entries in <see cref="IncomingJournal"/>, which were found sound up to the new head.</summary>
    public async Task TakeOverAsync(DeskMemory memory, CancellationToken cancel)
    {
        var length = Memory?.JournalBytes ?? 0;
        await using (var journal = PrivateFiles.Open(JournalFile, FileMode.OpenOrCreate))
        {
            journal.SetLength(length);
            journal.Position = length;
            if (File.Exists(IncomingJournal))
            {
                await using var incoming = File.OpenRead(IncomingJournal);
                await incoming.CopyToAsync(journal, cancel);
            }

            journal.Flush(flushToDisk: true);
            length = journal.Length;
        }

        // From here on the entries count; a crash before leaves the old state, with a longer file that is cut next time.
        var taken = memory with { JournalBytes = length };
        await PrivateFiles.WriteAsync(MemoryFile, taken.ToJson(), cancel);
        File.Delete(IncomingJournal);
        Memory = taken;
    }

    /// <summary>The entries as they are on disk, up to where they count; decoded by the caller, who judges them.</summary>
    public async IAsyncEnumerable<byte[]> EncodedEntriesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (Memory is null || Memory.JournalBytes == 0 || !File.Exists(JournalFile)) yield break;
        await using var file = File.OpenRead(JournalFile);
        var reader = new EntryReader(file, Memory.JournalBytes);
        while (await reader.NextAsync(cancel) is { } encoded) yield return encoded;
    }
}
