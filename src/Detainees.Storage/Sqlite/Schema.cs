namespace Detainees.Storage.Sqlite;

/// <summary>The tables; what each column holds and how it is protected is in docs/storage.md.</summary>
internal static class Schema
{
    public const int Version = 3;

    /// <summary>Marks the file as ours ("detn"); a database of something else is not touched.</summary>
    public const int ApplicationId = 0x6465746e;

    /// <summary>What makes version 1; each later version is made from the one before it.</summary>
    public const string Create = """
        CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE updates (
            id INTEGER PRIMARY KEY,
            hour INTEGER NOT NULL) STRICT;
        CREATE INDEX updates_by_hour ON updates (hour);
        CREATE TABLE drafts (
            id INTEGER PRIMARY KEY,
            thread BLOB NOT NULL UNIQUE,
            revision INTEGER NOT NULL,
            form_id TEXT NOT NULL,
            form_version TEXT NOT NULL,
            language TEXT NOT NULL,
            answers INTEGER NOT NULL,
            wake_at INTEGER,
            ends_at INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            wrapped_key BLOB NOT NULL,
            state BLOB NOT NULL) STRICT;
        CREATE INDEX drafts_by_wake ON drafts (wake_at) WHERE wake_at IS NOT NULL;
        CREATE INDEX drafts_by_end ON drafts (ends_at);
        CREATE TABLE draft_keys (
            draft INTEGER PRIMARY KEY,
            sealed BLOB NOT NULL) STRICT;
        CREATE TABLE outgoing (
            id INTEGER PRIMARY KEY,
            thread BLOB NOT NULL,
            kind INTEGER NOT NULL,
            priority INTEGER NOT NULL,
            not_before INTEGER,
            attempts INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            payload BLOB NOT NULL) STRICT;
        CREATE TABLE messages (
            thread BLOB NOT NULL,
            message INTEGER NOT NULL,
            place INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            PRIMARY KEY (thread, message)) WITHOUT ROWID, STRICT;
        CREATE INDEX messages_by_hour ON messages (hour);
        CREATE TABLE fetches (
            attachment BLOB NOT NULL PRIMARY KEY,
            thread BLOB NOT NULL,
            epoch INTEGER NOT NULL,
            payload BLOB NOT NULL) WITHOUT ROWID, STRICT;
        CREATE INDEX fetches_by_thread ON fetches (thread);
        CREATE TABLE attachments (
            id BLOB NOT NULL PRIMARY KEY,
            thread BLOB NOT NULL,
            bytes INTEGER NOT NULL,
            hash BLOB NOT NULL,
            entry INTEGER) WITHOUT ROWID, STRICT;
        CREATE INDEX attachments_open ON attachments (thread) WHERE entry IS NULL;
        CREATE TABLE entries (
            number INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            thread BLOB NOT NULL,
            entry BLOB NOT NULL) STRICT;
        CREATE INDEX entries_by_thread ON entries (thread);
        CREATE TABLE bodies (
            number INTEGER PRIMARY KEY,
            body BLOB NOT NULL) STRICT;
        CREATE TABLE receipts (
            number INTEGER PRIMARY KEY,
            note TEXT NOT NULL,
            proof BLOB NOT NULL) STRICT;
        """;

    /// <summary>From version 1 to 2: what the desk API must remember, and for which team list a draft's key was sealed.</summary>
    private const string ToVersion2 = """
        ALTER TABLE drafts ADD COLUMN team INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE nonces (
            mark BLOB NOT NULL PRIMARY KEY,
            until INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE INDEX nonces_by_time ON nonces (until);
        CREATE TABLE acknowledgements (
            device TEXT NOT NULL PRIMARY KEY,
            size INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE decisions (
            kind INTEGER NOT NULL,
            thread BLOB NOT NULL,
            device TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (kind, thread)) WITHOUT ROWID, STRICT;
        CREATE TABLE holds (
            thread BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT;
        CREATE INDEX attachments_by_entry ON attachments (entry) WHERE entry IS NOT NULL;
        """;

    /// <summary>
    /// From version 2 to 3: what is old is found by looking through the table once an hour, instead of by an index that each turn had to keep:
    /// its entries lay on a page of their own for each thread, half of all pages that a turn wrote.
    /// </summary>
    private const string ToVersion3 = """
        DROP INDEX updates_by_hour;
        DROP INDEX messages_by_hour;
        """;

    /// <summary>The step to a version from the one before it.</summary>
    /// <param name="version">2 to <see cref="Version"/>.</param>
    public static string StepTo(int version) => version switch
    {
        2 => ToVersion2,
        3 => ToVersion3,
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    /// <summary>What is checked after each start; the journal's own tables grow without end and are checked on request.</summary>
    public static readonly string[] Hot = ["meta", "drafts", "draft_keys", "outgoing", "fetches"];
}
