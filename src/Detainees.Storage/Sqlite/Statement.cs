using SQLitePCL;

namespace Detainees.Storage.Sqlite;

/// <summary>A prepared statement. Parameters are numbered from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3_stmt handle;

    public Statement(sqlite3 database, string sql) => Database.Check(raw.sqlite3_prepare_v2(database, sql, out handle));

    public Statement Bind(int index, long value)
    {
        Database.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        if (value is { } number) return Bind(index, number);
        Database.Check(raw.sqlite3_bind_null(handle, index));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Database.Check(raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    /// <summary>Copies the bytes.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL.
        Database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, index, 0)
            : raw.sqlite3_bind_blob(handle, index, value));
        return this;
    }

    public Statement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        var code = raw.sqlite3_step(handle);
        raw.sqlite3_reset(handle);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) throw new SqliteFault(code);
    }

    /// <summary>Runs a statement that gives rows; to be disposed before the statement is used again.</summary>
    public Rows Query() => new(handle);

    public void Dispose() => handle.Dispose();

    internal readonly ref struct Rows(sqlite3_stmt handle)
    {
        public bool Next() => raw.sqlite3_step(handle) switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            var code => throw new SqliteFault(code),
        };

        public long Long(int column) => raw.sqlite3_column_int64(handle, column);
        public int Int(int column) => raw.sqlite3_column_int(handle, column);
        public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;
        public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);
        public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

        /// <summary>Valid until the next row.</summary>
        public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

        /// <summary>Sixteen bytes; a row with another length is damaged.</summary>
        public Guid Guid(int column) =>
            Blob(column) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : throw new SqliteFault(raw.SQLITE_CORRUPT);

        public void Dispose() => raw.sqlite3_reset(handle);
    }
}
