using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>
/// Writes a bundle: a tar of the signed manifest, the checkpoint, the entries and the sealed files. Memory is constant
/// however many entries there are: the entries are read four times instead of being kept.
/// </summary>
/// <remarks>
/// The manifest comes first, so that a reader can verify each file as it comes. It can, because the journal already holds
/// size and hash of every sealed file: none is opened before it is written.
/// </remarks>
public static class BundleWriter
{
    /// <summary>Sealed files in one bundle at most.</summary>
    public const int MaxFiles = BundleManifest.MaxFiles;

    /// <summary>Encoded entries in one bundle at most, in bytes: what a tar header can say.</summary>
    public const long MaxJournalBytes = TarHeader.MaxSize;

    private const int BufferBytes = 64 * 1024;
    private const int MaxReports = 1000;

    /// <param name="destination">Written forward only; left open.</param>
    /// <param name="checkpoint">Of the newest entry of <paramref name="source"/>; signed here.</param>
    /// <exception cref="InvalidOperationException">
    /// The source's entries are not in sequence up to the checkpoint, are more than a bundle holds, or changed while writing.
    /// </exception>
    public static Task<BundleWriting> WriteAsync(
        Stream destination, IBundleSource source, Checkpoint checkpoint, SigningKey key, CancellationToken cancel) =>
        WriteAsync(destination, source, checkpoint, checkpoint.Sign(key), key, cancel);

    /// <summary>The same for whoever hands back what a server signed: the checkpoint is the server's, the manifest the bearer's.</summary>
    /// <param name="signedNote">The checkpoint as the server signed it.</param>
    /// <param name="key">The bearer's own.</param>
    public static async Task<BundleWriting> WriteAsync(
        Stream destination, IBundleSource source, Checkpoint checkpoint, string signedNote, SigningKey key, CancellationToken cancel)
    {
        var note = Encoding.UTF8.GetBytes(signedNote);
        var plan = await MeasureAsync(source, checkpoint, note, cancel);
        var signature = Encoding.ASCII.GetBytes(SshSignature.SignHash(key, plan.ManifestHash, BundleManifest.Namespace));

        var tar = new TarWriting(destination, checkpoint.Hour);
        await tar.BeginAsync(BundleNames.Manifest, plan.ManifestBytes, cancel);
        await tar.AddAsync(BundleManifest.Head(checkpoint.Origin), cancel);
        await foreach (var entry in source.EntriesAsync(cancel))
        {
            foreach (var item in BundleManifest.ItemsOf(entry)) await tar.AddAsync(BundleManifest.Line(item.FileName, item.Sealed), cancel);
        }

        foreach (var line in LastLines(note, plan.Journal)) await tar.AddAsync(line, cancel);
        await tar.EndAsync(cancel);
        await tar.FileAsync(BundleNames.Signature, signature, cancel);
        await tar.FileAsync(BundleNames.Checkpoint, note, cancel);
        await tar.BeginAsync(BundleNames.Journal, plan.Journal.Bytes, cancel);
        await foreach (var entry in source.EntriesAsync(cancel)) await tar.AddAsync(entry.Encode(), cancel);
        await tar.EndAsync(cancel);
        var files = await WriteFilesAsync(tar, source, cancel);
        await tar.FinishAsync(cancel);
        return files with { Entries = plan.Entries };
    }

    private static async Task<Plan> MeasureAsync(IBundleSource source, Checkpoint checkpoint, byte[] note, CancellationToken cancel)
    {
        using var journalHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var manifestHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        long journalBytes = 0, manifestBytes = 0, entries = 0, files = 0, newest = 0;
        Add(BundleManifest.Head(checkpoint.Origin));
        await foreach (var entry in source.EntriesAsync(cancel))
        {
            if (entries++ > 0 && entry.Number != newest + 1) throw new InvalidOperationException("The entries of a bundle must be in sequence.");
            newest = entry.Number;
            var encoded = entry.Encode();
            journalHash.AppendData(encoded);
            journalBytes += encoded.Length;
            foreach (var item in BundleManifest.ItemsOf(entry))
            {
                Add(BundleManifest.Line(item.FileName, item.Sealed));
                files++;
            }
        }

        if (entries > 0 && newest != checkpoint.Size) throw new InvalidOperationException("The entries of a bundle must end at its checkpoint.");
        var journal = new SealedItem(journalBytes, Sha256Hash.FromBytes(journalHash.GetHashAndReset()));
        foreach (var line in LastLines(note, journal)) Add(line);
        if (files > BundleManifest.MaxFiles || manifestBytes > BundleManifest.MaxBytes || journalBytes > TarHeader.MaxSize)
            throw new InvalidOperationException("More files than a bundle holds: write several, each up to a checkpoint of its own.");
        return new Plan(entries, journal, manifestBytes, manifestHash.GetHashAndReset());

        void Add(byte[] line)
        {
            manifestHash.AppendData(line);
            manifestBytes += line.Length;
        }
    }

    private static byte[][] LastLines(byte[] note, SealedItem journal) =>
    [
        BundleManifest.Line(BundleNames.Checkpoint, new SealedItem(note.Length, Sha256Hash.Of(note))),
        BundleManifest.Line(BundleNames.Journal, journal),
    ];

    private static async Task<BundleWriting> WriteFilesAsync(TarWriting tar, IBundleSource source, CancellationToken cancel)
    {
        long written = 0, notHeld = 0;
        var damaged = ImmutableArray.CreateBuilder<BundleFileReport>();
        await foreach (var entry in source.EntriesAsync(cancel))
        {
            foreach (var item in BundleManifest.ItemsOf(entry))
            {
                await using var content = await source.OpenAsync(item, cancel);
                if (content is null)
                {
                    notHeld++;
                    continue;
                }

                written++;
                await tar.BeginAsync(item.FileName, item.Sealed.Bytes, cancel);
                var whole = await CopyAsync(content, tar, item.Sealed, cancel);
                await tar.EndAsync(cancel);
                if (!whole && damaged.Count < MaxReports) damaged.Add(new BundleFileReport(item.FileName, BundleFileFault.Damaged));
            }
        }

        return new BundleWriting(0, written, notHeld, damaged.ToImmutable());
    }

    /// <summary>
    /// Writes exactly as many bytes as the journal says, whatever the file has: one file gone bad must not shift those behind
    /// it. A short one is filled up with zeros; either way its hash names it at the reader.
    /// </summary>
    private static async Task<bool> CopyAsync(Stream content, TarWriting tar, SealedItem expected, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var left = expected.Bytes;
            while (left > 0)
            {
                var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, left)), cancel);
                if (read == 0) break;
                hash.AppendData(buffer, 0, read);
                await tar.AddAsync(buffer.AsMemory(0, read), cancel);
                left -= read;
            }

            var whole = left == 0 && await content.ReadAsync(buffer.AsMemory(0, 1), cancel) == 0
                && Sha256Hash.FromBytes(hash.GetHashAndReset()) == expected.Hash;
            buffer.AsSpan(0, BufferBytes).Clear();
            for (; left > 0; left -= Math.Min(BufferBytes, left)) await tar.AddAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, left)), cancel);
            return whole;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed record Plan(long Entries, SealedItem Journal, long ManifestBytes, byte[] ManifestHash);
}
