using Detainees.Storage.Files;

namespace Detainees.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes all work that is waiting and carries it out in one transaction with one sync of the
/// disk; while that sync is under way the next work gathers. So the cost of a sync is shared by as many as are waiting.
/// </summary>
internal sealed class Writer : IDisposable
{
    /// <summary>More would make the first ones wait longer without saving much.</summary>
    private const int MaxGroup = 256;

    /// <summary>After so long without other work, what was settled goes into the tables by itself.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly WriteSession session;
    private readonly SettledNotes notes;
    private readonly SettledWork settled;
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
    private bool isSleeping;
    private bool isGathered;
    private int gatherings;
    private bool isClosing;
    private long commits;
    private long lazyCommits;

    /// <param name="notes">Taken into the tables with each group of work, before it.</param>
    public Writer(WriteSession session, SettledNotes notes, Action<IReadOnlyList<Guid>> removeFiles)
    {
        (this.session, this.notes, this.removeFiles) = (session, notes, removeFiles);
        settled = new SettledWork(notes);
        thread = new Thread(Loop) { IsBackground = true, Name = "store writer" };
        thread.Start();
    }

    public long Commits => Volatile.Read(ref commits);
    public long LazyCommits => Volatile.Read(ref lazyCommits);

    public void Enqueue(Work work)
    {
        bool mustWake;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosing, typeof(IIntakeStore));
            waiting.Add(work);
            mustWake = isSleeping && IsTime;
            if (mustWake) isSleeping = false;
        }

        if (mustWake) wake.Set();
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
            mustWake = isSleeping && isGathered;
            if (mustWake) isSleeping = false;
        }

        if (mustWake) wake.Set();
    }

    /// <summary>Carries out what is waiting, and ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isClosing) return;
            isClosing = true;
            isSleeping = false;
        }

        wake.Set();
        thread.Join();
        wake.Dispose();
    }

    private void Loop()
    {
        while (Take())
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

        TakeNotes();
    }

    private void TakeNotes()
    {
        if (notes.Any) TryRun([settled], RunTogether);
    }

    private bool Take()
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count > 0 && IsTime)
                {
                    (taken, waiting, isGathered) = (waiting, taken, false);
                    return true;
                }

                if (isClosing) return false;
                isSleeping = true;
            }

            if (!wake.WaitOne(Quiet)) TakeNotes();
        }
    }

    private void Flush()
    {
        if (group.Count == 0) return;
        if (notes.Any) group.Insert(0, settled);
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
