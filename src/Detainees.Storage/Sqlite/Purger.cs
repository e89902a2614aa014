using System.Globalization;
using System.Text;
using Detainees.Journal;
using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>Removes what is past its time, in pieces small enough that no turn waits long behind one.</summary>
internal sealed class Purger(Writer writer, Readers readers, string path, AttachmentFiles files, SettledNotes notes, StoreOptions options, ClockWatch clock)
{
    public const string SeenName = "seen";

    /// <summary>Rows that go in one transaction, together with the turns that wait: half a millisecond or so more for them.</summary>
    private const int Piece = 20;

    private const int MaxPieces = 5000;
    private const int Page = 1000;
    private const int TruncateTries = 4;

    private readonly TaskCompletionSource hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What came before this hour is gone: until another one has begun there is nothing to look for. A clock that was ahead is set back some time.</summary>
    private long goneBefore = long.MinValue;

    /// <summary>No more pauses: whoever closes the store waits for a purge under way.</summary>
    public void Hurry() => hurried.TrySetResult();

    public async ValueTask<PurgeReport> RunAsync()
    {
        var held = clock.IsHeld();
        var now = options.Time.GetUtcNow();
        var report = new PurgeReport(0, 0, 0, 0, 0, 0, Wiped: false, held, Failed: false);
        try
        {
            // The keys first: destroying them needs no room on this disk, and counts most.
            if (!held) report = report with { EpochKeys = await Do(session => session.Keys.DestroyOld()) };
            await Do(session => { Remember(session, now); return 0; });
            if (!held) report = await RemoveOldAsync(report, now);
        }
        catch (SqliteFault)
        {
            // On a full disk even removing needs room, in the log. What follows can make some.
            report = report with { Failed = true };
        }

        notes.Wipe();
        if (!held) report = report with { Files = await SweepAsync(now - options.OrphanAge) };
        return report with { Wiped = await WipeAsync() };
    }

    private async Task<PurgeReport> RemoveOldAsync(PurgeReport report, DateTimeOffset now)
    {
        await InPieces(session => Run(session, session.Statements.PurgeNonces.Bind(1, now.ToUnixTimeSeconds())));
        await Do(session => { session.Statements.PurgeDecisions.Bind(1, now.ToUnixTimeSeconds()).Run(); return 0; });
        var oldestHour = Hour(now - options.UpdateWindow);
        await CloseAsync(now - options.ExpiredDraftCloses);
        if (oldestHour != goneBefore)
        {
            report = report with { Updates = await RemoveUpdatesAsync(oldestHour) };
            // Messages older than that cannot be deleted any more (Bot API, deleteMessage: 48 hours).
            report = report with { Messages = await RemoveMessagesAsync(oldestHour) };
            goneBefore = oldestHour;
        }

        report = report with { Drafts = await InPieces(session => RemoveExpired(session, now - options.ExpiredDraftGrace)) };
        return report with { Outgoing = await Do(RemoveUnreadable) };
    }

    private async Task<int> RemoveUpdatesAsync(long beforeHour)
    {
        var (total, last) = (0, long.MinValue);
        while (true)
        {
            var after = last;
            var old = await readers.ReadAsync(reader => reader.OldUpdates(beforeHour, after, Page), CancellationToken.None);
            total += await RemoveAsync(old, (session, id) => session.Statements.DeleteUpdate.Bind(1, id).Run());
            if (old.Count < Page) return total;
            last = old[^1];
        }
    }

    private async Task<int> RemoveMessagesAsync(long beforeHour)
    {
        var (total, last) = (0, (Thread: Guid.Empty, Message: long.MinValue));
        while (true)
        {
            var after = last;
            var old = await readers.ReadAsync(reader => reader.OldMessages(beforeHour, after, Page), CancellationToken.None);
            total += await RemoveAsync(old, (session, message) => session.Statements.DeleteMessage.Bind(1, message.Thread).Bind(2, message.Message).Run());
            if (old.Count < Page) return total;
            last = old[^1];
        }
    }

    private async Task<int> RemoveAsync<T>(List<T> rows, Action<WriteSession, T> remove)
    {
        foreach (var piece in rows.Chunk(Piece))
        {
            await DoPiece(session =>
            {
                foreach (var row in piece) remove(session, row);
                return piece.Length;
            });
        }

        return rows.Count;
    }

    /// <summary>Empties the write-ahead log. A checkpoint with a reader in the way leaves it all there and says so in one column.</summary>
    private async Task<bool> WipeAsync()
    {
        // Nearly all of the copying is done beside the writer; what it has to wait for is the rest and the cut.
        await Task.Run(() => WriteAheadLog.Copy(path));
        for (var i = 0; i < TruncateTries; i++)
        {
            var work = new Work<bool>(TryTruncate, standsAlone: true);
            writer.Enqueue(work);
            if (await work.Task) return true;
        }

        return false;
    }

    private static bool TryTruncate(WriteSession session)
    {
        try
        {
            return session.Database.TryTruncateLog();
        }
        catch (SqliteFault)
        {
            return false;
        }
    }

    private Task<T> Do<T>(Func<WriteSession, T> carry)
    {
        var work = new Work<T>(carry);
        writer.Enqueue(work);
        return work.Task;
    }

    /// <summary>One after the other they would keep the disk busy for seconds, and all who write would wait for it.</summary>
    private async Task<T> DoPiece<T>(Func<WriteSession, T> carry)
    {
        var done = await Do(carry);
        if (options.PurgePause > TimeSpan.Zero) await Task.WhenAny(hurried.Task, Task.Delay(options.PurgePause, options.Time));
        return done;
    }

    private async Task<int> InPieces(Func<WriteSession, int> piece)
    {
        var total = 0;
        for (var i = 0; i < MaxPieces; i++)
        {
            var removed = await DoPiece(piece);
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

    /// <summary>The key of a draft that is over is destroyed before its epoch is: the epoch's key may still be needed by others.</summary>
    private async Task CloseAsync(DateTimeOffset endedBefore)
    {
        var (seen, last) = (Piece, (EndsAt: long.MinValue, Id: 0L));
        for (var i = 0; i < MaxPieces && seen == Piece; i++)
        {
            var after = last;
            (seen, last) = await DoPiece(session => Close(session, endedBefore, after));
        }
    }

    private static (int Seen, (long EndsAt, long Id) Last) Close(WriteSession session, DateTimeOffset endedBefore, (long EndsAt, long Id) after)
    {
        var open = new List<(long Id, ThreadKey Thread)>(Piece);
        var (seen, last) = (0, after);
        using (var rows = session.Statements.EndedDrafts.Bind(1, endedBefore.ToUnixTimeSeconds()).Bind(2, Piece).Bind(3, after.EndsAt).Bind(4, after.Id).Query())
        {
            for (; rows.Next(); seen++)
            {
                last = (rows.Long(0), rows.Long(1));
                if (rows.Long(2) >= 0) open.Add((last.Id, new ThreadKey(rows.Guid(3))));
            }
        }

        foreach (var (id, thread) in open)
        {
            session.Statements.CloseDraft.Bind(1, id).Run();
            session.NoteDraft(thread, null);
        }

        return (seen, last);
    }

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
