namespace Detainees.Storage.Sqlite;

/// <summary>All statements that change something, prepared once, for the writer's connection.</summary>
internal sealed class Statements(Database database)
{
    public Statement Begin { get; } = database.Statement("BEGIN IMMEDIATE");
    public Statement Commit { get; } = database.Statement("COMMIT");
    public Statement Savepoint { get; } = database.Statement("SAVEPOINT work");
    public Statement Release { get; } = database.Statement("RELEASE work");
    public Statement RollbackWork { get; } = database.Statement("ROLLBACK TO work");

    public Statement SetMeta { get; } = database.Statement("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2");

    public Statement GetMeta { get; } = database.Statement("SELECT value FROM meta WHERE name = ?1");

    // The channel sends an update again until a later offset confirms it, so after a crash the same id comes twice. The
    // primary key makes the second one a no-op; a check before the insert would not.
    public Statement InsertUpdate { get; } = database.Statement("INSERT INTO updates (id, hour) VALUES (?1, ?2) ON CONFLICT DO NOTHING");

    public Statement FindDraft { get; } = database.Statement("SELECT id, revision, epoch, wrapped_key, ends_at, wake_at, team FROM drafts WHERE thread = ?1");

    public Statement InsertDraft { get; } = database.Statement("""
        INSERT INTO drafts (thread, revision, form_id, form_version, language, answers, wake_at, ends_at, epoch, wrapped_key, state, team)
        VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """);

    public Statement UpdateDraft { get; } = database.Statement("""
        UPDATE drafts SET revision = ?3, form_id = ?4, form_version = ?5, language = ?6, answers = ?7, wake_at = ?8,
            ends_at = ?9, epoch = ?10, wrapped_key = ?11, state = ?12, team = coalesce(?13, team)
        WHERE id = ?1
        """);

    /// <summary>The same where the end stays, which is almost always: its index is left alone.</summary>
    public Statement UpdateDraftBeforeEnd { get; } = database.Statement("""
        UPDATE drafts SET revision = ?3, form_id = ?4, form_version = ?5, language = ?6, answers = ?7, wake_at = ?8,
            epoch = ?10, wrapped_key = ?11, state = ?12, team = coalesce(?13, team)
        WHERE id = ?1
        """);

    /// <summary>The same where the timer stays as well.</summary>
    public Statement UpdateDraftBeforeTimers { get; } = database.Statement("""
        UPDATE drafts SET revision = ?3, form_id = ?4, form_version = ?5, language = ?6, answers = ?7,
            epoch = ?10, wrapped_key = ?11, state = ?12, team = coalesce(?13, team)
        WHERE id = ?1
        """);

    public Statement WakeDraft { get; } = database.Statement("UPDATE drafts SET wake_at = ?2 WHERE id = ?1");
    public Statement DeleteDraft { get; } = database.Statement("DELETE FROM drafts WHERE id = ?1");
    public Statement SetDraftKey { get; } = database.Statement("INSERT INTO draft_keys (draft, sealed) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET sealed = ?2");
    public Statement DeleteDraftKey { get; } = database.Statement("DELETE FROM draft_keys WHERE draft = ?1");

    public Statement TakeSealed { get; } = database.Statement("""
        SELECT d.revision, k.sealed, d.state FROM drafts d JOIN draft_keys k ON k.draft = d.id WHERE d.thread = ?1
        """);

    public Statement InsertOutgoing { get; } = database.Statement("""
        INSERT INTO outgoing (id, thread, kind, priority, not_before, attempts, epoch, payload) VALUES (?1, ?2, ?3, ?4, NULL, 0, ?5, ?6)
        """);

    public Statement DeleteOutgoing { get; } = database.Statement("DELETE FROM outgoing WHERE id = ?1");
    public Statement DeferOutgoing { get; } = database.Statement("UPDATE outgoing SET not_before = ?2, attempts = ?3 WHERE id = ?1");
    public Statement ThreadOfOutgoing { get; } = database.Statement("SELECT thread FROM outgoing WHERE id = ?1");

    public Statement InsertMessage { get; } = database.Statement("""
        INSERT INTO messages (thread, message, place, hour) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING
        """);

    public Statement FindMessage { get; } = database.Statement("SELECT 1 FROM messages WHERE thread = ?1 AND message = ?2");
    public Statement DeleteMessage { get; } = database.Statement("DELETE FROM messages WHERE thread = ?1 AND message = ?2");

    public Statement DeleteCoveredMessages { get; } = database.Statement("DELETE FROM messages WHERE thread = ?1 AND place < ?2");

    public Statement CoveredMessages { get; } = database.Statement("""
        SELECT m.message FROM outgoing o JOIN messages m ON m.thread = o.thread AND m.place < o.id
        WHERE o.id = ?1 ORDER BY m.message LIMIT 100
        """);

    public Statement InsertFetch { get; } = database.Statement("""
        INSERT INTO fetches (attachment, thread, epoch, payload) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET thread = ?2, epoch = ?3, payload = ?4
        """);

    public Statement DeleteFetch { get; } = database.Statement("DELETE FROM fetches WHERE attachment = ?1 AND thread = ?2");
    public Statement DeleteFetches { get; } = database.Statement("DELETE FROM fetches WHERE thread = ?1");

    public Statement InsertAttachment { get; } = database.Statement("""
        INSERT INTO attachments (id, thread, bytes, hash, entry) VALUES (?1, ?2, ?3, ?4, NULL)
        ON CONFLICT DO UPDATE SET bytes = ?3, hash = ?4 WHERE thread = ?2 AND entry IS NULL
        """);

