using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Bot.Tools.Backups;

/// <summary>Reads a backup into an empty data directory. Nothing is written before the manifest's signature is verified.</summary>
internal static class BackupReader
{
    /// <summary>The database gets its own name only when everything else is there: half a restore is never taken for a store.</summary>
    private const string PassingName = "intake.db.restoring";

    /// <returns>The manifest when every file came out whole; otherwise the one sentence that says what is wrong.</returns>
    public static async Task<(BackupManifest? Manifest, string Problem)> ReadAsync(
        string file, string data, VerifyingKey key, string origin, CancellationToken cancel)
    {
        try
        {
            await using var source = File.OpenRead(file);
            await using var tar = new TarReader(source);
            var manifest = await SmallAsync(tar, BackupManifest.FileName, BackupManifest.MaxBytes, cancel);
            var signature = manifest is null ? null : await SmallAsync(tar, BackupManifest.SignatureName, SshSignature.MaxLength, cancel);
            if (manifest is null || signature is null) return (null, "it is no backup of this program.");
            if (SshSignature.Verify(Encoding.Latin1.GetString(signature), manifest, BackupManifest.Namespace, [key]) is not SshSignatureCheck.Valid)
                return (null, "it is not signed by the server whose secrets lie here, or was changed.");
            if (BackupManifest.TryRead(manifest) is not { } wanted || wanted.Origin != origin) return (null, "it is the backup of another journal, or of a newer program.");
            return await ExtractAsync(tar, wanted, data, cancel) is { } problem ? (null, problem) : (wanted, "");
        }
        // A tar that is cut or damaged.
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException)
        {
            return (null, "the archive is damaged or was cut short.");
        }
    }

    private static async Task<string?> ExtractAsync(TarReader tar, BackupManifest wanted, string data, CancellationToken cancel)
    {
        var open = wanted.Files.ToDictionary(f => f.Name, StringComparer.Ordinal);
        while (await tar.GetNextEntryAsync(copyData: false, cancel) is { } entry)
        {
            // What the server did not sign for is not written, whatever it is called.
            if (entry.EntryType is not TarEntryType.RegularFile || !open.Remove(entry.Name, out var file)) continue;
            if (file.Name == BackupManifest.SecretsName) continue;
            var target = Path.Combine(data, file.Name == BackupManifest.DatabaseName ? PassingName : file.Name);
            PrivateDirectory.Create(Path.GetDirectoryName(target) ?? data);
            if (!await CopyAsync(entry, file.Content, target, cancel)) return $"the file {file.Name} in it is damaged.";
        }

        // An attachment may have ended with its draft while the backup was written; whether the journal misses it is checked there.
        if (open.Values.FirstOrDefault(f => !f.Name.StartsWith("attachments/", StringComparison.Ordinal)) is { } missing) return $"the file {missing.Name} is missing.";
        File.Move(Path.Combine(data, PassingName), Path.Combine(data, BackupManifest.DatabaseName));
        return null;
    }

    private static async Task<bool> CopyAsync(TarEntry entry, SealedItem expected, string target, CancellationToken cancel)
    {
        if (entry.Length != expected.Bytes) return false;
        await using var output = PrivateDirectory.CreateFile(target);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        for (int read; entry.DataStream is { } content && (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        output.Flush(flushToDisk: true);
        return output.Length == expected.Bytes && Sha256Hash.FromBytes(hash.GetHashAndReset()) == expected.Hash;
    }

    private static async Task<byte[]?> SmallAsync(TarReader tar, string name, int maxBytes, CancellationToken cancel)
    {
        if (await tar.GetNextEntryAsync(copyData: false, cancel) is not { EntryType: TarEntryType.RegularFile, DataStream: { } content } entry
            || entry.Name != name || entry.Length > maxBytes) return null;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }
}
