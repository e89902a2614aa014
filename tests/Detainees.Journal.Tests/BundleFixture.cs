using System.Collections.Immutable;
using System.Formats.Tar;
using System.Runtime.CompilerServices;
using Detainees.Signing;

namespace Detainees.Journal.Tests;

/// <summary>A store in memory, with the sealed files that its journal names.</summary>
internal sealed class MemoryStore : IBundleSource
{
    public ImmutableArray<JournalEntry> Entries { get; set; } = [];
    public Dictionary<string, byte[]> Files { get; } = [];
    public int Readings { get; private set; }

    /// <param name="largest">No sealed file is larger, in bytes.</param>
    public static MemoryStore Of(int size, int seed, int largest = 3000)
    {
        var random = new Random(seed);
        var store = new MemoryStore();
        var head = JournalHead.Empty;
        for (var i = 0; i < size; i++)
        {
            var entry = Some.Entry(head, random);
            // One in eight takes back the thread of an earlier one.
            if (entry.Kind == EntryKind.Erasure && i > 0) entry = entry with { Thread = store.Entries[random.Next(i)].Thread };
            if (entry.Body != SealedItem.None)
                entry = entry with { Body = store.Add(new BundleItem(BundleItemKind.Body, entry.Id.Value, entry.Body), random, largest) };
            entry = entry with
            {
                Attachments = [.. entry.Attachments.Select(a =>
                    a with { Sealed = store.Add(new BundleItem(BundleItemKind.Attachment, a.Id, a.Sealed), random, largest) })],
            };
            store.Entries = store.Entries.Add(entry);
            head = head.Append(entry);
        }

        return store;
    }

    public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Readings++;
        foreach (var entry in Entries)
        {
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    public ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel) =>
        ValueTask.FromResult<Stream?>(Files.TryGetValue(item.FileName, out var content) ? new MemoryStream(content) : null);

    public async Task<(byte[] Tar, BundleWriting Writing)> WriteAsync(SigningKey key, CancellationToken cancel)
    {
        using var tar = new MemoryStream();
        var checkpoint = Checkpoint.Of(HeadAt(Entries.Length), Some.Origin, Some.Now);
        var writing = await BundleWriter.WriteAsync(tar, this, checkpoint, key, cancel);
        return (tar.ToArray(), writing);
    }

    public JournalHead HeadAt(int size) => Some.HeadOf(Entries.Take(size));

    private SealedItem Add(BundleItem item, Random random, int largest)
    {
        var content = new byte[random.Next(1, largest + 1)];
        random.NextBytes(content);
        Files[item.FileName] = content;
        return new SealedItem(content.Length, Sha256Hash.Of(content));
    }
}

/// <summary>Keeps what comes out of a bundle, and holds the reader to its contract.</summary>
internal sealed class MemoryReceiver : IBundleReceiver
{
    private (BundleItem Item, MemoryStream Content)? open;

    public List<JournalEntry> Entries { get; } = [];
    public Dictionary<string, byte[]> Files { get; } = [];
    public int ThrownAway { get; private set; }

    public ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel)
    {
        Entries.Add(entry);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel)
    {
        Assert.Null(open);
        open = (item, new MemoryStream());
        return ValueTask.FromResult<Stream?>(open.Value.Content);
    }

    public ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel)
    {
        Assert.Equal(item, open?.Item);
        if (whole && open is { } kept) Files.Add(item.FileName, kept.Content.ToArray());
        else ThrownAway++;
        open = null;
        return ValueTask.CompletedTask;
    }
}

/// <summary>Takes archives apart and makes wrong ones, with the platform's own tar.</summary>
internal static class Tar
{
    public static List<(string Name, byte[] Content)> Files(byte[] tar)
    {
        var files = new List<(string, byte[])>();
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add((entry.Name, content.ToArray()));
        }

        return files;
    }

    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> files, TarEntryType type = TarEntryType.RegularFile, string? special = null)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var isSpecial = name == special;
                var entry = new UstarTarEntry(isSpecial ? type : TarEntryType.RegularFile, name);
                if (isSpecial && type is TarEntryType.SymbolicLink or TarEntryType.HardLink && isSpecial) entry.LinkName = "/etc/passwd";
                else if (!isSpecial || type == TarEntryType.RegularFile) entry.DataStream = new MemoryStream(content);
                writer.WriteEntry(entry);
            }
        }

        return tar.ToArray();
    }
}
