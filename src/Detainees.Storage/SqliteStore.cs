using Detainees.Storage.Sqlite;

namespace Detainees.Storage;

/// <summary>The store on one machine: SQLite, WAL, synchronous=FULL.</summary>
public static class SqliteStore
{
    /// <summary>
    /// Opens the store, making it if the directory is empty. Takes time in proportion to the open conversations, not to the journal.
    /// </summary>
    public static OpenResult Open(StoreOptions options) => StoreOpening.Open(options);
}
