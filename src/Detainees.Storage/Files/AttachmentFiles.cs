using System.Globalization;

namespace Detainees.Storage.Files;

/// <summary>The sealed attachments: 256 folders by the first byte of the id, and one for what is still being written.</summary>
internal sealed class AttachmentFiles
{
    private const string Suffix = ".age";
    private readonly string root;
    private readonly string incoming;
    private readonly long reservedBytes;
    private int nextShard;

    public AttachmentFiles(string dataDirectory, long reservedBytes)
    {
        this.reservedBytes = reservedBytes;
        root = Path.Combine(dataDirectory, "attachments");
        incoming = Path.Combine(root, "incoming");
        Durable.CreateFolder(root);
        Durable.CreateFolder(incoming);
        // What was being written when the process died has no name and no owner.
        foreach (var file in Directory.EnumerateFiles(incoming)) File.Delete(file);
        Durable.SyncFolder(root);
        Durable.SyncFolder(dataDirectory);
    }

    public AttachmentCreation Create(Guid attachment)
    {
        try
        {
            if (new DriveInfo(root).AvailableFreeSpace < reservedBytes) return new AttachmentCreation.NoRoom();
            var target = PathOf(attachment);
            var folder = Path.GetDirectoryName(target) ?? root;
            if (!Directory.Exists(folder))
            {
                Durable.CreateFolder(folder);
                Durable.SyncFolder(root);
            }

            // The same file may be fetched again after a failure, while the first attempt is not cleaned up yet.
            var temporary = Path.Combine(incoming, $"{attachment:N}-{Guid.NewGuid():N}");
            return new AttachmentCreation.Created(new FileAttachmentWriter(attachment, Durable.Create(temporary), temporary, target));
        }
        catch (IOException failure)
        {
            return Durable.IsFull(failure) ? new AttachmentCreation.NoRoom() : new AttachmentCreation.NotWritable();
        }
        catch (UnauthorizedAccessException)
        {
            return new AttachmentCreation.NotWritable();
        }
    }

    public Stream? Open(Guid attachment)
    {
        try
        {
            return new FileStream(PathOf(attachment), new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes files whose rows are gone. What cannot be removed now, the sweep finds later.</summary>
    public void Remove(IReadOnlyList<Guid> attachments)
    {
        foreach (var attachment in attachments) TryRemove(PathOf(attachment));
    }

    /// <summary>The next part of all files, a sixteenth: looking through a million at once would take too long.</summary>
    /// <returns>The ids of files last written before <paramref name="before"/>.</returns>
    public List<Guid> NextOldFiles(DateTimeOffset before)
    {
        var found = new List<Guid>();
        for (var i = 0; i < 16; i++)
        {
            var folder = Path.Combine(root, nextShard.ToString("x2", CultureInfo.InvariantCulture));
            nextShard = (nextShard + 1) % 256;
            if (!Directory.Exists(folder)) continue;
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + Suffix))
            {
                if (file.LastWriteTimeUtc < before && Guid.TryParseExact(Path.GetFileNameWithoutExtension(file.Name), "N", out var id)) found.Add(id);
            }
        }

        return found;
    }

    private string PathOf(Guid attachment)
    {
        var name = attachment.ToString("N");
        return Path.Combine(root, name[..2], name + Suffix);
    }

    private static void TryRemove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It holds only what the team can open, and nothing names it any more.
        }
    }
}
