using System.Collections.Immutable;

namespace Detainees.Bot.Intake;

/// <summary>One outgoing row in memory.</summary>
internal sealed class QueuedRow(long id, long chat, Storage.OutgoingKind kind, int priority, byte[] payload)
{
    public long Id => id;
    public long Chat => chat;
    public Storage.OutgoingKind Kind => kind;
    public int Priority => priority;
    public byte[] Payload => payload;
    public int Attempts { get; set; }

    /// <summary>Of a delete order under way: the messages asked to be deleted.</summary>
    public ImmutableArray<long> Deleting { get; set; } = [];

    /// <summary>A batch of this delete order was refused, so each message is tried alone.</summary>
    public bool OneByOne { get; set; }
}

/// <summary>The rows of one chat: answers before notices, else in the order of their ids.</summary>
internal sealed class ChatQueue
{
    private readonly SortedDictionary<(int Priority, long Id), QueuedRow> waiting = [];
    private readonly Dictionary<long, QueuedRow> handedOut = [];

    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;
    public bool HasWaiting => waiting.Count > 0;
    public bool IsEmpty => waiting.Count == 0 && handedOut.Count == 0;
    public IEnumerable<QueuedRow> All => waiting.Values.Concat(handedOut.Values);

    public void Add(QueuedRow row) => waiting[(row.Priority, row.Id)] = row;

    public QueuedRow? Find(long id) => handedOut.GetValueOrDefault(id);

    /// <summary>
    /// The next row, or null. A delete order goes alone: which messages it covers is known only when all before it were sent, and
    /// what comes after it must not be among them.
    /// </summary>
    public QueuedRow? TryTake(int most)
    {
        if (waiting.Count == 0 || handedOut.Count >= most || handedOut.Values.Any(r => r.Kind is Storage.OutgoingKind.Delete)) return null;
        var (key, row) = waiting.First();
        if (row.Kind is Storage.OutgoingKind.Delete && handedOut.Count > 0) return null;
        waiting.Remove(key);
        handedOut[row.Id] = row;
        return row;
    }

    public void Release(QueuedRow row)
    {
        if (handedOut.Remove(row.Id)) Add(row);
    }

    public void ReleaseAll()
    {
        foreach (var row in handedOut.Values) Add(row);
        handedOut.Clear();
    }

    public void Remove(QueuedRow row)
    {
        handedOut.Remove(row.Id);
        waiting.Remove((row.Priority, row.Id));
    }
}
