using System.Formats.Tar;
using System.Text;
using Detainees.Bot.Tools.Backups;
using Detainees.Fuzz.Running;
using Detainees.Journal;
using Detainees.Signing;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>Bundles and backups: tar archives with a signed list of what is in them.</summary>
internal static class ArchiveTargets
{
    private static readonly byte[][] Words = Kept.Words(
        "ustar", "../../etc/passwd", "/etc/passwd", "..", "bodies/", "attachments/", "intake.db", "manifest.txt", "x\0", "././@LongLink", "\0\0\0\0", "77777777777", "file ",
        "origin ", "detainees-bundle/1\n", "detainees-backup/1\n", "file ../../x 1 0000000000000000000000000000000000000000000000000000000000000000\n",
        "file attachments/00/../../../x 1 0000000000000000000000000000000000000000000000000000000000000000\n", "file intake.db 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");

    public static IEnumerable<FuzzTarget> All()
    {
        var bundle = Kept.File("bundle/8.tar", () => Bundle());
        var files = Read(bundle);
        yield return new("tar-header", 3_000, 8, [bundle[..512], TarHeader.Encode("journal.txt", TarHeader.MaxSize, Kept.Now)], Words, ReadHeader) { Mutate = MutateTar, MostInput = 512, Short = 3000 };
        yield return new("bundle", 800_000, 40, [bundle], Words, input => ReadBundle(input, files)) { Mutate = MutateTar, Short = 400 };
        yield return new("bundle-manifest", 1_500_000, 200, [files[0].Content], Words, input => ReadSigned(input, files)) { Short = 200 };

        var backup = Backup([]);
        yield return new("backup-manifest", 100_000, 80, [Read(backup)[0].Content, .. Kept.All("backup-manifest")], Words, ReadBackupManifest);
        yield return new("backup", 1_500_000, 60, [Kept.File("backup/1.tar", () => backup)], Words, input => Restore(input)) { Mutate = MutateTar, Short = 60 };
        yield return new("backup-signed", 1_500_000, 60, [Read(backup)[0].Content, .. Kept.All("backup-manifest")], Words, input => Restore(Backup(input))) { Short = 60 };
    }

    /// <summary>Half of them get right checksums in their headers again: the fields are read, not only the sum.</summary>
    private static byte[] MutateTar(FuzzTarget target, ref Dice dice)
    {
        var bytes = Mutator.Mutate(target, ref dice);
        if (dice.Next(2) == 0) return bytes;
        for (var at = 0; at + 512 <= bytes.Length; at += 512)
        {
            var block = bytes.AsSpan(at, 512);
            if (!block.Slice(257, 5).SequenceEqual("ustar"u8)) continue;
            block.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var b in block) sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", block.Slice(148, 8));
        }

