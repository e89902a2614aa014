using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>
/// Writes, one group of work after another. All work that is waiting is carried out in one transaction with one sync of the
/// disk; while that sync is under way the next work gathers. So the cost of a sync is shared by as many as are waiting.
/// </summary>
/// <remarks>
/// A thread of its own does it, but for work that comes alone while nothing is written: that is carried out right where it was handed over,
/// because waking the thread and being woken by it would cost more than a small transaction.
/// </remarks>
internal sealed class Writer : IDisposable
{
    /// <summary>More would make the first ones wait longer without saving much.</summary>
    private const int MaxGroup = 256;

    /// <summary>After so long without other work, what was settled goes into the tables by itself, and no row is kept in memory.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly WriteSession session;
    private readonly SettledNotes notes;
    private readonly TakeNotesWork taking;
    private readonly WriteAheadLog log;
    private readonly Action<IReadOnlyList<Guid>> removeFiles;
    private readonly Thread thread;
    private readonly Lock gate = new();
    // Not a semaphore: that one spins before it sleeps, at the cost of those that have something to do.
    private readonly AutoResetEvent wake = new(false);
    private List<Work> waiting = [];
    private List<Work> taken = [];
    private readonly List<Work> group = [];
    private readonly Dictionary<Work, Exception> failed = [];
    private bool isSyncing = true;

    /// <summary>Nobody writes: the thread sleeps, and no caller does its work. Whoever takes this away writes until it is given back.</summary>
    private bool isResting;
    private bool isGathered;
    private int gatherings;
    private bool isClosing;
    private long commits;
    private long lazyCommits;

    /// <param name="notes">Taken into the tables with each group of work, before it.</param>
    public Writer(WriteSession session, WriteAheadLog log, SettledNotes notes, Action<IReadOnlyList<Guid>> removeFiles)
    {
        (this.session, this.log, this.notes, this.removeFiles) = (session, log, notes, removeFiles);
        taking = new TakeNotesWork(notes);
        thread = new Thread(Loop) { IsBackground = true, Name = "store writer" };
        thread.Start();
    }

    public long Commits => Volatile.Read(ref commits);
    public long LazyCommits => Volatile.Read(ref lazyCommits);

