using Detainees.Signing;

namespace Detainees.Journal.Tests;

public sealed class BundleDamageTests : IDisposable
{
    private readonly SigningKey key = SigningKey.Create();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => key.Dispose();

    [Fact]
    public async Task Damage_anywhere_never_throws_and_never_lets_a_changed_file_through()
    {
        var store = MemoryStore.Of(8, seed: 50, largest: 800);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var random = new Random(51);
        for (var i = 0; i < 4000; i++)
        {
            var damaged = tar;
            for (var faults = random.Next(1, 4); faults > 0; faults--) damaged = Damage.Once(damaged, random);
            var receiver = new MemoryReceiver();
            var reading = await BundleReader.ReadAsync(
                new MemoryStream(damaged), key.Public, Some.Origin, JournalHead.Empty, receiver, Cancel);
            foreach (var (name, content) in receiver.Files) Assert.Equal(store.Files[name], content);
            if (reading is not BundleReading.Read read) continue;
            // Each signed file came out whole or is named.
            Assert.Equal(receiver.Files.Count, read.Files);
            foreach (var name in store.Files.Keys) Assert.True(receiver.Files.ContainsKey(name) || read.Reports.Any(r => r.Name == name));
            // What was handed out of a journal that is not sound is thrown away by the desk.
            if (read.Journal is not JournalCheck.Sound sound) continue;
            Assert.Equal(store.HeadAt(8), sound.Head);
            Assert.Equal(store.Entries, receiver.Entries);
        }
    }

    [Fact]
    public async Task A_flipped_bit_behind_the_manifest_costs_one_file_at_most()
    {
        var store = MemoryStore.Of(8, seed: 52, largest: 800);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var behind = IndexOf(tar, "checkpoint.txt", from: IndexOf(tar, "manifest.txt.sig", 0));
        var random = new Random(53);
        for (var at = behind; at < tar.Length - 1024; at += 23)
        {
            var damaged = tar.ToArray();
            damaged[at] ^= (byte)(1 << random.Next(8));
            var receiver = new MemoryReceiver();
            var reading = Assert.IsType<BundleReading.Read>(await BundleReader.ReadAsync(
                new MemoryStream(damaged), key.Public, Some.Origin, JournalHead.Empty, receiver, Cancel));
            Assert.InRange(receiver.Files.Count, store.Files.Count - 1, store.Files.Count);
            // The one that is lost, or its header: reported as one file, and its content perhaps as a foreign one.
            Assert.True(reading.Reports.Count(r => !r.Name.StartsWith("file ", StringComparison.Ordinal)) <= 1);
        }
    }

    [Fact]
    public async Task A_cut_bundle_gives_what_came_before_the_cut()
    {
        var store = MemoryStore.Of(8, seed: 54, largest: 800);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var before = 0;
        for (var length = 0; length <= tar.Length; length += 256)
        {
            var receiver = new MemoryReceiver();
            var reading = await BundleReader.ReadAsync(
                new MemoryStream(tar[..length]), key.Public, Some.Origin, JournalHead.Empty, receiver, Cancel);
            Assert.InRange(receiver.Files.Count, before, store.Files.Count);
            before = receiver.Files.Count;
            if (reading is BundleReading.Read read)
                Assert.Equal(store.Files.Count, receiver.Files.Count + read.Reports.Count(r => r.Name.EndsWith(".age", StringComparison.Ordinal)));
        }

        Assert.Equal(store.Files.Count, before);
    }

    [Fact]
    public async Task A_stick_that_fails_while_read_is_a_cut_bundle()
    {
        var store = MemoryStore.Of(8, seed: 55, largest: 800);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var receiver = new MemoryReceiver();
        await using var source = new FailingStream(tar, failsAt: tar.Length - 4000);
        var reading = Assert.IsType<BundleReading.Read>(await BundleReader.ReadAsync(
            source, key.Public, Some.Origin, JournalHead.Empty, receiver, Cancel));
        Assert.IsType<JournalCheck.Sound>(reading.Journal);
        Assert.NotEmpty(receiver.Files);
        Assert.NotEmpty(reading.Reports);
    }

    [Fact]
    public async Task Garbage_is_no_bundle_and_never_throws()
    {
        var random = new Random(56);
        for (var i = 0; i < 500; i++)
        {
            var garbage = new byte[random.Next(5000)];
            random.NextBytes(garbage);
            Assert.IsType<BundleReading.Refused>(await BundleReader.ReadAsync(
                new MemoryStream(garbage), key.Public, Some.Origin, JournalHead.Empty, new MemoryReceiver(), Cancel));
        }
    }

    [Fact]
    public async Task A_header_that_claims_gigabytes_takes_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var header = TarHeader.Encode("manifest.txt", BundleManifest.MaxBytes, Some.Now);
        Assert.IsType<BundleReading.Refused>(await BundleReader.ReadAsync(
            new MemoryStream([.. header, 1, 2, 3]), key.Public, Some.Origin, JournalHead.Empty, new MemoryReceiver(), Cancel));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.IsType<BundleReading.Refused>(await BundleReader.ReadAsync(
            new MemoryStream(TarHeader.Encode("manifest.txt", BundleManifest.MaxBytes + 1L, Some.Now)), key.Public, Some.Origin,
            JournalHead.Empty, new MemoryReceiver(), Cancel));
    }

    [Fact]
    public void Journal_text_without_an_end_is_given_up_at_the_limit_of_an_entry()
    {
        var splitter = new EntrySplitter();
        for (var i = 0; i < 100; i++) Assert.Empty(splitter.Push(new byte[10_000]));
        Assert.True(splitter.IsOverlong);
    }

    [Fact]
    public void Journal_text_is_cut_into_the_same_entries_whatever_the_pieces()
    {
        var entries = Some.Journal(20, seed: 57);
        var text = entries.SelectMany(e => e.Encode()).ToArray();
        foreach (var piece in new[] { 1, 2, 3, 64, 1000, text.Length })
        {
            var splitter = new EntrySplitter();
            var cut = text.Chunk(piece).SelectMany(p => splitter.Push(p)).ToList();
            Assert.Equal(entries.Select(e => e.Encode()), cut);
            Assert.True(splitter.IsBetweenEntries);
        }
    }

    private static int IndexOf(byte[] bytes, string text, int from) =>
        from + bytes.AsSpan(from).IndexOf(System.Text.Encoding.ASCII.GetBytes(text + "\0"));

    private sealed class FailingStream(byte[] content, int failsAt) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position + buffer.Length > failsAt
                ? throw new IOException("input/output error")
                : base.ReadAsync(buffer, cancellationToken);
    }
}
