using System.Diagnostics.CodeAnalysis;

namespace Detainees.Telegram;

/// <summary>
/// The rows in memory, a lane for each chat: one request under way in a lane but for those that need no turn, lanes in turn, answers before notices. Pure
/// but for its own state; not for several threads.
/// </summary>
internal sealed class OutboxLanes(int maxInFlight, int maxNotices)
{
    /// <summary>So many chats told "too many" within <see cref="Window"/> mean that it is about all of them, if not many others got through.</summary>
    private const int ChatsForAll = 3;

    /// <summary>With more that got through meanwhile, for each that was told, the limit is those chats' own: in a rush some always meet theirs.</summary>
    private const int GotThroughForEach = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    /// <summary>25 notices a second, and five at once: Telegram lets some 30 a second through to many chats, and answers are not counted.</summary>
    /// <remarks>Telegram's Bots FAQ, "My bot is hitting limits".</remarks>
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan NoticesAhead = BetweenNotices * 4;

    private readonly Dictionary<long, Lane> lanes = [];
    /// <summary>By row: how often it failed.</summary>
    private readonly Dictionary<long, Trouble> troubles = [];
    /// <summary>By chat: nothing of it is sent before.</summary>
    private readonly Dictionary<long, DateTimeOffset> held = [];
    private readonly HashSet<long> known = [];
    private readonly Queue<Lane>[] ready = [new(), new()];
    /// <summary>Once for each row that needs no turn; a lane whose rows were let go may stand here in vain.</summary>
    private readonly Queue<Lane>[] readyOutOfTurn = [new(), new()];
    private readonly List<(long Chat, DateTimeOffset At, long Successes)> tooMany = [];
    private int notices;

    /// <summary>When the notices taken so far have had their time.</summary>
    private DateTimeOffset noticesUntil = DateTimeOffset.MinValue;
    private long successes;

    public int Rows { get; private set; }
    public int InFlight { get; private set; }

    /// <summary>Notices among <see cref="Rows"/>.</summary>
    public int NoticesWaiting { get; private set; }

    /// <summary>Nothing is sent before this time; in the past when all may go.</summary>
    public DateTimeOffset AllHeldUntil { get; private set; }

    /// <summary>When the next notice may go that waits only for the pace; in the past when none does.</summary>
    public DateTimeOffset NoticesHeldUntil =>
        ready[(int)OutboxPriority.Notice].Count + readyOutOfTurn[(int)OutboxPriority.Notice].Count > 0 && noticesUntil > DateTimeOffset.MinValue + NoticesAhead
            ? noticesUntil - NoticesAhead : DateTimeOffset.MinValue;

    /// <summary>Takes a row in, or reports that its chat is held and the row has to wait.</summary>
    /// <returns>False when the row is here already: handed out twice, and once is enough.</returns>
    public bool Add(OutboxRow row, DateTimeOffset now, List<OutboxReport> reports)
    {
        if (!known.Add(row.Id)) return false;
        if (held.TryGetValue(row.ChatId, out var until) && until > now)
        {
            reports.Add(new OutboxReport.Deferred(row.Id, row.ChatId, until));
            known.Remove(row.Id);
            return true;
        }

        if (!lanes.TryGetValue(row.ChatId, out var lane)) lanes.Add(row.ChatId, lane = new Lane());
        Rows++;
        if (row.Priority == OutboxPriority.Notice) NoticesWaiting++;
        if (row.InTurn)
        {
            lane.Rows[(int)row.Priority].Enqueue(row, row.Id);
            MakeReady(lane, row.Priority);
        }
        else
        {
            lane.OutOfTurn[(int)row.Priority].Enqueue(row);
            readyOutOfTurn[(int)row.Priority].Enqueue(lane);
        }

        return true;
    }

    /// <summary>The next row that may go now. It is under way until <see cref="Complete"/>.</summary>
    public bool TryNext(DateTimeOffset now, [NotNullWhen(true)] out OutboxRow? row)
    {
        row = null;
        if (InFlight >= maxInFlight || AllHeldUntil > now) return false;
        if (!TryTake(OutboxPriority.Answer, out row) && (notices >= maxNotices || NoticesHeldUntil > now || !TryTake(OutboxPriority.Notice, out row))) return false;
        InFlight++;
        if (row.Priority != OutboxPriority.Notice) return true;
        notices++;
        NoticesWaiting--;
        noticesUntil = (noticesUntil > now ? noticesUntil : now) + BetweenNotices;
        return true;
    }

