using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using Detainees.Desk.Commands;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Desk.Pulling;

/// <summary>A pull from a bundle that was carried by hand (docs/journal.md, "A bundle"). Needs no key of the desk's own.</summary>
internal sealed class BundlePull(DeskFolder folder, IProgressLine progress) : IBundleReceiver, IDisposable
{
    private readonly HashSet<string> fetched = new(StringComparer.Ordinal);
    private FileStream? journal;
    private FileStream? file;

    public static async Task<Attempt<PullSummary>> RunAsync(DeskRun run, DeskFolder folder, string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) return new Trouble(ExitCode.Stopped, $"There is no file {path}.");
        var read = run.ReadServerKey();
        if (read is Attempt<VerifyingKey?>.Failed(var badKey)) return badKey;
        var given = ((Attempt<VerifyingKey?>.Done)read).Value;
        if (given is not null && folder.Memory is { } memory && !memory.Key.Equals(given))
            return new Trouble(ExitCode.Distrusted, $"This desk knows its server by another key ({memory.Key.Id}) than the one given ({given.Id}).");
        if ((given ?? folder.Memory?.Key) is not { } key)
            return new Trouble(ExitCode.Stopped, "This desk does not know its server yet: give --server-key with the file from your administrator.");
        using var only = folder.TryLock();
        if (only is null) return new Trouble(ExitCode.Stopped, "Another pull into this desk folder is running. Wait for it to end.");
        await using var source = File.OpenRead(path);
        using var progress = run.Progress();
        progress.Begin("KiB of the bundle", source.Length >> 10);
        using var receiver = new BundlePull(folder, progress);
        return await receiver.ReadAsync(source, key, cancel);
    }

    public async ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel)
    {
        journal ??= PrivateFiles.Open(folder.IncomingJournal, FileMode.Create);
        await journal.WriteAsync(entry.Encode(), cancel);
    }

    public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel)
    {
        file = folder.Has(item) ? null : PrivateFiles.Open(folder.IncomingPathOf(item), FileMode.Create);
        return ValueTask.FromResult<Stream?>(file);
    }

    public async ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel)
    {
        progress.Step(item.Sealed.Bytes >> 10);
        if (file is null) return;
        if (whole) file.Flush(flushToDisk: true);
        await file.DisposeAsync();
        file = null;
        if (!whole) File.Delete(folder.IncomingPathOf(item));
        else
        {
            folder.Keep(item);
            fetched.Add(item.FileName);
        }
    }

    public void Dispose()
    {
        journal?.Dispose();
        file?.Dispose();
    }

    private async Task<Attempt<PullSummary>> ReadAsync(Stream source, VerifyingKey key, CancellationToken cancel)
    {
        File.Delete(folder.IncomingJournal);
        var before = folder.Head;
        if (await BundleReader.ReadAsync(source, key, ServerPull.Origin, before, this, cancel) is not BundleReading.Read read)
            return new Trouble(ExitCode.Distrusted, "The bundle is not one of the server that this desk knows, or it was changed on the way. Nothing was taken over.");
        if (journal is not null) await journal.DisposeAsync();
        journal = null;
        var remarks = ImmutableArray<string>.Empty;
        switch (read.Journal)
        {
            case JournalCheck.Sound(var head):
                if (await NoteAsync(source, key, head, cancel) is not { } note)
                    return new Trouble(ExitCode.Distrusted, "The bundle's checkpoint cannot be read twice: is the stick or disk failing? Nothing was taken over.");
                await folder.TakeOverAsync(new DeskMemory(key, folder.Memory?.Server, 0, head, note), cancel);
                break;
            case JournalCheck.Broken { Fault: JournalFault.RolledBack }:
                File.Delete(folder.IncomingJournal);
                remarks = ["This bundle is older than what this desk has; its files were looked through all the same."];
                break;
            case JournalCheck.Broken { Fault: JournalFault.WrongNumber }:
                File.Delete(folder.IncomingJournal);
                remarks = ["This bundle begins after what this desk has: bring the one before it first, then this one again."];
                break;
            case JournalCheck.Broken broken:
                File.Delete(folder.IncomingJournal);
                return new Trouble(ExitCode.Distrusted, Sentences.OfServersJournal(broken));
        }

        return await SummaryAsync(read, before.Size, remarks, cancel);
    }

    /// <summary>The signed note itself, for 'verify' later: the reader gives only what it says.</summary>
    private static async Task<string?> NoteAsync(Stream source, VerifyingKey key, JournalHead head, CancellationToken cancel)
    {
        source.Position = 0;
        await using var tar = new TarReader(source, leaveOpen: true);
        for (var i = 0; i < 3; i++) // manifest, signature, checkpoint
        {
            if (await tar.GetNextEntryAsync(copyData: false, cancel) is not { } file) return null;
            if (file.Name != "checkpoint.txt" || file.DataStream is not { Length: <= SignedNote.MaxLength } content) continue;
            using var text = new StreamReader(content, Encoding.UTF8);
            var note = await text.ReadToEndAsync(cancel);
            return Checkpoint.Verify(note, key, ServerPull.Origin) is CheckpointCheck.Valid(var checkpoint) && checkpoint.Root == head.Root ? note : null;
        }

        return null;
    }

    private async Task<Attempt<PullSummary>> SummaryAsync(
        BundleReading.Read read, long before, ImmutableArray<string> remarks, CancellationToken cancel)
    {
        var shelf = await JournalShelf.ReadAsync(folder, cancel);
        if (shelf is Attempt<JournalShelf>.Failed(var why)) return why;
        var tally = new PullTally(folder, ((Attempt<JournalShelf>.Done)shelf).Value, fetched);
        var reasons = read.Reports.ToLookup(report => report.Name, report => Sentences.OfBundleFile(report.Fault), StringComparer.Ordinal);
        var missing = await tally.CountAsync(cancel);
        ImmutableArray<FailedItem> failed =
            [.. missing.Select(file => new FailedItem(file.What, reasons[file.Item.FileName].FirstOrDefault() ?? "not in this bundle"))];
        return tally.Summary(before, 0, failed, remarks);
    }
}
