namespace Detainees.Telegram.Tests.Outbox;

public sealed class OutboxLanesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 9, 0, 0, TimeSpan.Zero);
    private static readonly ApiResult<long?> Ok = new ApiResult<long?>.Ok(1);
    private readonly OutboxLanes lanes = new(4, 2);
    private readonly List<OutboxReport> reports = [];

    [Fact]
    public void A_chat_has_one_request_under_way_and_chats_take_turns()
    {
        Add((1, 10), (2, 10), (3, 10), (4, 20), (5, 20), (6, 30));
        Assert.Equal([1, 4, 6], StartAll());
        Complete(1, 10, Ok);
        Complete(4, 20, Ok);
        Assert.Equal([2, 5], StartAll());
        Complete(2, 10, Ok);
        Assert.Equal([3], StartAll());
    }

    [Fact]
    public void What_needs_no_turn_goes_beside_what_is_under_way_in_its_chat()
    {
        Add((1, 10), (2, 10));
        lanes.Add(Row(3, 10, inTurn: false), Start, reports);
        Assert.Equal([3, 1], StartAll());
        lanes.Complete(Row(3, 10, inTurn: false), Ok, Start, 1, reports);
        Assert.Empty(StartAll()); // the turn of 1 is not over
        Complete(1, 10, Ok);
        Assert.Equal([2], StartAll());
        lanes.Add(Row(4, 10, inTurn: false), Start, reports);
        Complete(2, 10, Ok); // nothing is left in turn, and 4 has yet to go
        Assert.Equal([4], StartAll());
        lanes.Complete(Row(4, 10, inTurn: false), Ok, Start, 1, reports);
        Assert.Equal((0, 0), (lanes.Rows, lanes.InFlight));
    }

    [Fact]
    public void A_chat_told_to_wait_while_two_of_its_rows_are_under_way_waits_the_longer_time()
    {
        lanes.Add(Row(1, 10, inTurn: false), Start, reports);
        Add((2, 10));
        StartAll();
        Complete(2, 10, new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(35)));
        lanes.Complete(Row(1, 10, inTurn: false), new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(5)), Start, 1, reports);
        Assert.Equal(new OutboxReport.Deferred(1, 10, Start.AddSeconds(35)), reports[^1]);
        lanes.Add(Row(3, 10), Start.AddSeconds(34), reports);
        Assert.Equal(new OutboxReport.Deferred(3, 10, Start.AddSeconds(35)), reports[^1]);
    }

    public static TheoryData<ApiResult<long?>, bool> Troubles => new()
    {
        { new ApiResult<long?>.NotReached(NotReachedKind.Cut), true },
        { new ApiResult<long?>.NotReached(NotReachedKind.TimedOut), true },
        { new ApiResult<long?>.NotReached(NotReachedKind.NoConnection), false },
        { new ApiResult<long?>.Refused(RefusalKind.ServerFault, 502, null), true },
        { new ApiResult<long?>.Refused(RefusalKind.Malformed, 200, null), true },
        { new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(1)), false },
    };

    [Theory, MemberData(nameof(Troubles))]
    public void What_has_to_wait_says_whether_it_may_have_arrived(ApiResult<long?> trouble, bool mayHaveArrived)
    {
        Add((1, 10));
        StartAll();
        Complete(1, 10, trouble);
        Assert.Equal(mayHaveArrived, Assert.IsType<OutboxReport.Deferred>(reports[^1]).MayHaveArrived);
    }

    [Fact]
    public void Notices_that_need_no_turn_count_as_notices()
    {
        for (var i = 1; i <= 5; i++) lanes.Add(Row(i, i, OutboxPriority.Notice, inTurn: false), Start, reports);
        Add((6, 6));
        Assert.Equal([6, 1, 2], StartAll());
    }

    [Fact]
    public void No_more_requests_are_under_way_than_allowed()
    {
        Add([.. Enumerable.Range(1, 9).Select(i => ((long)i, (long)i))]);
        Assert.Equal(4, StartAll().Count);
        Complete(1, 1, Ok);
        Assert.Single(StartAll());
    }

    [Fact]
    public void Answers_pass_notices_and_notices_never_take_all_the_room()
    {
        for (var i = 1; i <= 5; i++) lanes.Add(Row(i, i, OutboxPriority.Notice), Start, reports);
        Add((6, 1), (7, 7));
        Assert.Equal([6, 7, 2, 3], StartAll());
        Complete(7, 7, Ok);
        Assert.Empty(StartAll()); // two notices are under way already
        Complete(6, 1, Ok);
        Assert.Empty(StartAll());
        lanes.Complete(Row(2, 2, OutboxPriority.Notice), Ok, Start, 1, reports);
        Assert.Equal([4], StartAll());
    }

    [Fact]
    public void Notices_go_out_twenty_five_a_second_and_answers_as_they_come()
    {
        var many = new OutboxLanes(500, 500);
        for (var i = 1; i <= 100; i++) many.Add(Row(i, i, OutboxPriority.Notice), Start, reports);
        for (var i = 101; i <= 300; i++) many.Add(Row(i, i), Start, reports);
        var gone = new List<(OutboxPriority Priority, int Millisecond)>();
        for (var ms = 0; ms < 10_000; ms++)
            while (many.TryNext(Start.AddMilliseconds(ms), out var row)) gone.Add((row.Priority, ms));
        Assert.Equal(200, gone.Count(row => row is { Priority: OutboxPriority.Answer, Millisecond: 0 }));
        var notices = gone.Where(row => row.Priority == OutboxPriority.Notice).Select(row => row.Millisecond).ToList();
        Assert.Equal(100, notices.Count);
        Assert.All(notices, from => Assert.InRange(notices.Count(ms => ms >= from && ms < from + 1000), 1, 30));
        Assert.Equal(95 * 40, notices[^1]);
    }

    [Fact]
    public void A_chat_that_is_told_too_many_waits_as_told_with_all_its_rows_and_the_others_go_on()
    {
        Add((1, 10), (2, 10), (3, 20));
        StartAll();
        Complete(1, 10, new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(35)));
        Assert.Equal([new OutboxReport.Deferred(1, 10, Start.AddSeconds(35))], reports);
        Add((2, 10), (4, 30)); // handed out again too early
        Assert.Equal(new OutboxReport.Deferred(2, 10, Start.AddSeconds(35)), reports[^1]);
        Assert.Equal([4], StartAll());
        var later = Start.AddSeconds(35);
        lanes.Add(Row(2, 10), later, reports);
        lanes.Add(Row(1, 10), later, reports);
        Assert.True(lanes.TryNext(later, out var first));
        Assert.Equal(1, first.Id); // the order of the chat holds
    }

    [Fact]
    public void Three_chats_that_are_told_too_many_hold_all_and_the_same_chat_three_times_does_not()
    {
        var tooMany = new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(4));
        for (var i = 0; i < 3; i++)
        {
            var now = Start.AddSeconds(i * 4);
            lanes.Add(Row(1, 10), now, reports);
            Assert.True(lanes.TryNext(now, out _));
            lanes.Complete(Row(1, 10), tooMany, now, 1, reports);
        }

        var at = Start.AddSeconds(20);
        lanes.Add(Row(9, 90), at, reports);
        Assert.True(lanes.TryNext(at, out _));
        for (var chat = 1; chat <= 3; chat++)
        {
            Assert.True(lanes.AllHeldUntil <= at);
            lanes.Add(Row(100 + chat, chat), at, reports);
            Assert.True(lanes.TryNext(at, out var row));
            lanes.Complete(row, tooMany, at, 1, reports);
        }

        lanes.Add(Row(200, 50), at, reports);
        Assert.False(lanes.TryNext(at.AddSeconds(3.9), out _));
        Assert.True(lanes.TryNext(at.AddSeconds(4), out _));
    }

    [Theory, InlineData(30, true), InlineData(31, false)]
    public void Chats_that_meet_their_own_limit_while_many_others_get_through_hold_nobody_else(int gotThrough, bool holdsAll)
    {
        for (var chat = 1; chat <= 3; chat++)
        {
            Send(1000 + chat, new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(4)));
            for (var i = 0; chat == 1 && i < gotThrough; i++) Send(i, Ok);
        }

        Assert.Equal(holdsAll, lanes.AllHeldUntil > Start);

        void Send(int chat, ApiResult<long?> result)
        {
            lanes.Add(Row(chat, chat), Start, reports);
            Assert.True(lanes.TryNext(Start, out var row));
            lanes.Complete(row, result, Start, 1, reports);
        }
    }

    [Theory]
    [InlineData(RefusalKind.Blocked, DropReason.Blocked)]
    [InlineData(RefusalKind.Deactivated, DropReason.Deactivated)]
    [InlineData(RefusalKind.ChatNotFound, DropReason.ChatGone)]
    public void A_chat_that_cannot_be_reached_loses_all_its_rows(RefusalKind kind, DropReason reason)
    {
        Add((1, 10), (2, 10));
        StartAll();
        Complete(1, 10, new ApiResult<long?>.Refused(kind, 403));
        Assert.Equal([new OutboxReport.Dropped(1, 10, reason), new OutboxReport.Unreachable(10, reason)], reports);
        Assert.Equal(0, lanes.Rows);
        Assert.Empty(StartAll());
    }

    [Theory]
    [InlineData(RefusalKind.QueryTooOld, DropReason.QueryTooOld)]
    [InlineData(RefusalKind.MessageNotFound, DropReason.MessageNotFound)]
    [InlineData(RefusalKind.MessageNotDeletable, DropReason.NotDeletable)]
    [InlineData(RefusalKind.TooLong, DropReason.TooLong)]
    [InlineData(RefusalKind.BadButton, DropReason.Refused)]
    [InlineData(RefusalKind.BadRequest, DropReason.Refused)]
    public void What_can_never_succeed_is_dropped_and_the_next_row_goes(RefusalKind kind, DropReason reason)
    {
        Add((1, 10), (2, 10));
        StartAll();
        Complete(1, 10, new ApiResult<long?>.Refused(kind, 400));
        Assert.Equal([new OutboxReport.Dropped(1, 10, reason)], reports);
        Assert.Equal([2], StartAll());
    }

    [Fact]
    public void Not_modified_is_as_good_as_sent()
    {
        Add((1, 10));
        StartAll();
        Complete(1, 10, new ApiResult<long?>.Refused(RefusalKind.NotModified, 400));
        Assert.Equal([new OutboxReport.Sent(1, 10, null)], reports);
    }

    [Fact]
    public void A_refused_token_stops_everything_and_gives_up_nothing()
    {
        Add((1, 10), (2, 10));
        StartAll();
        Assert.False(lanes.Complete(Row(1, 10), new ApiResult<long?>.Refused(RefusalKind.Unauthorized, 401), Start, 1, reports));
        Assert.Empty(reports);
    }

    [Fact]
    public void Retries_double_up_to_a_minute_and_an_outage_gives_nothing_up()
    {
        var now = Start;
        var waits = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            lanes.Add(Row(1, 10), now, reports);
            Assert.True(lanes.TryNext(now, out var row));
            lanes.Complete(row, i % 2 == 0 ? new ApiResult<long?>.NotReached(NotReachedKind.NoConnection) : new ApiResult<long?>.Refused(RefusalKind.ServerFault, 502), now, 1, reports);
            var until = Assert.IsType<OutboxReport.Deferred>(reports[^1]).Until;
            waits.Add((until - now).TotalSeconds);
            now = until;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits[..8]);
        Assert.Equal(60, waits.Max());
    }

    [Fact]
    public void A_row_that_fails_while_others_go_through_is_given_up_in_the_end()
    {
        var now = Start;
        for (var i = 0; i < 100 && reports.OfType<OutboxReport.Dropped>().FirstOrDefault() is null; i++)
        {
            lanes.Add(Row(1, 10), now, reports);
            lanes.TryNext(now, out var row);
            lanes.Add(Row(1000 + i, 20), now, reports);
            lanes.TryNext(now, out var other);
            lanes.Complete(other!, Ok, now, 1, reports);
            lanes.Complete(row!, new ApiResult<long?>.Refused(RefusalKind.ServerFault, 500), now, 1, reports);
            now += TimeSpan.FromMinutes(2);
        }

        Assert.Equal(new OutboxReport.Dropped(1, 10, DropReason.Exhausted), reports.OfType<OutboxReport.Dropped>().Single());
        Assert.InRange(reports.OfType<OutboxReport.Deferred>().Count(), SendPolicy.MaxFailures - 1, SendPolicy.MaxFailures + 1);
    }

    /// <summary>Random work: every row ends exactly once, never two at once in a chat, and in order inside a chat and priority.</summary>
    [Fact]
    public void Any_mixture_of_results_keeps_the_order_and_ends_every_row_once()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var own = new OutboxLanes(8, 3);
            var now = Start;
            var due = Enumerable.Range(1, 200).Select(id => Row(id, random.Next(12), random.Next(4) == 0 ? OutboxPriority.Notice : OutboxPriority.Answer))
                .ToDictionary(row => row.Id, row => (Row: row, Due: Start));
            var (busy, ended, seen) = (new List<OutboxRow>(), new List<OutboxRow>(), new List<OutboxReport>());
            while (due.Count > 0 || busy.Count > 0 || own.Rows > 0)
            {
                foreach (var (row, at) in due.Values.OrderBy(item => item.Row.Priority).ThenBy(item => item.Row.Id).ToArray())
                    if (at <= now && random.Next(3) == 0 && Head(row) && own.Add(row, now, seen)) due.Remove(row.Id);
                while (own.TryNext(now, out var next))
                {
                    Assert.DoesNotContain(busy, row => row.ChatId == next.ChatId);
                    busy.Add(next);
                }

                Assert.InRange(busy.Count, 0, 8);
                Assert.InRange(busy.Count(row => row.Priority == OutboxPriority.Notice), 0, 3);
                if (busy.Count > 0)
                {
                    var row = busy[random.Next(busy.Count)];
                    busy.Remove(row);
                    ApiResult<long?> result = random.Next(6) switch
                    {
                        0 => new ApiResult<long?>.NotReached(NotReachedKind.Cut),
                        1 => new ApiResult<long?>.Refused(RefusalKind.TooManyRequests, 429, TimeSpan.FromSeconds(random.Next(9))),
                        2 => new ApiResult<long?>.Refused(RefusalKind.MessageNotFound, 400),
                        _ => Ok,
                    };
                    own.Complete(row, result, now, random.NextDouble(), seen);
                }
                else
                {
                    now += TimeSpan.FromSeconds(1);
                }

                Follow();
            }

            Assert.Equal(200, ended.Select(row => row.Id).Distinct().Count());
            Assert.Equal(200, ended.Count);
            foreach (var lane in ended.GroupBy(row => (row.ChatId, row.Priority)))
                Assert.Equal(lane.Select(row => row.Id).Order(), lane.Select(row => row.Id));

            // The store's side of the bargain: oldest first within a chat and priority, and a deferral holds for the chat.
            bool Head(OutboxRow row) => !due.Values.Any(item =>
                item.Row.ChatId == row.ChatId && item.Row.Priority == row.Priority && item.Row.Id < row.Id);

            void Follow()
            {
                foreach (var report in seen)
                    switch (report)
                    {
                        case OutboxReport.Sent sent: ended.Add(All(sent.RowId)); break;
                        case OutboxReport.Dropped dropped: ended.Add(All(dropped.RowId)); break;
                        case OutboxReport.Deferred deferred:
                            foreach (var row in rows.Values.Where(row => row.ChatId == deferred.ChatId && !ended.Contains(row)))
                                due[row.Id] = (row, deferred.Until);
                            break;
                    }

                seen.Clear();
            }

            OutboxRow All(long id) => rows[id];
        }
    }

    private readonly Dictionary<long, OutboxRow> rows = [];

    private OutboxRow Row(long id, long chat, OutboxPriority priority = OutboxPriority.Answer, bool inTurn = true) =>
        rows[id] = new(id, chat, priority, null, inTurn);

    private void Add(params (long Id, long Chat)[] items)
    {
        foreach (var (id, chat) in items) lanes.Add(Row(id, chat), Start, reports);
    }

    private List<long> StartAll()
    {
        List<long> started = [];
        while (lanes.TryNext(Start, out var row)) started.Add(row.Id);
        return started;
    }

    private void Complete(long id, long chat, ApiResult<long?> result) => lanes.Complete(Row(id, chat), result, Start, 1, reports);
}
