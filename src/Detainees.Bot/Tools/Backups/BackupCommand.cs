using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Bot.Tools.Backups;

/// <summary>
/// <c>backup</c>: one signed file with everything that a new server needs, while the bot goes on. Ciphertext only: the store as it is,
/// and the server's secrets sealed to the team, so that the file may lie anywhere.
/// </summary>
internal static class BackupCommand
{
    private const int Bad = 2;
    private const int Failed = 3;

    public static async Task<int> RunAsync(string output, bool tryOut, string[] settings, CancellationToken cancel)
    {
        var path = Path.GetFullPath(output);
        if (File.Exists(path)) return Launch.Refuse($"{path} exists already; nothing is overwritten.", Bad);
        if (Launch.PlacesForTool(settings, tryOut) is not { } places) return Bad;
        var (team, problem) = TeamFiles.Read(places.TeamFile, places.TeamRoots, TimeProvider.System.GetUtcNow());
        if (team is null) return Launch.Refuse(problem, Bad);
        using var secrets = Launch.ExistingSecrets(places);
        if (secrets is null) return Failed;
        if (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
            return Launch.Refuse($"{path} cannot be written: no such folder, or it is one.", Failed);

        // Beside the backup, not in the data directory: what is left of a cut-short copy must not fill the intake's disk.
        var (copy, partial) = (path + ".database", path + ".partial");
        try
        {
            if (StoreCopy.Take(places.Data, copy) is not StoreCopyResult.Taken taken)
                return Launch.Refuse($"the store in {places.Data} cannot be copied: it is not there, is damaged, or there is no room beside {path}.", Failed);
            var written = await WriteAsync(partial, copy, taken, places, secrets, team, cancel);
            File.Move(partial, path);
            Console.WriteLine($"{path}: {taken.Entries} journal entries, {written.Files} files{(written.NotHeld > 0 ? $", {written.NotHeld} attachments gone while it was written" : "")}.");
            Console.WriteLine("Everything in it is sealed. It opens a new server only together with one of the team's identities (docs/operations.md, \"Backups\").");
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Launch.Refuse($"{path} cannot be written: no right to write there, or the disk is full.", Failed);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(partial);
        }
    }

    private static async Task<Written> WriteAsync(
        string partial, string database, StoreCopyResult.Taken taken, Places places, ServerSecrets secrets, TeamList team, CancellationToken cancel)
    {
        var sealedSecrets = await SealSecretsAsync(places.Secrets, team, cancel);
        var sources = new List<(BackupFile File, Func<Stream?> Open)>
        {
            (new(BackupManifest.SecretsName, ItemOf(sealedSecrets)), () => new MemoryStream(sealedSecrets, writable: false)),
            (new(BackupManifest.DatabaseName, await ItemOfAsync(database, cancel)), () => File.OpenRead(database)),
        };
        var forms = Path.Combine(places.Data, "forms");
        if (Directory.Exists(forms))
        {
            foreach (var file in Directory.EnumerateFiles(forms, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = "forms/" + Path.GetRelativePath(forms, file).Replace(Path.DirectorySeparatorChar, '/');
                if (BackupManifest.IsName(name)) sources.Add((new(name, await ItemOfAsync(file, cancel)), () => File.OpenRead(file)));
            }
        }

        // Their sizes and hashes are in the copy already: none is read twice.
        var notHeld = 0;
        foreach (var attachment in taken.Attachments)
        {
            var name = StoreCopy.AttachmentName(attachment.Id);
            var file = Path.Combine(places.Data, name);
            if (File.Exists(file)) sources.Add((new(name, attachment.Sealed), () => OpenIfThere(file)));
            else notHeld++;
        }

        var manifest = new BackupManifest(Launch.Origin, taken.Entries, [.. sources.Select(s => s.File)]).Encode();
        await using (var file = PrivateDirectory.CreateFile(partial))
        await using (var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await AddAsync(tar, BackupManifest.FileName, new MemoryStream(manifest), cancel);
            var signature = SshSignature.Sign(secrets.Signing, manifest, BackupManifest.Namespace);
            await AddAsync(tar, BackupManifest.SignatureName, new MemoryStream(Encoding.ASCII.GetBytes(signature)), cancel);
            foreach (var (wanted, open) in sources)
            {
                await using var content = open();
                if (content is null) notHeld++;
                else await AddAsync(tar, wanted.Name, content, cancel);
            }

            await tar.DisposeAsync();
            file.Flush(flushToDisk: true);
        }

        return new Written(sources.Count, notHeld);
    }

    /// <summary>A tar of the secrets directory's files in one age file to everybody of the team: stock <c>age -d … | tar x</c> opens it.</summary>
    private static async Task<byte[]> SealSecretsAsync(string directory, TeamList team, CancellationToken cancel)
    {
        using var plain = new MemoryStream();
        await using (var tar = new TarWriter(plain, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(directory).Where(f => !f.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var content = await File.ReadAllBytesAsync(file, cancel);
                await AddAsync(tar, Path.GetFileName(file), new MemoryStream(content), cancel);
                CryptographicOperations.ZeroMemory(content);
            }
        }

        var result = Age.Seal(plain.GetBuffer().AsSpan(0, (int)plain.Length), team.Everyone);
        CryptographicOperations.ZeroMemory(plain.GetBuffer());
        return result;
    }

    // Owner only, also when somebody unpacks it as root with plain tar; no time of day, no user name.
    private static Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancel) => tar.WriteEntryAsync(
        new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, ModificationTime = DateTimeOffset.UnixEpoch,
        }, cancel);

    private static FileStream? OpenIfThere(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (FileNotFoundException)
        {
            return null; // its draft ended while the backup was written
        }
    }

    private static SealedItem ItemOf(byte[] content) => new(content.Length, Sha256Hash.Of(content));

    private static async Task<SealedItem> ItemOfAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(file, cancel);
        return new SealedItem(file.Length, Sha256Hash.FromBytes(hash));
    }

    private sealed record Written(int Files, int NotHeld);
}
