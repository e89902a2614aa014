using Detainees.Journal;
using Detainees.Storage.Keys;

namespace Detainees.Storage.Sqlite;

/// <summary>A draft's row as it was last written: what is secret in it is sealed here as it is there.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Key">The same for all versions of a draft; it goes when the last one is forgotten.</param>
internal sealed record StoredDraft(long Id, DraftDetails Details, long Epoch, byte[] WrappedKey, OpenKey Key, byte[] State)
{
    /// <returns>Null where only the file can tell: its epoch is over, or it was forgotten at this moment.</returns>
    public LoadResult? TryOpen(ThreadKey thread, EpochKeys keys) =>
        keys.Find(Epoch) is not null && Key.OpenState(State, thread, Details.Revision) is { } state ? new LoadResult.Open(state, Details) : null;

    public override string ToString() => "StoredDraft";
}

/// <summary>
/// The rows of the drafts that were written last. Whoever is answering is loaded again at once; a reader would find each time that the file has
/// changed, and read the pages anew.
/// </summary>
/// <remarks>
/// For all threads; only the writer changes it. Two generations: when the younger one is full or a minute old, the older one is forgotten. So it is
/// bounded, and nothing stays of who went away.
/// </remarks>
internal sealed class RecentDrafts(TimeProvider time)
{
    private const int Generation = 1024;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private Dictionary<ThreadKey, StoredDraft> young = [], old = [];
    private DateTimeOffset begun;

    public StoredDraft? Find(ThreadKey thread)
    {
        lock (gate) return young.GetValueOrDefault(thread) ?? old.GetValueOrDefault(thread);
    }

    /// <summary>To be told of every change to a draft's row when it is committed, in order.</summary>
    /// <param name="changes">Null for a row that is gone, or that was changed by other hands.</param>
    public void Apply(IReadOnlyList<(ThreadKey Thread, StoredDraft? Row)> changes)
    {
        if (changes.Count == 0) return;
        lock (gate)
        {
            // First of all, so that no key that a later version goes on with is wiped below.
            foreach (var (thread, row) in changes)
                if (young.Remove(thread, out var before) || old.Remove(thread, out before)) EndKey(before, row);
            MakeRoom(changes.Count);
            foreach (var (thread, row) in changes)
            {
                if (young.Remove(thread, out var before)) EndKey(before, row);
                if (row is not null) young[thread] = row;
            }
        }
    }

    private void MakeRoom(int rows)
    {
        var now = time.GetUtcNow();
        var age = (now - begun).Duration();
        if (age > 2 * Life) Clear(old, young);
        if (age <= Life && young.Count + rows <= Generation) return;
        (young, old, begun) = (old, young, now);
        Clear(young);
    }

    private static void EndKey(StoredDraft before, StoredDraft? after)
    {
        if (before.Key != after?.Key) before.Key.Dispose();
    }

    public void Forget()
    {
        lock (gate) Clear(old, young);
    }

    private static void Clear(params ReadOnlySpan<Dictionary<ThreadKey, StoredDraft>> generations)
    {
        foreach (var rows in generations)
        {
            foreach (var row in rows.Values) row.Key.Dispose();
            rows.Clear();
        }
    }
}
