using System.Globalization;
using System.Text;
using Detainees.Journal;
using Detainees.Storage.Files;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>Opens a store step by step; a step that fails lets go of all before it.</summary>
internal static class StoreOpening
{
    public const string DatabaseName = "intake.db";
    private const string LockName = "lock";
    private const string OriginName = "origin";
    private const string CheckpointName = "checkpoint";

    /// <summary>Up to this size the whole file is checked at the start: some hundredths of a second.</summary>
    internal const long FullCheckBytes = 16L << 20;

    public static OpenResult Open(StoreOptions options)
    {
        Check(options);
        if (!Directory.Exists(options.DataDirectory)) return new OpenResult.DirectoryMissing();
        if (RealPath.IsWithin(options.EpochKeyDirectory, options.DataDirectory)) return new OpenResult.EpochKeysInsideData();
        if (TakeLock(options.DataDirectory, out var processLock) is { } refused) return refused;
        if (processLock is null) return new OpenResult.NotWritable();
        EpochKeys? keys = null;
        Database? database = null;
        try
        {
            keys = EpochKeys.Open(options.EpochKeyDirectory, options.Time, options.Epoch, options.MaxDraftLife);
            var path = Path.Combine(options.DataDirectory, DatabaseName);
            var result = OpenWithKeys(options, processLock, keys, path, ref database);
            if (result is not OpenResult.Opened) Release();
            return result;
        }
        catch (SqliteFault fault)
        {
            Release();
            return fault.IsFull ? new OpenResult.Full()
                : fault.IsReadOnly ? new OpenResult.NotWritable()
                : fault.IsCorrupt ? new OpenResult.Corrupt()
                : new OpenResult.Failed(fault.Code);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var isKeys = keys is null;
            Release();
            return isKeys ? new OpenResult.EpochKeysNotWritable()
                : failure is IOException io && Durable.IsFull(io) ? new OpenResult.Full()
                : new OpenResult.NotWritable();
        }
        catch
        {
            Release();
            throw;
        }

        void Release()
        {
            database?.Dispose();
            keys?.Dispose();
            processLock.Dispose();
        }
    }

