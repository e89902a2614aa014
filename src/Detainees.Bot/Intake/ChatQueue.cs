using System.Collections.Immutable;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>One outgoing row in memory.</summary>
/// <param name="request">Null for an order to delete.</param>
internal sealed class QueuedRow(long id, long chat, Storage.OutgoingKind kind, OutgoingRequest? request, int priority)
{
    public long Id => id;
    public long Chat => chat;
    public Storage.OutgoingKind Kind => kind;
    public OutgoingRequest? Request => request;

    /// <summary>As <see cref="OutboxRow.InTurn"/>.</summary>
    public bool InTurn => request is { Kind: not OutgoingKind.AnswerCallback };
    public int Priority { get; } = Math.Clamp(priority, 0, ChatQueue.Priorities - 1);
    public int Attempts { get; set; }

    /// <summary>Somebody works on it.</summary>
    public bool IsHandedOut { get; set; }

    /// <summary>A new message that may stand in the chat already: a former process may have sent it, or its sending was cut off.</summary>
    public bool InDoubt { get; private set; }

    public void Doubt() => InDoubt = request is { Kind: OutgoingKind.Send };

    /// <summary>Of a delete order under way: the messages asked to be deleted.</summary>
    public ImmutableArray<long> Deleting { get; set; } = [];

    /// <summary>Nothing is left to do for this row when it was sent; false for a delete order that has more to delete.</summary>
    public bool IsLast { get; set; } = true;

    /// <summary>A batch of this delete order was refused, so each message is tried alone.</summary>
    public bool OneByOne { get; set; }
}

/// <summary>The rows of one chat: answers before notices, else in the order of their ids. A few: <see cref="OutgoingQueue.MostWaiting"/>.</summary>
internal sealed class ChatQueue
{
    /// <summary>The priorities, most urgent first, as <see cref="OutboxPriority"/> numbers them.</summary>
    public const int Priorities = 2;

    /// <summary>By their ids, those that are handed out among them.</summary>
    private readonly List<QueuedRow> rows = [];

    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Until then what is in doubt, and so all after it, waits whether the person shows that it arrived.</summary>
    public DateTimeOffset DoubtUntil { get; set; } = DateTimeOffset.MinValue;

    public DateTimeOffset DueAt => NotBefore > DoubtUntil ? NotBefore : DoubtUntil;
    public bool IsEmpty => rows.Count == 0;
    public IReadOnlyList<QueuedRow> All => rows;

    /// <summary>Whether it has its place in the round of a priority.</summary>
    public bool[] InRound { get; } = new bool[Priorities];

    /// <summary>Rows that nobody works on.</summary>
    public int Waiting => rows.Count(row => !row.IsHandedOut);

    /// <summary>
    /// The oldest waiting row that later ones have overtaken, or null: something to say, never an order to delete. What the newest
    /// message says counts; those before it would only scroll by.
    /// </summary>
    public QueuedRow? Overtaken() => rows.Find(row => !row.IsHandedOut && row.Kind is Storage.OutgoingKind.Send);

    /// <summary>The waiting rows that are in doubt.</summary>
    public IEnumerable<QueuedRow> InDoubt => rows.Where(row => !row.IsHandedOut && row.InDoubt);

    public bool Has(int priority) => rows.Exists(row => !row.IsHandedOut && row.Priority == priority);

    public void Add(QueuedRow row)
    {
        var place = rows.Count;
        while (place > 0 && rows[place - 1].Id > row.Id) place--;
        rows.Insert(place, row);
    }

    /// <summary>A row that was handed out; also one that was taken back meanwhile because another one of its chat has to wait.</summary>
    public QueuedRow? Find(long id)
    {
        foreach (var row in rows)
            if (row.Id == id) return row;
        return null;
    }

    /// <summary>
    /// The next row of a priority, or null. A delete order waits until all that was said before it is sent and settled: which messages
    /// it covers is known only then. What was said after it is none of them and need not wait for it.
    /// </summary>
    public QueuedRow? TryTake(int priority, int most)
    {
        var handedOut = 0;
        foreach (var row in rows)
            if (row.IsHandedOut) handedOut++;
        if (handedOut >= most) return null;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.IsHandedOut || row.Priority != priority || (row.Kind is Storage.OutgoingKind.Delete && i > 0)) continue;
            row.IsHandedOut = true;
            return row;
        }

        return null;
    }

    public void ReleaseAll()
    {
        foreach (var row in rows) row.IsHandedOut = false;
    }

    public void Remove(QueuedRow row) => rows.Remove(row);
}
