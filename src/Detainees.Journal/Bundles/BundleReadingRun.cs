using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>One reading of a bundle, after its manifest has been verified.</summary>
internal sealed class BundleReadingRun(
    TarReading tar, BundleContents contents, VerifyingKey key, string origin, JournalHead from, IBundleReceiver receiver)
{
    private const int MaxExtraReports = 100;
    private const int MaxCheckpointBytes = SignedNote.MaxLength;

    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly ImmutableArray<BundleFileReport>.Builder reports = ImmutableArray.CreateBuilder<BundleFileReport>();
    private readonly BundleJournal journal = new(from);
    private Checkpoint? checkpoint;
    private bool checkpointCame, journalCame;
    private int extras;
    private long position = 2; // the manifest and its signature
    private long whole;

    public async Task<BundleReading> ReadAsync(CancellationToken cancel)
    {
        while (await tar.NextAsync(cancel) is { } header)
        {
            position++;
            if (header.Name == BundleNames.Checkpoint && header.IsFile) await ReadCheckpointAsync(header, cancel);
            else if (header.Name == BundleNames.Journal && header.IsFile) await ReadJournalAsync(header, cancel);
            else if (BundleNames.TryItem(header.Name, out var kind, out var id)) await ReadItemAsync(header, kind, id, cancel);
            else ReportForeign(header);
        }

        if (!checkpointCame) Report(BundleNames.Checkpoint, BundleFileFault.Missing);
        if (!journalCame) Report(BundleNames.Journal, BundleFileFault.Missing);
        reports.AddRange(contents.NotCome());
        return new BundleReading.Read(checkpoint, journal.Finish(checkpoint), whole, reports.ToImmutable());
    }

    private async Task ReadCheckpointAsync(TarHeader header, CancellationToken cancel)
    {
        if (checkpointCame)
        {
            ReportExtra(BundleNames.Checkpoint, BundleFileFault.Duplicate);
            return;
        }

        checkpointCame = true;
        using var content = new MemoryStream();
        if (contents.Checkpoint is not { Bytes: <= MaxCheckpointBytes } expected || header.Size != expected.Bytes
            || !await CopyAsync(content, expected, cancel))
            Report(BundleNames.Checkpoint, BundleFileFault.Damaged);
        else if (Checkpoint.Verify(Encoding.UTF8.GetString(content.ToArray()), key, origin) is CheckpointCheck.Valid valid) checkpoint = valid.Checkpoint;
    }

    private async Task ReadJournalAsync(TarHeader header, CancellationToken cancel)
    {
        if (journalCame)
        {
            ReportExtra(BundleNames.Journal, BundleFileFault.Duplicate);
            return;
        }

        journalCame = true;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var splitter = new EntrySplitter();
        for (int read; (read = await tar.ReadAsync(buffer, cancel)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            foreach (var encoded in splitter.Push(buffer.AsSpan(0, read))) await ReadEntryAsync(encoded, cancel);
            if (splitter.IsOverlong) journal.Malformed();
        }

        if (!splitter.IsBetweenEntries) journal.Malformed();
        contents.IsJournalWhole =
            header.Size == contents.Journal?.Bytes && Sha256Hash.FromBytes(hash.GetHashAndReset()) == contents.Journal.Hash;
        if (!contents.IsJournalWhole) Report(BundleNames.Journal, BundleFileFault.Damaged);
    }

    private async Task ReadEntryAsync(byte[] encoded, CancellationToken cancel)
    {
        if (journal.IsBroken) return;
        if (!JournalEntry.TryDecode(encoded, out var entry) || entry is null)
        {
            journal.Malformed();
            return;
        }

        var isNew = journal.Feed(entry);
        if (journal.IsBroken) return;
        contents.Note(entry);
        if (isNew) await receiver.EntryAsync(entry, cancel);
    }

    private async Task ReadItemAsync(TarHeader header, BundleItemKind kind, Guid id, CancellationToken cancel)
    {
        var name = BundleNames.Of(kind, id);
        if (!contents.Items.TryGetValue((kind, id), out var expected))
        {
            ReportForeign(header);
        }
        else if (!header.IsFile)
        {
            ReportExtra(name, BundleFileFault.NotAFile); // and missing as well, unless it still comes
        }
        else if (expected.HasCome)
        {
            ReportExtra(name, BundleFileFault.Duplicate);
        }
        else
        {
            expected.HasCome = true;
            var fault = await TakeAsync(header, new BundleItem(kind, id, expected.Sealed), expected.IsAsInJournal || !contents.IsJournalWhole, cancel);
            if (fault is { } named) Report(name, named);
            else whole++;
        }
    }

    private async Task<BundleFileFault?> TakeAsync(TarHeader header, BundleItem item, bool isAsInJournal, CancellationToken cancel)
    {
        // A size that was not signed is not even read: nothing fills the desk's disk but what the server vouched for.
        if (header.Size != item.Sealed.Bytes) return BundleFileFault.Damaged;
        if (!isAsInJournal) return BundleFileFault.NotAsInJournal;
        var good = await CopyAsync(await receiver.BeginAsync(item, cancel), item.Sealed, cancel);
        await receiver.EndAsync(item, good, cancel);
        return good ? null : BundleFileFault.Damaged;
    }

    private async Task<bool> CopyAsync(Stream? destination, SealedItem expected, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        for (int read; (read = await tar.ReadAsync(buffer, cancel)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            if (destination is not null) await destination.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return bytes == expected.Bytes && Sha256Hash.FromBytes(hash.GetHashAndReset()) == expected.Hash;
    }

    // Names that nobody signed are not echoed to a screen or a log.
    private void ReportForeign(TarHeader header) =>
        ReportExtra($"file {position}", header.IsFile ? BundleFileFault.Unlisted : BundleFileFault.NotAFile);

    // What the manifest names is bounded by it; what somebody adds to the archive is not.
    private void ReportExtra(string name, BundleFileFault fault)
    {
        if (++extras <= MaxExtraReports) Report(name, fault);
    }

    private void Report(string name, BundleFileFault fault) => reports.Add(new BundleFileReport(name, fault));
}
