using SQLitePCL;

namespace Detainees.Storage.Sqlite;

/// <summary>The engine refused. Holds its code only: the engine's own message may quote what was stored.</summary>
/// <param name="code">The extended result code, https://sqlite.org/rescode.html.</param>
internal sealed class SqliteFault(int code) : Exception($"SQLite result code {code}")
{
    // SQLITE_IOERR_SHMSIZE: the shared-memory file could not grow, which is a full disk as well.
    private const int SharedMemorySize = raw.SQLITE_IOERR | (19 << 8);

    public int Code { get; } = code;

    private int Primary => Code & 0xff;

    public bool IsFull => Primary == raw.SQLITE_FULL || Code == SharedMemorySize;

    public bool IsReadOnly => Primary is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH;

    public bool IsCorrupt => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
