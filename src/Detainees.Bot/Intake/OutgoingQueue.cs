using System.Collections.Immutable;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// The store's outgoing rows as the sender wants them: fair between chats, in order within one. The rows that wait are held in
/// memory and on the disk; what was sent leaves both.
/// </summary>
internal sealed class OutgoingQueue(IIntakeStore store, ILogger<OutgoingQueue> log) : IOutbox
{
    private const int PageSize = 1000;

    /// <summary>
    /// So much may wait to be said in one chat: a person who reads has less, and a flood that is answered at one message a second must not
    /// fill the memory or have its answers come for hours.
    /// </summary>
    public const int MostWaiting = 40;

    /// <summary>
    /// So long what a former process may have sent already waits for the answer to it, which is then the first thing that Telegram has for us:
    /// a question that is said a second time, after its answer, is answered a second time, and its buttons are pressed in error.
    /// </summary>
    public static readonly TimeSpan DoubtWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<long, ChatQueue> chats = [];

    /// <summary>Rows that left the memory and are to leave the disk as well.</summary>
    private readonly List<Settlement> overtaken = [];

    /// <summary>Rows in memory.</summary>
    public int Rows
    {
        get { lock (gate) return chats.Values.Sum(chat => chat.Waiting); }
    }

    /// <summary>Of each priority the chats that have rows of it, each once, the one whose turn is next first.</summary>
    private readonly Queue<ChatQueue>[] rounds = [new(), new()];

    /// <summary>Called when rows were added; the sender's alarm clock.</summary>
    public Action? Added { get; set; }

    /// <summary>Ends when all rows that may be sent now are on their way.</summary>
    public Func<Task> BegunAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>Takes up what a former process left.</summary>
    public async Task LoadAsync(DateTimeOffset now, CancellationToken cancel)
    {
        long after = 0;
        while (true)
        {
            var page = await store.LoadOutgoingAsync(after, PageSize, cancel);
            var unreadable = new List<Settlement>();
            lock (gate)
            {
                foreach (var row in page)
                {
                    if (!TryEnqueue(row.Id, row.Kind, row.Priority, row.Payload, row.NotBefore, row.Attempts, now + DoubtWait))
                        unreadable.Add(new Settlement.Dropped(row.Id));
                }
            }

            // Its key went with a reboot. The conversation asks again when the person writes.
            if (unreadable.Count > 0) await store.SettleAsync(unreadable, cancel);
            if (page.Length < PageSize) return;
            after = page[^1].Id;
        }
    }

    /// <summary>Takes up the rows of a turn that was just stored.</summary>
    public void Add(ImmutableArray<OutgoingItem> items, ImmutableArray<long> ids)
    {
        if (items.IsEmpty) return;
        lock (gate)
            for (var i = 0; i < items.Length; i++)
                TryEnqueue(ids[i], items[i].Kind, items[i].Priority, items[i].Payload, null, 0, null);
        Added?.Invoke();
    }

    /// <summary>Whether something waits in this chat that may stand there already.</summary>
    public bool IsInDoubt(ChatId chat)
    {
        lock (gate) return chats.TryGetValue(chat.Value, out var queue) && queue.InDoubt.Any();
    }

    /// <summary>The person showed that what was said last stands in the chat: none of it that is in doubt is said again.</summary>
    public void Arrived(ChatId chat)
    {
        lock (gate)
        {
            if (!chats.TryGetValue(chat.Value, out var queue)) return;
            foreach (var row in queue.InDoubt.ToArray()) Overtake(queue, row);
            queue.DoubtUntil = DateTimeOffset.MinValue;
        }
    }

    public async ValueTask<OutboxTake> TakeDueAsync(DateTimeOffset now, int limit, int notices, int perChat, CancellationToken cancel)
    {
        // First, so that nothing was handed out when the store fails here.
        await SettleOvertakenAsync(cancel);
        var taken = new List<OutboxRow>();
        DateTimeOffset? next = null;
        lock (gate)
        {
            TakeRound((int)OutboxPriority.Answer, now, limit, perChat, taken, ref next);
            TakeRound((int)OutboxPriority.Notice, now, Math.Min(limit, taken.Count + notices), perChat, taken, ref next);
        }

        return new OutboxTake(taken, next);
    }

