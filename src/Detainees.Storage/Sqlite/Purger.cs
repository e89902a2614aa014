using System.Globalization;
using System.Text;
using Detainees.Journal;
using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>Removes what is past its time, in pieces small enough that no turn waits long behind one.</summary>
internal sealed class Purger(Writer writer, Readers readers, AttachmentFiles files, StoreOptions options, ClockWatch clock)
{
    public const string SeenName = "seen";
    private const int Piece = 500;
    private const int MaxPieces = 200;
    private const int TruncateTries = 4;

    public async ValueTask<PurgeReport> RunAsync()
    {
        var held = clock.IsHeld();
        var now = options.Time.GetUtcNow();
        await Do(session => { Remember(session, now); return 0; });
        int updates = 0, drafts = 0, outgoing = 0, messages = 0, keys = 0, removed = 0;
        if (!held)
        {
            var oldestHour = Hour(now - options.UpdateWindow);
            updates = await InPieces(session => Run(session, session.Statements.PurgeUpdates.Bind(1, oldestHour)));
            // Messages older than that cannot be deleted any more (Bot API, deleteMessage: 48 hours).
            messages = await InPieces(session => Run(session, session.Statements.PurgeMessages.Bind(1, oldestHour)));
            await Do(session => { Close(session, now); return 0; });
            drafts = await InPieces(session => RemoveExpired(session, now - options.ExpiredDraftGrace));
            keys = await Do(session => session.Keys.DestroyOld());
            outgoing = await Do(RemoveUnreadable);
            removed = await SweepAsync(now - options.OrphanAge);
        }

        var wiped = await Wipe();
        return new PurgeReport(updates, drafts, outgoing, messages, keys, removed, wiped, held);
    }

    /// <summary>Empties the write-ahead log. A checkpoint with a reader in the way leaves it all there and says so in one column.</summary>
    private async Task<bool> Wipe()
    {
        for (var i = 0; i < TruncateTries; i++)
        {
            var work = new Work<bool>(session => session.Database.TryTruncateLog(), standsAlone: true);
            writer.Enqueue(work);
            if (await work.Task) return true;
        }

        return false;
    }

    private Task<T> Do<T>(Func<WriteSession, T> carry)
    {
        var work = new Work<T>(carry);
        writer.Enqueue(work);
        return work.Task;
    }

    private async Task<int> InPieces(Func<WriteSession, int> piece)
    {
        var total = 0;
        for (var i = 0; i < MaxPieces; i++)
        {
            var removed = await Do(piece);
            total += removed;
            if (removed < Piece) break;
        }

        return total;
    }

    private static int Run(WriteSession session, Statement statement)
    {
        statement.Bind(2, Piece).Run();
        return session.Database.Changes;
    }

    private static void Remember(WriteSession session, DateTimeOffset now) =>
        session.Statements.SetMeta.Bind(1, SeenName)
            .Bind(2, Encoding.ASCII.GetBytes(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))).Run();

    // The key of a draft that is over is destroyed before its epoch is: the epoch's key may still be needed by others.
    private void Close(WriteSession session, DateTimeOffset now) =>
        session.Statements.CloseDrafts.Bind(1, (now - options.ExpiredDraftCloses).ToUnixTimeSeconds()).Run();

    private static int RemoveExpired(WriteSession session, DateTimeOffset endedBefore)
    {
        var expired = new List<ThreadKey>();
        using (var rows = session.Statements.ExpiredDrafts.Bind(1, endedBefore.ToUnixTimeSeconds()).Bind(2, Piece).Query())
        {
            while (rows.Next()) expired.Add(new ThreadKey(rows.Guid(1)));
        }

        foreach (var thread in expired) DraftRow.Find(session, thread).Remove(session, thread);
        return expired.Count;
    }

    private static int RemoveUnreadable(WriteSession session)
    {
        if (session.Keys.Oldest is not { } oldest) return 0;
        session.Statements.PurgeFetches.Bind(1, oldest).Run();
        session.Statements.PurgeOutgoing.Bind(1, oldest).Run();
        return session.Database.Changes;
    }

    private async Task<int> SweepAsync(DateTimeOffset before)
    {
        var old = await Task.Run(() => files.NextOldFiles(before));
        if (old.Count == 0) return 0;
        var orphans = await readers.ReadAsync(reader => reader.WithoutOwner(old), CancellationToken.None);
        files.Remove(orphans);
        return orphans.Count;
    }

    private static long Hour(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 3600;
}
