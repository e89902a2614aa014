using System.Collections.Immutable;

namespace Detainees.Bot.Intake;

/// <summary>One outgoing row in memory.</summary>
internal sealed class QueuedRow(long id, long chat, Storage.OutgoingKind kind, int priority, byte[] payload)
{
    public long Id => id;
    public long Chat => chat;
    public Storage.OutgoingKind Kind => kind;
    public int Priority { get; } = Math.Clamp(priority, 0, ChatQueue.Priorities - 1);
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
    /// <summary>The priorities, most urgent first, as <see cref="Telegram.OutboxPriority"/> numbers them.</summary>
    public const int Priorities = 2;

    private readonly SortedDictionary<long, QueuedRow>[] waiting = [new(), new()];
    private readonly Dictionary<long, QueuedRow> handedOut = [];

    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;
    public bool IsEmpty => !Has(0) && !Has(1) && handedOut.Count == 0;
    public IEnumerable<QueuedRow> All => waiting.SelectMany(rows => rows.Values).Concat(handedOut.Values);

    /// <summary>Whether it has its place in the round of a priority.</summary>
    public bool[] InRound { get; } = new bool[Priorities];

    /// <summary>Rows that nobody works on.</summary>
    public int Waiting => waiting[0].Count + waiting[1].Count;

    /// <summary>
    /// The oldest waiting row that later ones have overtaken, or null: something to say, never an order to delete. What the newest
    /// message says counts; those before it would only scroll by.
    /// </summary>
    public QueuedRow? Overtaken() => waiting.SelectMany(rows => rows.Values).Where(row => row.Kind is Storage.OutgoingKind.Send).MinBy(row => row.Id);

    public bool Has(int priority) => waiting[priority].Count > 0;

    public void Add(QueuedRow row) => waiting[row.Priority][row.Id] = row;

    public QueuedRow? Find(long id) => handedOut.GetValueOrDefault(id);

    /// <summary>
    /// The next row of a priority, or null. A delete order goes alone: which messages it covers is known only when all before it
    /// were sent, and what comes after it must not be among them.
    /// </summary>
    public QueuedRow? TryTake(int priority, int most)
    {
        if (!Has(priority) || handedOut.Count >= most || handedOut.Values.Any(r => r.Kind is Storage.OutgoingKind.Delete)) return null;
        var row = waiting[priority].First().Value;
        if (row.Kind is Storage.OutgoingKind.Delete)
        {
            if (handedOut.Count > 0) return null;
            // A notice from before it goes first: sent after it, it would stay in the chat for good.
            var earlier = waiting.SelectMany(rows => rows.Values.Take(1)).MinBy(r => r.Id);
            if (earlier is not null) row = earlier;
        }

        waiting[row.Priority].Remove(row.Id);
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
        waiting[row.Priority].Remove(row.Id);
    }
}
