using System.Formats.Tar;
using System.Text;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Journal.Tests;

public sealed class BundleTests : IDisposable
{
    private readonly SigningKey key = SigningKey.Create();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(40)]
    public async Task What_is_written_comes_out_whole(int size)
    {
        var store = MemoryStore.Of(size, seed: 30);
        var (tar, writing) = await store.WriteAsync(key, Cancel);
        Assert.Equal((size, store.Files.Count, 0L), (writing.Entries, writing.Files, writing.NotHeld));
        Assert.Empty(writing.Damaged);
        Assert.Equal(4, store.Readings);

        var (reading, receiver) = await ReadAsync(tar);
        Assert.Empty(reading.Reports);
        Assert.Equal(new JournalCheck.Sound(store.HeadAt(size)), reading.Journal);
        Assert.Equal(Checkpoint.Of(store.HeadAt(size), Some.Origin, Some.Now), reading.Checkpoint);
        Assert.Equal(store.Entries, receiver.Entries);
        AssertSameFiles(store.Files, receiver.Files);
        Assert.Equal(store.Files.Count, reading.Files);
    }

    [Fact]
    public async Task Files_of_every_size_around_a_block_and_a_buffer_come_out_whole()
    {
        var store = new MemoryStore();
        var head = JournalHead.Empty;
        foreach (var size in new[] { 1, 511, 512, 513, 1023, 1024, 65535, 65536, 65537, 200_000 })
        {
            var content = new byte[size]; // zeros: an empty block inside a file must not end the archive
            var id = new EntryId(new Guid(size, 0, 0, new byte[8]));
            store.Files[BundleNames.Of(BundleItemKind.Body, id.Value)] = content;
            var entry = head.Next(EntryKind.Report, id, default, Some.Now, "", new SealedItem(size, Sha256Hash.Of(content)), []);
            store.Entries = store.Entries.Add(entry);
            head = head.Append(entry);
        }

        var (tar, _) = await store.WriteAsync(key, Cancel);
        var (reading, receiver) = await ReadAsync(tar);
        Assert.Empty(reading.Reports);
        AssertSameFiles(store.Files, receiver.Files);
        Assert.Equal(store.Files.Count + 4, Tar.Files(tar).Count);
    }

    [Fact]
    public async Task Stock_tar_unpacks_it_and_stock_ssh_keygen_verifies_it()
    {
        var tarProgram = OutsideTools.Require("tar");
        var keygen = OutsideTools.Require("ssh-keygen");
        using var folder = new TemporaryFolder();
        var store = MemoryStore.Of(10, seed: 31);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var unpacked = await OutsideTools.RunAsync(tarProgram, ["-x", "-f", "-", "-C", folder.Path], Cancel, tar);
        Assert.True(unpacked.ExitCode == 0, unpacked.Error);
        foreach (var (name, content) in store.Files) Assert.Equal(content, await File.ReadAllBytesAsync(folder[name], Cancel));

        await File.WriteAllTextAsync(folder["allowed"], $"server {key.Public.ToOpenSsh("")}\n", Cancel);
        var manifest = await File.ReadAllBytesAsync(folder["manifest.txt"], Cancel);
        string[] arguments = ["-Y", "verify", "-f", folder["allowed"], "-I", "server", "-n", "detainees-bundle", "-s", folder["manifest.txt.sig"]];
        Assert.Equal(0, (await OutsideTools.RunAsync(keygen, arguments, Cancel, manifest)).ExitCode);
        manifest[^2] ^= 1;
        Assert.NotEqual(0, (await OutsideTools.RunAsync(keygen, arguments, Cancel, manifest)).ExitCode);
    }

    [Fact]
    public async Task The_archive_starts_with_the_manifest_and_ends_with_the_files_in_the_order_of_the_journal()
    {
        var store = MemoryStore.Of(6, seed: 32);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        string[] expected =
        [
            "manifest.txt", "manifest.txt.sig", "checkpoint.txt", "journal.txt",
            .. store.Entries.SelectMany(BundleManifest.ItemsOf).Select(i => i.FileName),
        ];
        var files = Tar.Files(tar);
        Assert.Equal(expected, files.Select(f => f.Name));
        var manifest = Encoding.ASCII.GetString(files[0].Content).Split('\n');
        Assert.Equal(["detainees-bundle/1", $"origin {Some.Origin}"], manifest[..2]);
        foreach (var (name, content) in files[2..])
            Assert.Contains($"file {name} {content.Length} {Sha256Hash.Of(content)}", manifest);
    }

    [Fact]
    public async Task A_bundle_may_start_at_any_entry_that_the_desk_can_join()
    {
        var store = MemoryStore.Of(20, seed: 33);
        var all = store.Entries;
        for (var first = 1; first <= 20; first += 3)
        {
            store.Entries = all[(first - 1)..];
            using var stream = new MemoryStream();
            var checkpoint = Checkpoint.Of(Some.HeadOf(all), Some.Origin, Some.Now);
            await BundleWriter.WriteAsync(stream, store, checkpoint, key, Cancel);
            for (var known = 0; known <= 20; known++)
            {
                var (reading, receiver) = await ReadAsync(stream.ToArray(), Some.HeadOf(all[..known]));
                Assert.Empty(reading.Reports);
                if (known >= first - 1)
                {
                    Assert.Equal(new JournalCheck.Sound(Some.HeadOf(all)), reading.Journal);
                    Assert.Equal(all[known..], receiver.Entries);
                }
                else
                {
                    // A gap: the entries cannot be joined; the files are signed for and come out all the same.
                    Assert.Equal(new JournalCheck.Broken(JournalFault.WrongNumber, known + 1), reading.Journal);
                    Assert.Empty(receiver.Entries);
                }
            }
        }
    }

    [Fact]
    public async Task A_bundle_of_another_history_or_an_older_one_is_told_to_the_desk()
    {
        var (tar, _) = await MemoryStore.Of(20, seed: 34).WriteAsync(key, Cancel);
        var other = MemoryStore.Of(25, seed: 35);
        Assert.Equal(new JournalCheck.Broken(JournalFault.Forked, 12), (await ReadAsync(tar, other.HeadAt(12))).Reading.Journal);
        Assert.IsType<JournalCheck.Broken>((await ReadAsync(tar, other.HeadAt(25))).Reading.Journal);
        var (older, _) = await MemoryStore.Of(5, seed: 34).WriteAsync(key, Cancel);
        var check = (await ReadAsync(older, MemoryStore.Of(20, seed: 34).HeadAt(20))).Reading.Journal;
        Assert.Equal(JournalFault.RolledBack, (check as JournalCheck.Broken)?.Fault);
    }

    [Fact]
    public async Task An_erased_file_is_told_from_a_lost_one()
    {
        var store = MemoryStore.Of(3, seed: 36);
        var head = store.HeadAt(3);
        var random = new Random(37);
        var target = head.Next(EntryKind.Report, new EntryId(Some.Guid(random)), new ThreadKey(Some.Guid(random)), Some.Now, "", Some.Item(random), []);
        var lost = head.Append(target).Next(EntryKind.Report, new EntryId(Some.Guid(random)), new ThreadKey(Some.Guid(random)), Some.Now, "", Some.Item(random), []);
        var erasure = head.Append(target).Append(lost).Next(EntryKind.Erasure, new EntryId(Some.Guid(random)), target.Thread, Some.Now, "", SealedItem.None, []);
        var later = head.Append(target).Append(lost).Append(erasure).Next(EntryKind.Report, new EntryId(Some.Guid(random)), target.Thread, Some.Now, "", Some.Item(random), []);
        store.Entries = [.. store.Entries, target, lost, erasure, later];
        var (tar, writing) = await store.WriteAsync(key, Cancel);
        Assert.Equal(3, writing.NotHeld);
        var (reading, _) = await ReadAsync(tar);
        Assert.Equal(
            [
                new(BundleNames.Of(BundleItemKind.Body, target.Id.Value), BundleFileFault.Erased),
                new(BundleNames.Of(BundleItemKind.Body, lost.Id.Value), BundleFileFault.Missing),
                // Sent after the family took the earlier one back: its loss is a loss.
                new BundleFileReport(BundleNames.Of(BundleItemKind.Body, later.Id.Value), BundleFileFault.Missing),
            ],
            reading.Reports);
    }

    [Theory]
    [InlineData("shorter"), InlineData("longer"), InlineData("changed")]
    public async Task A_file_gone_bad_in_the_store_is_named_by_writer_and_reader_and_the_others_come_out(string how)
    {
        var store = MemoryStore.Of(12, seed: 38);
        var (name, content) = store.Files.ElementAt(3);
        var intact = store.Files.Where(f => f.Key != name).ToDictionary();
        store.Files[name] = how switch { "shorter" => content[..^1], "longer" => [.. content, 0], _ => [.. content[..^1], (byte)(content[^1] ^ 1)] };
        var (tar, writing) = await store.WriteAsync(key, Cancel);
        Assert.Equal([new BundleFileReport(name, BundleFileFault.Damaged)], writing.Damaged);
        var (reading, receiver) = await ReadAsync(tar);
        if (how == "longer")
        {
            Assert.Empty(reading.Reports); // the writer cut it, and what is left is what was signed
            return;
        }

        Assert.Equal([new BundleFileReport(name, BundleFileFault.Damaged)], reading.Reports);
        AssertSameFiles(intact, receiver.Files);
    }

    [Fact]
    public async Task A_bundle_of_another_server_or_journal_hands_out_nothing()
    {
        using var stranger = SigningKey.Create();
        var (tar, _) = await MemoryStore.Of(5, seed: 39).WriteAsync(key, Cancel);
        var receiver = new MemoryReceiver();
        Assert.Equal(
            new BundleReading.Refused(BundleFault.NotSigned),
            await BundleReader.ReadAsync(new MemoryStream(tar), stranger.Public, Some.Origin, JournalHead.Empty, receiver, Cancel));
        Assert.Equal(
            new BundleReading.Refused(BundleFault.NotABundle),
            await BundleReader.ReadAsync(new MemoryStream(tar), key.Public, "elsewhere", JournalHead.Empty, receiver, Cancel));
        Assert.Equal(
            new BundleReading.Refused(BundleFault.NotABundle),
            await BundleReader.ReadAsync(new MemoryStream([]), key.Public, Some.Origin, JournalHead.Empty, receiver, Cancel));
        Assert.Empty(receiver.Entries);
        Assert.Empty(receiver.Files);
    }

    public static TheoryData<string> ForeignNames =>
        ["../escape.age", "/etc/cron.d/x", "sealed/../../x.age", "sealed/x.age", "sealed/ABCDEF00112233445566778899aabbcc.age", "C:\\x", "sealed/",
         "sealed/00112233445566778899aabbccddeeff.age", "attachments/00112233445566778899aabbccddeeff.age.exe", "new.txt", "manifest.txt", "x\ny"];

    [Theory, MemberData(nameof(ForeignNames))]
    public async Task A_foreign_name_is_passed_over_and_not_echoed(string name)
    {
        var store = MemoryStore.Of(5, seed: 40);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        files.Insert(4, (name, "evil"u8.ToArray()));
        var (reading, receiver) = await ReadAsync(Tar.Of(files));
        Assert.Equal([new BundleFileReport("file 5", BundleFileFault.Unlisted)], reading.Reports);
        AssertSameFiles(store.Files, receiver.Files);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink), InlineData(TarEntryType.HardLink), InlineData(TarEntryType.Directory), InlineData(TarEntryType.Fifo)]
    public async Task A_link_or_folder_in_the_place_of_a_file_is_refused(TarEntryType type)
    {
        var store = MemoryStore.Of(5, seed: 41);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        var (reading, receiver) = await ReadAsync(Tar.Of(files, type, files[5].Name));
        Assert.Contains(reading.Reports, r => r.Name == files[5].Name && r.Fault is BundleFileFault.Missing or BundleFileFault.Erased);
        Assert.Contains(reading.Reports, r => r.Fault == BundleFileFault.NotAFile);
        AssertSameFiles(store.Files.Where(f => f.Key != files[5].Name).ToDictionary(), receiver.Files);
    }

    [Fact]
    public async Task A_file_that_comes_twice_is_taken_once()
    {
        var store = MemoryStore.Of(5, seed: 42);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        var (reading, receiver) = await ReadAsync(Tar.Of([.. files, files[4], files[2], files[3]]));
        Assert.Equal([files[4].Name, "checkpoint.txt", "journal.txt"], reading.Reports.Select(r => r.Name));
        Assert.All(reading.Reports, r => Assert.Equal(BundleFileFault.Duplicate, r.Fault));
        Assert.IsType<JournalCheck.Sound>(reading.Journal);
        Assert.Equal(store.Entries, receiver.Entries);
        AssertSameFiles(store.Files, receiver.Files);
    }

    [Fact]
    public async Task A_file_larger_than_signed_is_not_even_read()
    {
        var store = MemoryStore.Of(5, seed: 43);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        files[4] = (files[4].Name, new byte[5_000_000]);
        var (reading, receiver) = await ReadAsync(Tar.Of(files));
        Assert.Equal([new BundleFileReport(files[4].Name, BundleFileFault.Damaged)], reading.Reports);
        Assert.Equal(0, receiver.ThrownAway);
        Assert.Equal(store.Files.Count - 1, receiver.Files.Count);
    }

    [Fact]
    public async Task The_order_of_the_files_behind_the_manifest_does_not_matter()
    {
        var store = MemoryStore.Of(8, seed: 44);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        var (reading, receiver) = await ReadAsync(Tar.Of([files[0], files[1], .. files[2..].AsEnumerable().Reverse()]));
        Assert.Empty(reading.Reports);
        Assert.IsType<JournalCheck.Sound>(reading.Journal);
        AssertSameFiles(store.Files, receiver.Files);
    }

    [Fact]
    public async Task A_thousand_foreign_files_make_no_more_than_a_hundred_reports()
    {
        var (tar, _) = await MemoryStore.Of(2, seed: 45).WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        for (var i = 0; i < 1000; i++) files.Add(($"x{i}", []));
        Assert.Equal(100, (await ReadAsync(Tar.Of(files))).Reading.Reports.Length);
    }

    [Fact]
    public async Task A_signed_file_that_the_journal_knows_otherwise_is_not_taken()
    {
        var store = MemoryStore.Of(5, seed: 47);
        var (tar, _) = await store.WriteAsync(key, Cancel);
        var files = Tar.Files(tar);
        var (name, content) = files[4];
        var swapped = content.Select(b => (byte)~b).ToArray();
        var manifest = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(files[0].Content).Replace(
            Sha256Hash.Of(content).ToString(), Sha256Hash.Of(swapped).ToString(), StringComparison.Ordinal));
        files[0] = (files[0].Name, manifest);
        files[1] = (files[1].Name, Encoding.ASCII.GetBytes(SshSignature.Sign(key, manifest, "detainees-bundle")));
        files[4] = (name, swapped);
        var (reading, receiver) = await ReadAsync(Tar.Of(files));
        Assert.Equal([new BundleFileReport(name, BundleFileFault.NotAsInJournal)], reading.Reports);
        Assert.Equal(store.Files.Count - 1, receiver.Files.Count);
    }

    [Fact]
    public async Task Entries_out_of_sequence_or_short_of_the_checkpoint_are_not_written()
    {
        var store = MemoryStore.Of(5, seed: 46);
        var checkpoint = Checkpoint.Of(store.HeadAt(5), Some.Origin, Some.Now);
        var all = store.Entries;
        foreach (var entries in new[] { all.RemoveAt(2), all[..4] })
        {
            store.Entries = entries;
            using var stream = new MemoryStream();
            await Assert.ThrowsAsync<InvalidOperationException>(() => BundleWriter.WriteAsync(stream, store, checkpoint, key, Cancel));
            Assert.Equal(0, stream.Length);
        }
    }

    internal static void AssertSameFiles(IReadOnlyDictionary<string, byte[]> expected, IReadOnlyDictionary<string, byte[]> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, content) in expected) Assert.Equal(content, actual[name]);
    }

    private async Task<(BundleReading.Read Reading, MemoryReceiver Receiver)> ReadAsync(byte[] tar, JournalHead? from = null)
    {
        var receiver = new MemoryReceiver();
        var reading = await BundleReader.ReadAsync(
            new MemoryStream(tar), key.Public, Some.Origin, from ?? JournalHead.Empty, receiver, Cancel);
        return (Assert.IsType<BundleReading.Read>(reading), receiver);
    }
}