    private static OpenResult OpenWithKeys(
        StoreOptions options, FileStream processLock, EpochKeys keys, string path, ref Database? database)
    {
        if (!File.Exists(path))
        {
            // Made before the engine makes it, which would let everybody read it; its log files take over the mode.
            Durable.Create(path).Dispose();
            Durable.SyncFolder(options.DataDirectory);
        }

        database = Database.Open(path, writes: true);
        if (Prepare(database, options, new FileInfo(path).Length) is { } refused) return refused;
        if (Meta(database, OriginName) != options.Origin) return new OpenResult.OtherOrigin();
        if (ReadHead(database) is not { } head) return new OpenResult.Corrupt();
        var outgoing = Meta(database, WriteSession.OutgoingName) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        var clock = new ClockWatch(options.Time, options.ClockGrace);
        clock.StartFrom(Meta(database, Purger.SeenName) is { Length: > 0 } seen
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seen, CultureInfo.InvariantCulture)) : null);
        var files = new AttachmentFiles(options.DataDirectory, options.ReservedBytes);
        var session = new WriteSession(database, keys, options, head, outgoing);
        var notes = SettledNotes.Open(options.DataDirectory, outgoing);
        return new OpenResult.Opened(new SqliteIntakeStore(processLock, session, path, keys, files, notes, options, clock));
    }

    /// <summary>One process at a time; the system lets go of the lock when the process dies, however it dies.</summary>
    private static OpenResult? TakeLock(string folder, out FileStream? taken)
    {
        taken = null;
        try
        {
            Durable.MakePrivate(folder);
            var options = Durable.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite);
            options.Share = FileShare.None;
            taken = new FileStream(Path.Combine(folder, LockName), options);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new OpenResult.NotWritable();
        }
        catch (IOException failure)
        {
            // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
            if (failure.HResult is 11 or 35 or unchecked((int)0x80070020)) return new OpenResult.Locked();
            return Durable.IsFull(failure) ? new OpenResult.Full() : new OpenResult.NotWritable();
        }
    }

    /// <returns>Null when the database is ours, whole, and ready.</returns>
    private static OpenResult? Prepare(Database database, StoreOptions options, long size)
    {
        var (application, version) = (database.Number("PRAGMA application_id"), (int)database.Number("PRAGMA user_version"));
        var isNew = application == 0 && version == 0 && database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && application != Schema.ApplicationId) return new OpenResult.Corrupt();
        if (version > Schema.Version) return new OpenResult.NewerSchema(version);
        if (database.Text("PRAGMA journal_mode=WAL") != "wal") return new OpenResult.NotWritable();
        database.Execute("PRAGMA wal_autocheckpoint=0"); // WriteAheadLog
        database.Execute("PRAGMA journal_size_limit=67108864");
        // More brings nothing: what is not in it is in the system's cache (docs/performance.md).
        database.Execute("PRAGMA cache_size=-4000");
        if (isNew) Create(database, options);
        else if (version < Schema.Version) Upgrade(database, version);
        return IsSound(database, size) ? null : new OpenResult.Corrupt();
    }

    private static void Create(Database database, StoreOptions options)
    {
        var note = Checkpoint.Of(JournalHead.Empty, options.Origin, options.Time.GetUtcNow()).Sign(options.SigningKey);
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(Schema.Create);
            for (var step = 2; step <= Schema.Version; step++) database.Execute(Schema.StepTo(step));
            SetMeta(database, OriginName, options.Origin);
            SetMeta(database, CheckpointName, note);
            SetMeta(database, WriteSession.HeadName, JournalHead.Empty.Encode());
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={Schema.ApplicationId}"));
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={Schema.Version}"));
            database.Execute("COMMIT");
        }
        catch
        {
            if (database.InTransaction) database.Execute("ROLLBACK");
            throw;
        }
    }

    private static void Upgrade(Database database, int version)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            for (var step = version + 1; step <= Schema.Version; step++) database.Execute(Schema.StepTo(step));
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={Schema.Version}"));
            database.Execute("COMMIT");
        }
        catch
        {
            if (database.InTransaction) database.Execute("ROLLBACK");
            throw;
        }
    }

    // A larger one is checked while the bot works (Reader.AreConversationsSound): nobody waits longer because many have written.
    private static bool IsSound(Database database, long size) =>
        database.Text(size <= FullCheckBytes ? "PRAGMA quick_check(1)" : "PRAGMA quick_check('meta')") == "ok";

    /// <summary>The kept head, if it fits the newest entry.</summary>
    private static JournalHead? ReadHead(Database database)
    {
        if (!JournalHead.TryDecode(Meta(database, WriteSession.HeadName), out var head) || head is null) return null;
        using var statement = database.Once("SELECT number, entry FROM entries ORDER BY number DESC LIMIT 1");
        using var row = statement.Query();
        if (!row.Next()) return head.Size == 0 ? head : null;
        return row.Long(0) == head.Size && JournalEntry.TryDecode(row.Blob(1), out var newest) && newest?.Hash == head.Last ? head : null;
    }

    private static string Meta(Database database, string name)
    {
        using var statement = database.Once("SELECT value FROM meta WHERE name = ?1");
        using var row = statement.Bind(1, name).Query();
        return row.Next() ? Encoding.UTF8.GetString(row.Blob(0)) : "";
    }

    private static void SetMeta(Database database, string name, string value)
    {
        using var statement = database.Once("INSERT INTO meta (name, value) VALUES (?1, ?2)");
        statement.Bind(1, name).Bind(2, Encoding.UTF8.GetBytes(value)).Run();
    }

    private static void Check(StoreOptions options)
    {
        if (options.Epoch < TimeSpan.FromMinutes(1)) throw new ArgumentException("An epoch lasts at least a minute.", nameof(options));
        if (options.MaxDraftLife < options.Epoch) throw new ArgumentException("A draft lives at least one epoch.", nameof(options));
    }
}