    public Statement FindAttachment { get; } = database.Statement("""
        SELECT bytes, hash FROM attachments WHERE id = ?1 AND thread = ?2 AND entry IS NULL
        """);

    public Statement OpenAttachments { get; } = database.Statement("""
        SELECT id, bytes, hash FROM attachments WHERE thread = ?1 AND entry IS NULL ORDER BY id
        """);

    public Statement OwnAttachment { get; } = database.Statement("UPDATE attachments SET entry = ?2 WHERE id = ?1");
    public Statement DiscardAttachment { get; } = database.Statement("DELETE FROM attachments WHERE id = ?1 AND thread = ?2 AND entry IS NULL");
    public Statement DiscardAttachments { get; } = database.Statement("DELETE FROM attachments WHERE thread = ?1 AND entry IS NULL RETURNING id");
    public Statement EraseAttachments { get; } = database.Statement("DELETE FROM attachments WHERE thread = ?1 RETURNING id");

    public Statement EraseEntryAttachments { get; } = database.Statement("DELETE FROM attachments WHERE thread = ?1 AND entry IS NOT NULL RETURNING id");

    public Statement EntryExists { get; } = database.Statement("SELECT 1 FROM entries WHERE id = ?1");
    public Statement InsertEntry { get; } = database.Statement("INSERT INTO entries (number, id, thread, entry) VALUES (?1, ?2, ?3, ?4)");
    public Statement InsertBody { get; } = database.Statement("INSERT INTO bodies (number, body) VALUES (?1, ?2)");
    public Statement InsertReceipt { get; } = database.Statement("INSERT INTO receipts (number, note, proof) VALUES (?1, ?2, ?3)");
    public Statement EraseBodies { get; } = database.Statement("DELETE FROM bodies WHERE number IN (SELECT number FROM entries WHERE thread = ?1)");

    public Statement InsertNonce { get; } = database.Statement("INSERT INTO nonces (mark, until) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    public Statement PurgeNonces { get; } = database.Statement("DELETE FROM nonces WHERE mark IN (SELECT mark FROM nonces WHERE until < ?1 ORDER BY until LIMIT ?2)");
    public Statement FindEntry { get; } = database.Statement("SELECT entry FROM entries WHERE number = ?1");
    public Statement EntriesFrom { get; } = database.Statement("SELECT entry FROM entries WHERE number BETWEEN ?1 AND ?2 ORDER BY number");
    public Statement NewestEntryOf { get; } = database.Statement("SELECT entry FROM entries WHERE thread = ?1 ORDER BY number DESC LIMIT 1");
    public Statement ThreadHasEntries { get; } = database.Statement("SELECT 1 FROM entries WHERE thread = ?1 LIMIT 1");
    // A device that reads an older checkpoint again takes nothing back.
    public Statement Acknowledge { get; } = database.Statement("""
        INSERT INTO acknowledgements (device, size) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET size = max(size, ?2)
        """);
    public Statement FindDecision { get; } = database.Statement("SELECT device, until FROM decisions WHERE kind = ?1 AND thread = ?2");
    public Statement SetDecision { get; } = database.Statement("""
        INSERT INTO decisions (kind, thread, device, until) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET device = ?3, until = ?4
        """);
    public Statement DeleteDecision { get; } = database.Statement("DELETE FROM decisions WHERE kind = ?1 AND thread = ?2");
    public Statement PurgeDecisions { get; } = database.Statement("DELETE FROM decisions WHERE until < ?1");
    public Statement Hold { get; } = database.Statement("INSERT INTO holds (thread) VALUES (?1) ON CONFLICT DO NOTHING");
    public Statement EndHold { get; } = database.Statement("DELETE FROM holds WHERE thread = ?1");
    public Statement IsHeld { get; } = database.Statement("SELECT 1 FROM holds WHERE thread = ?1");
    public Statement RetireBodies { get; } = database.Statement("""
        DELETE FROM bodies WHERE number BETWEEN ?1 AND ?2
            AND number NOT IN (SELECT number FROM entries WHERE thread IN (SELECT thread FROM holds))
        """);
    public Statement RetireAttachments { get; } = database.Statement("""
        DELETE FROM attachments WHERE entry BETWEEN ?1 AND ?2 AND thread NOT IN (SELECT thread FROM holds) RETURNING id
        """);
    public Statement RetireBodiesOf { get; } = database.Statement("DELETE FROM bodies WHERE number IN (SELECT number FROM entries WHERE thread = ?1 AND number <= ?2)");
    public Statement RetireAttachmentsOf { get; } = database.Statement("DELETE FROM attachments WHERE thread = ?1 AND entry <= ?2 RETURNING id");

    public Statement DeleteUpdate { get; } = database.Statement("DELETE FROM updates WHERE id = ?1");
    public Statement ExpiredDrafts { get; } = database.Statement("SELECT id, thread FROM drafts WHERE ends_at < ?1 ORDER BY ends_at LIMIT ?2");
    public Statement EndedDrafts { get; } = database.Statement("""
        SELECT ends_at, id, epoch, thread FROM drafts WHERE ends_at < ?1 AND (ends_at, id) > (?3, ?4) ORDER BY ends_at, id LIMIT ?2
        """);
    public Statement CloseDraft { get; } = database.Statement("UPDATE drafts SET epoch = -1, wrapped_key = zeroblob(0) WHERE id = ?1");
    public Statement PurgeOutgoing { get; } = database.Statement("DELETE FROM outgoing WHERE epoch < ?1");
    public Statement PurgeFetches { get; } = database.Statement("DELETE FROM fetches WHERE epoch < ?1");
}
