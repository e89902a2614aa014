using System.Collections.Immutable;
using Detainees.Journal;
using Detainees.Storage.Files;
using Detainees.Storage.Sqlite;

namespace Detainees.Storage;

/// <summary>Copies a store that may be in use by the bot: one consistent moment of the database, and which attachments belong to it.</summary>
/// <remarks>
/// The database is copied by <c>VACUUM INTO</c> inside one read transaction: the bot goes on meanwhile, and removed rows, which a
/// plain copy of the file could still hold in free pages, do not come along. What is copied is as encrypted as it was.
/// </remarks>
public static class StoreCopy
{
    /// <param name="target">The copy to write, readable by this user only; must not exist. Left away when this fails.</param>
    public static StoreCopyResult Take(string dataDirectory, string target)
    {
        var path = Path.Combine(dataDirectory, StoreOpening.DatabaseName);
        if (!File.Exists(path)) return new StoreCopyResult.NoStore();
        try
        {
            Durable.Create(target).Dispose();
            using (var database = Database.Open(path, writes: false))
            {
                if (database.Number("PRAGMA application_id") != Schema.ApplicationId || database.Number("PRAGMA user_version") > Schema.Version)
                    return Failed(target, new StoreCopyResult.NoStore());
                using var copy = database.Once("VACUUM INTO ?1");
                copy.Bind(1, target).Run();
            }

            using var made = Database.Open(target, writes: true);
            if (made.Text("PRAGMA quick_check(1)") != "ok") return Failed(target, new StoreCopyResult.Damaged());
            var (attachments, entries) = (Attachments(made), made.Number("SELECT count(*) FROM entries"));
            using var file = new FileStream(target, FileMode.Open, FileAccess.Write);
            file.Flush(flushToDisk: true);
            return new StoreCopyResult.Taken(attachments, entries);
        }
        catch (SqliteFault fault)
        {
            return Failed(target, fault.IsFull ? new StoreCopyResult.Full() : fault.IsCorrupt ? new StoreCopyResult.Damaged() : new StoreCopyResult.NotWritable());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed(target, fault is IOException io && Durable.IsFull(io) ? new StoreCopyResult.Full() : new StoreCopyResult.NotWritable());
        }
    }

    /// <summary>Where an attachment lies under a data directory, with <c>/</c> between the parts on every system.</summary>
    public static string AttachmentName(Guid attachment) => $"attachments/{attachment.ToString("N")[..2]}/{attachment:N}.age";

    private static ImmutableArray<AttachmentItem> Attachments(Database database)
    {
        var items = ImmutableArray.CreateBuilder<AttachmentItem>();
        using var statement = database.Once("SELECT id, bytes, hash FROM attachments ORDER BY id");
        using var rows = statement.Query();
        while (rows.Next()) items.Add(new AttachmentItem(rows.Guid(0), new SealedItem(rows.Long(1), Sha256Hash.FromBytes(rows.Blob(2)))));
        return items.ToImmutable();
    }

    private static StoreCopyResult Failed(string target, StoreCopyResult result)
    {
        try
        {
            File.Delete(target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It holds what the store holds, and no more.
        }

        return result;
    }
}

/// <summary>What became of a copy.</summary>
public abstract record StoreCopyResult
{
    private StoreCopyResult() { }

    /// <param name="Attachments">Those that the copy names, in the order of their ids; their files are still to be copied.</param>
    /// <param name="Entries">Of the journal.</param>
    public sealed record Taken(ImmutableArray<AttachmentItem> Attachments, long Entries) : StoreCopyResult;

    /// <summary>There is no database of ours (of a version that this program knows).</summary>
    public sealed record NoStore : StoreCopyResult;

    public sealed record Damaged : StoreCopyResult;

    public sealed record Full : StoreCopyResult;

    public sealed record NotWritable : StoreCopyResult;
}