    /// <summary>Ends a row that was under way; false when nothing more can be sent at all.</summary>
    public bool Complete(OutboxRow row, ApiResult<long?> result, DateTimeOffset now, double jitter, List<OutboxReport> reports)
    {
        var lane = End(row);
        var before = troubles.GetValueOrDefault(row.Id, new Trouble(0, 0, successes, now));
        var trouble = new Trouble(before.Failures + 1, before.Counted + (successes > before.Successes ? 1 : 0), successes, now);
        var decision = SendPolicy.Decide(result, trouble.Failures, trouble.Counted, jitter);
        switch (decision)
        {
            case SendDecision.Sent sent:
                successes++;
                troubles.Remove(row.Id);
                if (held.TryGetValue(row.ChatId, out var until) && until <= now) held.Remove(row.ChatId);
                reports.Add(new OutboxReport.Sent(row.Id, row.ChatId, sent.MessageId));
                break;
            case SendDecision.Drop drop:
                Drop(row, lane, drop.Reason, reports);
                return true;
            case SendDecision.ChatUnreachable unreachable:
                troubles.Remove(row.Id);
                held.Remove(row.ChatId);
                reports.Add(new OutboxReport.Dropped(row.Id, row.ChatId, unreachable.Reason));
                reports.Add(new OutboxReport.Unreachable(row.ChatId, unreachable.Reason));
                LetGo(lane);
                break;
            case SendDecision.Hold hold:
                troubles[row.Id] = trouble;
                // Two rows of a chat may have been under way: the longer wait holds.
                if (!held.TryGetValue(row.ChatId, out var longest) || longest < now + hold.Wait) held[row.ChatId] = now + hold.Wait;
                reports.Add(new OutboxReport.Deferred(row.Id, row.ChatId, held[row.ChatId], SendPolicy.MayHaveArrived(result)));
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

    private Lane End(OutboxRow row)
    {
        InFlight--;
        if (row.Priority == OutboxPriority.Notice) notices--;
        var lane = lanes[row.ChatId]; // a lane with a row under way stays
        lane.UnderWay--;
        if (row.InTurn) lane.Busy = false;
        return lane;
    }

    private void Drop(OutboxRow row, Lane lane, DropReason reason, List<OutboxReport> reports)
    {
        troubles.Remove(row.Id);
        reports.Add(new OutboxReport.Dropped(row.Id, row.ChatId, reason));
        known.Remove(row.Id);
        Close(row.ChatId, lane);
    }

    private bool TryTake(OutboxPriority priority, [NotNullWhen(true)] out OutboxRow? row)
    {
        while (readyOutOfTurn[(int)priority].TryDequeue(out var lane))
        {
            if (lane.OutOfTurn[(int)priority].TryDequeue(out row)) return Take(lane);
        }

        while (ready[(int)priority].TryDequeue(out var lane))
        {
            lane.Ready[(int)priority] = false;
            if (lane.Busy || !lane.Rows[(int)priority].TryDequeue(out row, out _)) continue;
            lane.Busy = true;
            return Take(lane);
        }

        row = null;
        return false;
    }

    private bool Take(Lane lane)
    {
        lane.UnderWay++;
        Rows--;
        return true;
    }

    private void MakeReady(Lane lane, OutboxPriority priority)
    {
        if (lane.Busy || lane.Ready[(int)priority] || lane.Rows[(int)priority].Count == 0) return;
        lane.Ready[(int)priority] = true;
        ready[(int)priority].Enqueue(lane); // at the end: every lane gets its turn
    }

    private void Close(long chat, Lane lane)
    {
        if (lane.UnderWay + lane.Rows[0].Count + lane.Rows[1].Count + lane.OutOfTurn[0].Count + lane.OutOfTurn[1].Count == 0) lanes.Remove(chat);
        MakeReady(lane, OutboxPriority.Answer);
        MakeReady(lane, OutboxPriority.Notice);
    }

    private void LetGo(Lane lane)
    {
        NoticesWaiting -= lane.Rows[(int)OutboxPriority.Notice].Count + lane.OutOfTurn[(int)OutboxPriority.Notice].Count;
        foreach (var rows in lane.Rows)
        {
            foreach (var (row, _) in rows.UnorderedItems) known.Remove(row.Id);
            Rows -= rows.Count;
            rows.Clear();
        }

        foreach (var rows in lane.OutOfTurn)
        {
            foreach (var row in rows) known.Remove(row.Id);
            Rows -= rows.Count;
            rows.Clear();
        }
    }

    private void NoteTooMany(long chat, DateTimeOffset now, TimeSpan wait)
    {
        tooMany.RemoveAll(item => item.At < now - Window || item.Chat == chat);
        tooMany.Add((chat, now, successes));
        if (tooMany.Count < ChatsForAll || successes - tooMany[0].Successes > tooMany.Count * GotThroughForEach) return;
        if (now + wait > AllHeldUntil) AllHeldUntil = now + wait;
    }

    // Rows and chats that never came back must not stay in memory for ever.
    private void Forget(DateTimeOffset now)
    {
        var old = now - TimeSpan.FromMinutes(10);
        if (troubles.Count > 4096)
            foreach (var (id, _) in troubles.Where(item => item.Value.At < old).ToArray()) troubles.Remove(id);
        if (held.Count > 4096)
            foreach (var (chat, _) in held.Where(item => item.Value < old).ToArray()) held.Remove(chat);
    }

    private sealed class Lane
    {
        // By id, not by arrival: a batch from the store comes ordered by priority and due time.
        public PriorityQueue<OutboxRow, long>[] Rows { get; } = [new(), new()];
        public Queue<OutboxRow>[] OutOfTurn { get; } = [new(), new()];
        public bool[] Ready { get; } = new bool[2];

        /// <summary>A row in turn is under way.</summary>
        public bool Busy { get; set; }

        /// <summary>All rows under way, those out of turn among them.</summary>
        public int UnderWay { get; set; }
    }

    /// <param name="Counted">Failures between which other rows went through.</param>
    private readonly record struct Trouble(int Failures, int Counted, long Successes, DateTimeOffset At);
}
