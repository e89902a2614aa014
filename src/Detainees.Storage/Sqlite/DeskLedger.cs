using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Detainees.Journal;

namespace Detainees.Storage.Sqlite;

/// <summary>The desks' part of the store: small works for the writer.</summary>
internal sealed class DeskLedger(Writer writer, Readers readers) : IDeskLedger
{
    public const string RetiredName = "retired";

    /// <summary>How many entries one transaction lets go of: no turn waits long behind it.</summary>
    private const int Piece = 200;

    // Without a sync of its own: a power cut may bring the last ones back for their minute, and whatever a request changes is
    // synced together with all that was written before it.
    public ValueTask<bool> TakeNonceAsync(ReadOnlyMemory<byte> mark, DateTimeOffset until, CancellationToken cancel) => Do(session =>
    {
        session.Statements.InsertNonce.Bind(1, mark.Span).Bind(2, until.ToUnixTimeSeconds()).Run();
        return session.Database.Changes > 0;
    }, needsSync: false, cancel);

    public ValueTask<bool> AcknowledgeAsync(string device, long size, Sha256Hash last, CancellationToken cancel) => Do(session =>
    {
        if (EntryAt(session, size) is not { } entry || entry.Hash != last) return false;
        session.Statements.Acknowledge.Bind(1, device).Bind(2, size).Run();
        return true;
    }, needsSync: true, cancel);

    public ValueTask<ImmutableArray<Acknowledgement>> AcknowledgementsAsync(CancellationToken cancel) =>
        readers.ReadAsync(reader => reader.Acknowledgements(), cancel);

    public ValueTask<DecisionResult> DecideAsync(ThreadDecision decision, string device, DateTimeOffset until, CancellationToken cancel) =>
        Do(session => Decide(session, decision, device, until), needsSync: true, cancel);

    public async ValueTask<long> RetireAsync(long through, DateTimeOffset before, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var (from, to) = await Do(session => Retire(session, through, before), needsSync: true, cancel);
            if (to < from + Piece) return to;
        }
    }

    private static DecisionResult Decide(WriteSession session, ThreadDecision decision, string device, DateTimeOffset until)
    {
        var statements = session.Statements;
        var thread = decision.Thread.Value;
        if (!Any(statements.ThreadHasEntries.Bind(1, thread))) return DecisionResult.Nothing;
        var held = Any(statements.IsHeld.Bind(1, thread));
        if (decision.Kind switch
            {
                ThreadDecisionKind.Hold => held, ThreadDecisionKind.Release => !held, ThreadDecisionKind.Remove => false,
            }) return DecisionResult.Nothing;
        if (!IsSecond(session, decision, device))
        {
            statements.SetDecision.Bind(1, (int)decision.Kind).Bind(2, thread).Bind(3, device).Bind(4, until.ToUnixTimeSeconds()).Run();
            return DecisionResult.Waiting;
        }

        statements.DeleteDecision.Bind(1, (int)decision.Kind).Bind(2, thread).Run();
        var kind = decision.Kind switch
        {
            ThreadDecisionKind.Remove => EntryKind.Removal, ThreadDecisionKind.Hold => EntryKind.Hold, ThreadDecisionKind.Release => EntryKind.Release,
        };
        switch (decision.Kind)
        {
            case ThreadDecisionKind.Remove:
                statements.EraseBodies.Bind(1, thread).Run();
                AttachmentRows.DiscardAll(session, statements.EraseEntryAttachments, decision.Thread);
                break;
            case ThreadDecisionKind.Hold:
                statements.Hold.Bind(1, thread).Run();
                break;
            case ThreadDecisionKind.Release:
                statements.EndHold.Bind(1, thread).Run();
                // What retention passed over because of the hold goes now.
                RetireThread(session, decision.Thread, Retired(session));
                break;
        }

        JournalRows.AppendBare(session, kind, decision.Thread, "");
        return DecisionResult.Done;
    }

    private static bool IsSecond(WriteSession session, ThreadDecision decision, string device)
    {
        using var row = session.Statements.FindDecision.Bind(1, (int)decision.Kind).Bind(2, decision.Thread.Value).Query();
        return row.Next() && row.Long(1) >= session.Now.ToUnixTimeSeconds() && row.Text(0) != device;
    }

    private static (long From, long To) Retire(WriteSession session, long through, DateTimeOffset before)
    {
        var from = Retired(session);
        var to = from;
        using (var rows = session.Statements.EntriesFrom.Bind(1, from + 1).Bind(2, Math.Min(through, from + Piece)).Query())
        {
            // Entries are in the order of their hours, but for a clock that was set back: then it stops early, which harms nobody.
            while (rows.Next() && JournalEntry.TryDecode(rows.Blob(0), out var entry) && entry is not null && entry.Hour < before) to = entry.Number;
        }

        if (to == from) return (from, to);
        session.Statements.RetireBodies.Bind(1, from + 1).Bind(2, to).Run();
        var removed = session.Database.Changes > 0;
        using (var rows = session.Statements.RetireAttachments.Bind(1, from + 1).Bind(2, to).Query())
        {
            while (rows.Next())
            {
                session.RemovedFiles.Add(rows.Guid(0));
                removed = true;
            }
        }

        session.Statements.SetMeta.Bind(1, RetiredName).Bind(2, Encoding.ASCII.GetBytes(to.ToString(CultureInfo.InvariantCulture))).Run();
        // Only where something went: else each retention entry, grown old, would make another.
        if (removed) JournalRows.AppendBare(session, EntryKind.Retention, new ThreadKey(Guid.Empty), JournalEntry.RetentionForm(to));
        return (from, to);
    }

    private static void RetireThread(WriteSession session, ThreadKey thread, long retired)
    {
        session.Statements.RetireBodiesOf.Bind(1, thread.Value).Bind(2, retired).Run();
        using var rows = session.Statements.RetireAttachmentsOf.Bind(1, thread.Value).Bind(2, retired).Query();
        while (rows.Next()) session.RemovedFiles.Add(rows.Guid(0));
    }

    private static long Retired(WriteSession session)
    {
        using var row = session.Statements.GetMeta.Bind(1, RetiredName).Query();
        return row.Next() ? long.Parse(row.Blob(0), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }

    private static JournalEntry? EntryAt(WriteSession session, long number)
    {
        using var row = session.Statements.FindEntry.Bind(1, number).Query();
        return row.Next() && JournalEntry.TryDecode(row.Blob(0), out var entry) ? entry : null;
    }

    private static bool Any(Statement statement)
    {
        using var row = statement.Query();
        return row.Next();
    }

    private async ValueTask<T> Do<T>(Func<WriteSession, T> carry, bool needsSync, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var work = needsSync ? new SyncedWork<T>(carry) : new Work<T>(carry);
        writer.Enqueue(work);
        return await work.Task;
    }

    private sealed class SyncedWork<T>(Func<WriteSession, T> carry) : Work<T>(carry)
    {
        public override bool NeedsSync => true;
    }
}
