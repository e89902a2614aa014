using System.Diagnostics.CodeAnalysis;

namespace Detainees.Telegram;

/// <summary>
/// The rows in memory, a lane for each chat: one request under way in a lane, lanes in turn, answers before notices. Pure
/// but for its own state; not for several threads.
/// </summary>
internal sealed class OutboxLanes(int maxInFlight, int maxNotices)
{
    /// <summary>So many chats told "too many" within <see cref="Window"/> mean that it is about all of them.</summary>
    private const int ChatsForAll = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, Lane> lanes = [];
    private readonly Dictionary<long, Trouble> troubles = [];
    private readonly HashSet<long> known = [];
    private readonly Queue<Lane>[] ready = [new(), new()];
    private readonly List<(long Chat, DateTimeOffset At)> tooMany = [];
    private int notices;
    private long successes;

    public int Rows { get; private set; }
    public int InFlight { get; private set; }

    /// <summary>Nothing is sent before this time; in the past when all may go.</summary>
    public DateTimeOffset AllHeldUntil { get; private set; }

    /// <summary>Takes a row in, or reports that its chat is held and the row has to wait.</summary>
    /// <returns>False when the row is here already: handed out twice, and once is enough.</returns>
    public bool Add(OutboxRow row, DateTimeOffset now, List<OutboxReport> reports)
    {
        if (!known.Add(row.Id)) return false;
        if (troubles.TryGetValue(row.ChatId, out var trouble) && trouble.Until > now)
        {
            reports.Add(new OutboxReport.Deferred(row.Id, row.ChatId, trouble.Until));
            known.Remove(row.Id);
            return true;
        }

        if (!lanes.TryGetValue(row.ChatId, out var lane)) lanes.Add(row.ChatId, lane = new Lane());
        lane.Rows[(int)row.Priority].Enqueue(row, row.Id);
        Rows++;
        MakeReady(lane, row.Priority);
        return true;
    }

    /// <summary>The next row that may go now. It is under way until <see cref="Complete"/>.</summary>
    public bool TryNext(DateTimeOffset now, [NotNullWhen(true)] out OutboxRow? row)
    {
        row = null;
        if (InFlight >= maxInFlight || AllHeldUntil > now) return false;
        if (!TryTake(OutboxPriority.Answer, out row) && (notices >= maxNotices || !TryTake(OutboxPriority.Notice, out row))) return false;
        InFlight++;
        if (row.Priority == OutboxPriority.Notice) notices++;
        return true;
    }

    /// <summary>Ends a row that was under way; false when nothing more can be sent at all.</summary>
    public bool Complete(OutboxRow row, ApiResult<long?> result, DateTimeOffset now, double jitter, List<OutboxReport> reports)
    {
        InFlight--;
        if (row.Priority == OutboxPriority.Notice) notices--;
        var lane = lanes[row.ChatId]; // a busy lane stays
        lane.Busy = false;
        var before = troubles.GetValueOrDefault(row.ChatId);
        if (before.RowId != row.Id) before = new Trouble { RowId = row.Id, Successes = successes };
        var trouble = before with
        {
            Failures = before.Failures + 1,
            Counted = before.Counted + (successes > before.Successes ? 1 : 0),
            Successes = successes,
        };
        var decision = SendPolicy.Decide(result, trouble.Failures, trouble.Counted, jitter);
        switch (decision)
        {
            case SendDecision.Sent sent:
                successes++;
                troubles.Remove(row.ChatId);
                reports.Add(new OutboxReport.Sent(row.Id, row.ChatId, sent.MessageId));
                break;
            case SendDecision.Drop drop:
                Drop(row, drop.Reason, reports);
                return true;
            case SendDecision.ChatUnreachable unreachable:
                troubles.Remove(row.ChatId);
                reports.Add(new OutboxReport.Dropped(row.Id, row.ChatId, unreachable.Reason));
                reports.Add(new OutboxReport.Unreachable(row.ChatId, unreachable.Reason));
                LetGo(lane);
                break;
            case SendDecision.Hold hold:
                troubles[row.ChatId] = trouble with { Until = now + hold.Wait };
                reports.Add(new OutboxReport.Deferred(row.Id, row.ChatId, now + hold.Wait));
                LetGo(lane);
                if (hold.FromServer) NoteTooMany(row.ChatId, now, hold.Wait);
                Forget(now);
                break;
            case SendDecision.Stop:
                LetGo(lane);
                known.Remove(row.Id);
                Close(row.ChatId, lane);
                return false;
        }

        known.Remove(row.Id);
        Close(row.ChatId, lane);
        return true;
    }

    /// <summary>Ends a row that was under way and cannot be sent.</summary>
    public void Unreadable(OutboxRow row, List<OutboxReport> reports)
    {
        InFlight--;
        if (row.Priority == OutboxPriority.Notice) notices--;
        lanes[row.ChatId].Busy = false;
        Drop(row, DropReason.Unreadable, reports);
    }

    private void Drop(OutboxRow row, DropReason reason, List<OutboxReport> reports)
    {
        troubles.Remove(row.ChatId);
        reports.Add(new OutboxReport.Dropped(row.Id, row.ChatId, reason));
        known.Remove(row.Id);
        Close(row.ChatId, lanes[row.ChatId]);
    }

    private bool TryTake(OutboxPriority priority, [NotNullWhen(true)] out OutboxRow? row)
    {
        var queue = ready[(int)priority];
        while (queue.TryDequeue(out var lane))
        {
            lane.Ready[(int)priority] = false;
            if (lane.Busy || !lane.Rows[(int)priority].TryDequeue(out row, out _)) continue;
            lane.Busy = true;
            Rows--;
            return true;
        }

        row = null;
        return false;
    }

    private void MakeReady(Lane lane, OutboxPriority priority)
    {
        if (lane.Busy || lane.Ready[(int)priority] || lane.Rows[(int)priority].Count == 0) return;
        lane.Ready[(int)priority] = true;
        ready[(int)priority].Enqueue(lane); // at the end: every lane gets its turn
    }

    private void Close(long chat, Lane lane)
    {
        if (lane.Rows[0].Count + lane.Rows[1].Count == 0) lanes.Remove(chat);
        MakeReady(lane, OutboxPriority.Answer);
        MakeReady(lane, OutboxPriority.Notice);
    }

    private void LetGo(Lane lane)
    {
        foreach (var rows in lane.Rows)
        {
            foreach (var (row, _) in rows.UnorderedItems) known.Remove(row.Id);
            Rows -= rows.Count;
            rows.Clear();
        }
    }

    private void NoteTooMany(long chat, DateTimeOffset now, TimeSpan wait)
    {
        tooMany.RemoveAll(item => item.At < now - Window || item.Chat == chat);
        tooMany.Add((chat, now));
        if (tooMany.Count >= ChatsForAll && now + wait > AllHeldUntil) AllHeldUntil = now + wait;
    }

    // Chats whose rows never came back must not stay in memory for ever.
    private void Forget(DateTimeOffset now)
    {
        if (troubles.Count <= 4096) return;
        foreach (var (chat, _) in troubles.Where(item => item.Value.Until < now - TimeSpan.FromMinutes(10)).ToArray())
            troubles.Remove(chat);
    }

    private sealed class Lane
    {
        // By id, not by arrival: a batch from the store comes ordered by priority and due time.
        public PriorityQueue<OutboxRow, long>[] Rows { get; } = [new(), new()];
        public bool[] Ready { get; } = new bool[2];
        public bool Busy { get; set; }
    }

    private readonly record struct Trouble(long RowId, int Failures, int Counted, long Successes, DateTimeOffset Until);
}
