using System.Collections.Immutable;
using Detainees.Storage.Sqlite;

namespace Detainees.Storage;

/// <summary>The store on one machine: SQLite, WAL, synchronous=FULL.</summary>
public static class SqliteStore
{
    /// <summary>
    /// Opens the store, making it if the directory is empty. Takes no longer for a large store than for a small one:
    /// <see cref="IIntakeStore.AreConversationsSoundAsync"/> is for afterwards.
    /// </summary>
    public static OpenResult Open(StoreOptions options) => StoreOpening.Open(options);

    /// <summary>
    /// Counts the conversations under way by form and version, beside a bot that runs or without one. It only reads, makes no
    /// file, and needs no key.
    /// </summary>
    /// <returns>Null where there is no database, or none that can be read.</returns>
    public static ImmutableArray<FormUse>? ReadFormUse(string dataDirectory) => FormUseReading.Read(dataDirectory);
}
