using SQLitePCL;

namespace Detainees.Storage.Sqlite;

/// <summary>One connection, for one thread at a time.</summary>
/// <remarks>
/// The engine's own interface is used, without an ADO.NET layer above it: a turn is some ten small statements, and binding
/// spans to statements prepared once costs neither boxes nor strings.
/// </remarks>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 handle;
    private readonly List<Statement> statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => this.handle = handle;

    /// <summary>How long a statement waits for another connection's lock before it gives up.</summary>
    public const int BusyMilliseconds = 250;

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>Rows changed by the last insert, update or delete.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    public long LastRow => raw.sqlite3_last_insert_rowid(handle);

    /// <summary>Rows changed since the connection was opened.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(handle);

    public static Database Open(string path, bool writes)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | (writes ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READONLY);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new Database(handle);
        try
        {
            Check(code);
            Check(raw.sqlite3_extended_result_codes(handle, 1));
            database.Prepare();
        }
        catch
        {
            database.Dispose();
            throw;
        }

        return database;
    }

    /// <summary>
    /// A database that nobody has open and nobody changes while we look: SQLite then makes no log files beside it, which would
    /// belong to whoever only looked.
    /// </summary>
    public static Database OpenAtRest(string path)
    {
        var code = raw.sqlite3_open_v2(
            new Uri(path).AbsoluteUri + "?immutable=1", out var handle, raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        var database = new Database(handle);
        if (code == raw.SQLITE_OK) return database;
        database.Dispose();
        throw new SqliteFault(code);
    }

    /// <summary>None of these settings is kept in the file: every connection must make them.</summary>
    private void Prepare()
    {
        Check(raw.sqlite3_busy_timeout(handle, BusyMilliseconds));
        Execute("PRAGMA trusted_schema=OFF");
        Execute("PRAGMA cell_size_check=ON");
        Execute("PRAGMA mmap_size=0");
        Execute("PRAGMA temp_store=MEMORY");
        Execute("PRAGMA secure_delete=ON");
        Execute("PRAGMA synchronous=FULL");
    }

    /// <summary>Pages written by this connection since it was opened.</summary>
    public long PagesWritten
    {
        get
        {
            Check(raw.sqlite3_db_status(handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0));
            return pages;
        }
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    /// <summary>The first column of the first row, as a number; 0 when there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Once(sql);
        using var row = statement.Query();
        return row.Next() ? row.Long(0) : 0;
    }

    public string Text(string sql)
    {
        using var statement = Once(sql);
        using var row = statement.Query();
        return row.Next() ? row.Text(0) : "";
    }

    /// <summary>A statement that lives as long as the connection.</summary>
    public Statement Statement(string sql)
    {
        var statement = new Statement(handle, sql);
        statements.Add(statement);
        return statement;
    }

    /// <summary>A statement for the caller to dispose.</summary>
    public Statement Once(string sql) => new(handle, sql);

    /// <summary>Copies as much of the write-ahead log into the database as no reader still needs; whoever writes is not held up.</summary>
    public void CopyLog() => Execute("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>Copies the write-ahead log into the database and cuts it to nothing.</summary>
    /// <returns>False when a reader was in the way and the log is as it was.</returns>
    public bool TryTruncateLog() => Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;

    public void Dispose()
    {
        foreach (var statement in statements) statement.Dispose();
        statements.Clear();
        handle.Dispose();
    }

    internal static void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteFault(code);
    }
}