    /// <summary>What a delete order deletes is asked of the store when it is sent: it may take a while, and the others need not wait for it.</summary>
    public async ValueTask<OutgoingRequest?> RequestAsync(OutboxRow row, CancellationToken cancel)
    {
        QueuedRow? queued;
        lock (gate) queued = Find(row.ChatId, row.Id);
        if (queued is null) return null;
        var messages = await store.MessagesToDeleteAsync(row.Id, cancel);
        // One by one after a refusal: a single message that is too old must not keep the others.
        var chosen = messages.IsEmpty ? [] : queued.OneByOne ? [messages[0]] : messages;
        lock (gate) (queued.Deleting, queued.IsLast) = (chosen, messages.Length == chosen.Length && messages.Length < DeleteOrder.Most);
        if (chosen.IsEmpty) return null;
        return MessageWriter.Delete(new ChatId(row.ChatId), chosen.Select(id => new MessageId(id)))[0];
    }

    private async ValueTask SettleOvertakenAsync(CancellationToken cancel)
    {
        Settlement[] gone;
        lock (gate) gone = [.. overtaken];
        if (gone.Length == 0 || await store.SettleAsync(gone, cancel) is not SettleResult.Done) return;
        lock (gate) overtaken.RemoveRange(0, gone.Length);
    }

    private void TakeRound(int priority, DateTimeOffset now, int limit, int perChat, List<OutboxRow> taken, ref DateTimeOffset? next)
    {
        var round = rounds[priority];
        for (var left = round.Count; left > 0 && taken.Count < limit; left--)
        {
            var queue = round.Dequeue();
            if (!queue.Has(priority))
            {
                queue.InRound[priority] = false;
                continue;
            }

            round.Enqueue(queue);
            if (queue.DueAt > now)
            {
                if (next is null || queue.DueAt < next) next = queue.DueAt;
                continue;
            }

            while (taken.Count < limit && queue.TryTake(priority, perChat) is { } row)
                taken.Add(new OutboxRow(row.Id, row.Chat, (OutboxPriority)row.Priority, row.Request, row.InTurn));
        }
    }

    public async ValueTask ReportAsync(IReadOnlyList<OutboxReport> reports, CancellationToken cancel)
    {
        var settlements = new List<Settlement>();
        var deferred = new List<(long Id, DateTimeOffset Until, int Attempts)>();
        var unreachable = new List<QueuedRow>();
        lock (gate)
        {
            foreach (var report in reports) Translate(report, settlements, deferred, unreachable);
        }

        if (settlements.Count > 0 && await store.SettleAsync(settlements, cancel) is not SettleResult.Done)
            throw new IOException("The store did not take what became of outgoing rows; they are reported again.");
        foreach (var (id, until, attempts) in deferred) await store.DeferAsync(id, until, attempts, cancel);

        lock (gate)
        {
            foreach (var report in reports) Apply(report);
            // Only those: what was added meanwhile is an answer to somebody who came back.
            foreach (var row in unreachable) Remove(row);
        }

        Added?.Invoke();
    }

    private void Translate(
        OutboxReport report, List<Settlement> settlements, List<(long, DateTimeOffset, int)> deferred, List<QueuedRow> unreachable)
    {
        switch (report)
        {
            case OutboxReport.Sent sent when Find(sent.ChatId, sent.RowId) is { } row:
                settlements.Add(
                    row.Kind is Storage.OutgoingKind.Send ? new Settlement.Sent(row.Id, sent.MessageId)
                    : row.IsLast ? new Settlement.Cleared(row.Id)
                    : new Settlement.Deleted(row.Id, row.Deleting));
                break;
            case OutboxReport.Dropped dropped when Find(dropped.ChatId, dropped.RowId) is { } row:
                if (row.Kind is Storage.OutgoingKind.Send) settlements.Add(new Settlement.Dropped(row.Id));
                else if (row.Deleting.Length == 1) settlements.Add(new Settlement.Deleted(row.Id, row.Deleting));
                break;
            case OutboxReport.Unreachable gone when chats.TryGetValue(gone.ChatId, out var queue):
                unreachable.AddRange(queue.All);
                settlements.AddRange(queue.All.Select(row => new Settlement.Dropped(row.Id)));
                break;
            case OutboxReport.Deferred later when Find(later.ChatId, later.RowId) is { } row:
                deferred.Add((row.Id, later.Until, row.Attempts + 1));
                break;
        }
    }

