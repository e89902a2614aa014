using System.Collections.Immutable;

namespace Detainees.Bot.Intake;

/// <summary>One outgoing row in memory.</summary>
/// <param name="isMessage">A new message for the chat; neither an edit nor an answer to a press nor a deletion.</param>
internal sealed class QueuedRow(long id, long chat, Storage.OutgoingKind kind, bool isMessage, bool inTurn, int priority, byte[] payload)
{
    public long Id => id;
    public long Chat => chat;
    public Storage.OutgoingKind Kind => kind;

    /// <summary>As <see cref="Telegram.OutboxRow.InTurn"/>.</summary>
    public bool InTurn => inTurn;
    public int Priority { get; } = Math.Clamp(priority, 0, ChatQueue.Priorities - 1);
    public byte[] Payload => payload;
    public int Attempts { get; set; }

    /// <summary>A new message that may stand in the chat already: a former process may have sent it, or its sending was cut off.</summary>
    public bool InDoubt { get; private set; }

    public void Doubt() => InDoubt = isMessage;

    /// <summary>Of a delete order under way: the messages asked to be deleted.</summary>
    public ImmutableArray<long> Deleting { get; set; } = [];

    /// <summary>Nothing is left to do for this row when it was sent; false for a delete order that has more to delete.</summary>
    public bool IsLast { get; set; } = true;

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

    /// <summary>Until then what is in doubt, and so all after it, waits whether the person shows that it arrived.</summary>
    public DateTimeOffset DoubtUntil { get; set; } = DateTimeOffset.MinValue;

    public DateTimeOffset DueAt => NotBefore > DoubtUntil ? NotBefore : DoubtUntil;
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

    /// <summary>The waiting rows that are in doubt.</summary>
    public IEnumerable<QueuedRow> InDoubt => waiting.SelectMany(rows => rows.Values).Where(row => row.InDoubt);

    public bool Has(int priority) => waiting[priority].Count > 0;

    public void Add(QueuedRow row) => waiting[row.Priority][row.Id] = row;

    /// <summary>A row that was handed out; also one that was taken back meanwhile because another one of its chat has to wait.</summary>
    public QueuedRow? Find(long id) =>
        handedOut.GetValueOrDefault(id) ?? waiting[0].GetValueOrDefault(id) ?? waiting[1].GetValueOrDefault(id);

    /// <summary>
    /// The next row of a priority, or null. A delete order waits until all that was said before it is sent and settled: which messages
    /// it covers is known only then. What was said after it is none of them and need not wait for it.
    /// </summary>
    public QueuedRow? TryTake(int priority, int most)
    {
        if (handedOut.Count >= most) return null;
        foreach (var row in waiting[priority].Values)
        {
            if (row.Kind is Storage.OutgoingKind.Delete && !IsAllDoneBefore(row.Id)) continue;
            waiting[priority].Remove(row.Id);
            handedOut[row.Id] = row;
            return row;
        }

        return null;
    }

    private bool IsAllDoneBefore(long id)
    {
        foreach (var earlier in handedOut.Keys)
            if (earlier < id) return false;
        foreach (var rows in waiting)
            foreach (var earlier in rows.Keys)
            {
                if (earlier < id) return false;
                break; // they are sorted
            }

        return true;
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