    /// <summary>May carry the work out before it returns.</summary>
    public void Enqueue(Work work)
    {
        bool starts, here;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosing, typeof(IIntakeStore));
            waiting.Add(work);
            starts = isResting && IsTime;
            if (starts) isResting = false;
            here = starts && waiting.Count == 1 && !work.StandsAlone;
            if (here) TakeWaiting();
        }

        if (here) WriteHere();
        else if (starts) wake.Set();
    }

    private void WriteHere()
    {
        try
        {
            WriteTaken();
        }
        finally
        {
            bool hasMore;
            lock (gate)
            {
                hasMore = isClosing || (waiting.Count > 0 && IsTime);
                isResting = !hasMore;
            }

            // Others' work is not for this caller to do.
            if (hasMore) wake.Set();
        }
    }

    /// <summary>What is handed over until this is disposed of waits for it, to go into one transaction.</summary>
    public IDisposable Gather()
    {
        lock (gate) gatherings++;
        return new Gathering(this);
    }

    // To be asked inside the gate.
    private bool IsTime => isClosing || isGathered || waiting.Count >= MaxGroup || gatherings == 0;

    private void EndGathering()
    {
        bool mustWake;
        lock (gate)
        {
            gatherings--;
            // Others who gather meanwhile are not waited for: while this is written, they go on.
            isGathered |= waiting.Count > 0;
            mustWake = isResting && isGathered;
            if (mustWake) isResting = false;
        }

        if (mustWake) wake.Set();
    }

    /// <summary>Carries out what is waiting, and ends.</summary>
    public void Dispose()
    {
        bool mustWake;
        lock (gate)
        {
            if (isClosing) return;
            isClosing = true;
            mustWake = isResting; // otherwise whoever writes sees it when done
            isResting = false;
        }

        if (mustWake) wake.Set();
        thread.Join();
        log.End();
        wake.Dispose();
    }

    private void Loop()
    {
        while (Take()) WriteTaken();
        TakeNotes();
    }

    private void WriteTaken()
    {
        group.Clear();
        foreach (var work in taken)
        {
            if (work.StandsAlone || group.Count == MaxGroup) Flush();
            if (work.StandsAlone) RunAlone(work);
            else group.Add(work);
        }

        Flush();
        taken.Clear();
    }

    private void TakeNotes()
    {
        if (notes.Any) TryRun([taking], RunTogether);
    }

    /// <summary>Sleeps until there is something to do.</summary>
    /// <returns>False when there is nothing more to come.</returns>
    private bool Take()
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count > 0 && IsTime)
                {
                    TakeWaiting();
                    return true;
                }

                if (isClosing) return false;
                isResting = true;
            }

            if (Sleep()) continue;
            TakeNotes();
            session.Recent.Forget();
        }
    }

    /// <returns>True when woken for work, false after a quiet moment. Either way it is this thread that writes now.</returns>
    private bool Sleep()
    {
        while (!wake.WaitOne(Quiet))
        {
            lock (gate)
            {
                // Where it is taken already, a caller writes, or this thread is being woken.
                if (!isResting) continue;
                isResting = false;
                return false;
            }
        }

        return true;
    }

    // To be called inside the gate, by whoever writes now.
    private void TakeWaiting() => (taken, waiting, isGathered) = (waiting, taken, false);

    private void Flush()
    {
        if (group.Count == 0) return;
        if (notes.Any) group.Insert(0, taking);
        // Savepoints make the engine keep a copy of every page that a piece of work touches, and almost none is taken back: so
        // first without them, and with them only where that did not do.
        if (TryRun(group, RunTogether) is not null && TryRun(group, RunInside) is not null)
        {
            // The transaction as a whole failed. Alone, each can still succeed: a small one where a large one found no room.
            foreach (var work in group)
            {
                if (TryRun([work], RunInside) is { } fault) work.Fail(fault);
            }
        }

        group.Clear();
    }

    /// <returns>Null when committed and all callers told.</returns>
    private Exception? TryRun(List<Work> works, Action<Work> run)
    {
        failed.Clear();
        try
        {
            SetSyncing(works.Exists(w => w.NeedsSync));
            session.Statements.Begin.Run();
            foreach (var work in works) run(work);
            session.Finish();
            session.Statements.Commit.Run();
        }
        catch (Exception fault)
        {
            TakeBack();
            return fault;
        }

        if (isSyncing) commits++;
        else lazyCommits++;
        Guid[] removed = [.. session.RemovedFiles];
        session.Committed();
        foreach (var work in works)
        {
            if (failed.TryGetValue(work, out var fault)) work.Fail(fault);
            else work.Complete();
        }

        if (removed.Length > 0) removeFiles(removed);
        log.Grown();
        return null;
    }

    /// <summary>For work that succeeds, or gives up before it has changed anything: a repeated update, a turn that came too late.</summary>
    private void RunTogether(Work work)
    {
        var before = session.Database.TotalChanges;
        if (!work.Carry(session) && session.Database.TotalChanges != before) throw new PartlyDoneException();
    }

    /// <summary>For work that may fail half-way: whatever it did is taken back, and the others go on.</summary>
    private void RunInside(Work work)
    {
        var statements = session.Statements;
        var mark = session.MarkHere();
        statements.Savepoint.Run();
        var keep = false;
        try
        {
            keep = work.Carry(session);
        }
        catch (Exception fault) when (session.Database.InTransaction)
        {
            failed[work] = fault;
        }

        // On some failures, a full disk among them, the engine ends the whole transaction: then Carry's exception went on.
        if (!keep)
        {
            statements.RollbackWork.Run();
            session.BackTo(mark);
        }

        statements.Release.Run();
    }

    private void RunAlone(Work work)
    {
        try
        {
            work.Carry(session);
        }
        catch (Exception fault)
        {
            work.Fail(fault);
            return;
        }

        work.Complete();
    }

    // Without a sync the order of commits in the log still holds, and the next commit with a sync covers all before it.
    private void SetSyncing(bool sync)
    {
        if (sync == isSyncing) return;
        session.Database.Execute(sync ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
        isSyncing = sync;
    }

    private void TakeBack()
    {
        session.TakenBack();
        if (!session.Database.InTransaction) return;
        try
        {
            session.Database.Execute("ROLLBACK");
        }
        catch (SqliteFault)
        {
            // The next BEGIN fails then, and says so to the next caller; there is no one here to tell.
        }
    }

    /// <summary>Work gave up after it had changed something, and there is no savepoint to go back to.</summary>
    private sealed class PartlyDoneException : Exception;

    private sealed class Gathering(Writer writer) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0) writer.EndGathering();
        }
    }
}