    private void Apply(OutboxReport report)
    {
        switch (report)
        {
            case OutboxReport.Sent sent when Find(sent.ChatId, sent.RowId) is { } row:
                if (row.IsLast) Remove(row);
                else PutBack(row);
                break;
            case OutboxReport.Dropped dropped when Find(dropped.ChatId, dropped.RowId) is { } row:
                if (row.Kind is Storage.OutgoingKind.Send)
                {
                    log.OutgoingDropped(dropped.Reason);
                    Remove(row);
                    break;
                }

                if (row.Deleting.Length == 1) log.Undeletable(dropped.Reason);
                row.OneByOne = true;
                PutBack(row);
                break;
            case OutboxReport.Unreachable gone:
                log.OutgoingDropped(gone.Reason);
                break;
            case OutboxReport.Deferred later when chats.TryGetValue(later.ChatId, out var queue):
                if (Find(later.ChatId, later.RowId) is { } held)
                {
                    held.Attempts++;
                    if (later.MayHaveArrived) held.Doubt();
                }

                queue.ReleaseAll();
                queue.NotBefore = later.Until;
                EnterRounds(queue);
                break;
        }
    }

    /// <param name="doubtUntil">Of a row that a former process left, which may have sent it; null for others.</param>
    private bool TryEnqueue(
        long id, Storage.OutgoingKind kind, int priority, ReadOnlyMemory<byte>? payload, DateTimeOffset? notBefore, int attempts, DateTimeOffset? doubtUntil)
    {
        if (payload is not { } stored) return false;
        var request = kind is Storage.OutgoingKind.Send ? OutgoingRequest.TryDecode(stored) : null;
        if ((request?.ChatId ?? (kind is Storage.OutgoingKind.Delete ? DeleteOrder.Read(stored.Span)?.Chat : null)) is not { } chat) return false;
        if (!chats.TryGetValue(chat, out var queue)) chats[chat] = queue = new ChatQueue();
        if (notBefore > queue.NotBefore) queue.NotBefore = notBefore.Value;
        var added = new QueuedRow(id, chat, kind, request, priority) { Attempts = attempts };
        if (doubtUntil is { } until)
        {
            added.Doubt();
            if (added.InDoubt) queue.DoubtUntil = until;
        }

        queue.Add(added);
        while (queue.Waiting > MostWaiting && queue.Overtaken() is { } row) Overtake(queue, row);

        EnterRounds(queue);
        return true;
    }

    private void Overtake(ChatQueue queue, QueuedRow row)
    {
        queue.Remove(row);
        overtaken.Add(new Settlement.Dropped(row.Id));
    }

    private void EnterRounds(ChatQueue queue)
    {
        for (var priority = 0; priority < ChatQueue.Priorities; priority++)
        {
            if (queue.InRound[priority] || !queue.Has(priority)) continue;
            queue.InRound[priority] = true;
            rounds[priority].Enqueue(queue);
        }
    }

    private QueuedRow? Find(long chat, long id) => chats.TryGetValue(chat, out var queue) ? queue.Find(id) : null;

    private void PutBack(QueuedRow row)
    {
        row.Deleting = [];
        if (!chats.TryGetValue(row.Chat, out var queue)) return;
        row.IsHandedOut = false;
        EnterRounds(queue);
    }

    private void Remove(QueuedRow row)
    {
        if (!chats.TryGetValue(row.Chat, out var queue)) return;
        queue.Remove(row);
        // Its places in the rounds are dropped when the rounds come by.
        if (queue.IsEmpty) chats.Remove(row.Chat);
    }
}