        return bytes;
    }

    private static Verdict ReadHeader(byte[] input)
    {
        var block = new byte[512];
        input.AsSpan(0, Math.Min(512, input.Length)).CopyTo(block);
        if (TarHeader.TryDecode(block) is not { } header) return Verdict.Refused;
        Require(header.Size is >= 0 and < 1L << 36 && header.Name.All(c => c is >= ' ' and <= '~'), "a header outside its limits");
        return Verdict.Accepted;
    }

    private static Verdict ReadBundle(byte[] input, List<(string Name, byte[] Content)> files)
    {
        var receiver = new Receiver();
        var reading = BundleReader.ReadAsync(new MemoryStream(input), Kept.Server.Public, Kept.Origin, JournalHead.Empty, receiver, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var (name, content) in receiver.Whole) Require(files.Any(f => f.Name == name && f.Content.AsSpan().SequenceEqual(content)), "a changed file came through");
        if (reading is not BundleReading.Read read) return Verdict.Refused;
        if (read.Journal is JournalCheck.Sound sound) Require(sound.Head.Equals(Kept.HeadAt(8)), "a journal that nobody made is sound");
        return Verdict.Accepted;
    }

    /// <summary>The list is bent and signed again, as by a server that was taken over: nothing leaves the places of a desk.</summary>
    private static Verdict ReadSigned(byte[] manifest, List<(string Name, byte[] Content)> files)
    {
        var signature = Encoding.ASCII.GetBytes(SshSignature.Sign(Kept.Server, manifest, "detainees-bundle"));
        var receiver = new Receiver();
        var tar = Write([(files[0].Name, manifest), (files[1].Name, signature), .. files.Skip(2)]);
        var reading = BundleReader.ReadAsync(new MemoryStream(tar), Kept.Server.Public, Kept.Origin, JournalHead.Empty, receiver, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var name in receiver.Whole.Keys) Require(BundleNames.TryItem(name, out _, out _) && !name.Contains("..", StringComparison.Ordinal), "a name that leads elsewhere");
        return reading is BundleReading.Read ? Verdict.Accepted : Verdict.Refused;
    }

    private static Verdict ReadBackupManifest(byte[] input)
    {
        if (BackupManifest.TryRead(input) is not { } manifest) return Verdict.Refused;
        Require(manifest.Encode().AsSpan().SequenceEqual(input), "a manifest of two spellings");
        foreach (var file in manifest.Files)
            Require(Path.GetFullPath(Path.Combine("/data", file.Name)).StartsWith("/data/", StringComparison.Ordinal), "a name that leads elsewhere");
        return Verdict.Accepted;
    }

    private static Verdict Restore(byte[] tar)
    {
        var place = Directory.CreateTempSubdirectory("detainees-fuzz");
        try
        {
            var (file, data) = (Path.Combine(place.FullName, "backup.tar"), Path.Combine(place.FullName, "a", "data"));
            File.WriteAllBytes(file, tar);
            Directory.CreateDirectory(data);
            var (manifest, problem) = BackupReader.ReadAsync(file, data, Kept.Server.Public, Kept.Origin, CancellationToken.None).GetAwaiter().GetResult();
            Require(Directory.EnumerateFileSystemEntries(place.FullName, "*", SearchOption.AllDirectories)
                .All(path => path == file || path == Path.GetDirectoryName(data) || path == data || path.StartsWith(data + "/", StringComparison.Ordinal)), "something was written elsewhere");
            Require(manifest is null == problem.Length > 0, "refused without a word, or taken with one");
            return manifest is null ? Verdict.Refused : Verdict.Accepted;
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static byte[] Bundle()
    {
        using var tar = new MemoryStream();
        BundleWriter.WriteAsync(tar, new Source(), Checkpoint.Of(Kept.HeadAt(8), Kept.Origin, Kept.Now), Kept.Server, CancellationToken.None).GetAwaiter().GetResult();
        return tar.ToArray();
    }

    /// <param name="manifest">Signed in the place of the true one; empty for the true one.</param>
    private static byte[] Backup(byte[] manifest)
    {
        (string Name, byte[] Content)[] files =
            [("intake.db", Kept.Bytes("database", 900)), ("attachments/ab/abcd.age", Kept.Bytes("attachment", 300)), ("forms/report.yaml", Kept.Bytes("form", 40))];
        if (manifest.Length == 0)
            manifest = new BackupManifest(Kept.Origin, 8, [.. files.Select(f => new BackupFile(f.Name, new SealedItem(f.Content.Length, Sha256Hash.Of(f.Content))))]).Encode();
        return Write([
            (BackupManifest.FileName, manifest),
            (BackupManifest.SignatureName, Encoding.ASCII.GetBytes(SshSignature.Sign(Kept.Server, manifest, BackupManifest.Namespace))), .. files,
        ]);
    }

    private static List<(string Name, byte[] Content)> Read(byte[] tar)
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

    private static byte[] Write(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var tar = new MemoryStream();
        foreach (var (name, content) in files)
        {
            tar.Write(TarHeader.Encode(name, content.Length, Kept.Now));
            tar.Write(content);
            tar.Write(new byte[TarHeader.Filling(content.Length)]);
        }

        tar.Write(new byte[1024]);
        return tar.ToArray();
    }

    private sealed class Source : IBundleSource
    {
        public IAsyncEnumerable<JournalEntry> EntriesAsync(CancellationToken cancel) => Kept.Entries.ToAsyncEnumerable();

        public ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel) => ValueTask.FromResult<Stream?>(new MemoryStream(Kept.Sealed(item.FileName)));
    }

    private sealed class Receiver : IBundleReceiver
    {
        private Func<byte[]> written = () => [];

        public Dictionary<string, byte[]> Whole { get; } = [];

        private MemoryStream Open()
        {
            var content = new MemoryStream();
            written = content.ToArray;
            return content;
        }

        public ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel) => ValueTask.CompletedTask;

        public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel) => ValueTask.FromResult<Stream?>(Open());

        public ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel)
        {
            if (whole) Require(Whole.TryAdd(item.FileName, written()), "a file came twice");
            return ValueTask.CompletedTask;
        }
    }
}
