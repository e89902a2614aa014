using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram;

/// <summary>
/// Sends what the outbox holds: many chats at once, one request at a time in a chat, so that what is said arrives in the
/// order in which it was said; only what needs no turn goes beside it.
/// </summary>
/// <remarks>
/// A row is removed after the server's answer. A new message can therefore appear twice in two cases: the process dies
/// between the server's answer and our commit, or the answer itself is lost on the way (<see cref="OutboxReport.Deferred.MayHaveArrived"/>; the
/// outbox may withdraw such a row when it learns better). Both copies carry the same buttons,
/// and a second press of the same button changes nothing. Edits, deletions and answers to presses bear repetition.
/// </remarks>
/// <param name="jitter">Values of 0 to 1.</param>
public sealed class OutboxSender(
    IOutbox outbox, RequestSender sender, OutboxSenderOptions options, TimeProvider clock, Func<double> jitter,
    ILogger<OutboxSender> logger)
{
    private const int RowsPerChat = 8;
    // Whoever signals runs the loop right there when it was asleep: from a stored turn to the first bytes of its answer no other thread is woken.
    private readonly Channel<Signal> signals =
        Channel.CreateUnbounded<Signal>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly OutboxLanes lanes = new(options.MaxInFlight, options.MaxNoticesInFlight);
    private readonly Beginnings beginnings = new();
    private readonly List<TaskCompletionSource> asked = [];
    private readonly List<OutboxReport> reports = [];
    private bool moreDue = true;
    private DateTimeOffset? nextDue;
    private int storeFailures;
    private DateTimeOffset storeRestsUntil;
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> deferrals = new();
    private Task<Exception?>? reporting;
    private List<OutboxReport> reported = [];
    private int woken;
    private bool hasReported;
    private ITimer? alarm;
    private DateTimeOffset alarmAt;

    /// <summary>Says that new rows are there. From any thread, as often as wanted; the caller may find itself sending the first of them.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref woken, 1) == 0) signals.Writer.TryWrite(new Signal.Woken());
    }

    /// <summary>
    /// Ends when every row that was there before and may be sent now is under way: written to its connection, if one was free. Rows that have
    /// to wait for their turn, for room, for the store, or because Telegram says so, are not waited for, and nothing is once the sender has ended.
    /// </summary>
    public Task BegunAsync()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return signals.Writer.TryWrite(new Signal.Asked(answer)) ? answer.Task : Task.CompletedTask;
    }

    /// <summary>Sends until cancelled, or until the token is refused; then the rows stay. To be run once.</summary>
    public async Task<BotEnd> RunAsync(CancellationToken cancel)
    {
        // Requests under way are let finish, so that their results are written and nothing is said twice.
        using var sends = new CancellationTokenSource();
        var authorized = true;
        while (authorized && !cancel.IsCancellationRequested)
        {
            authorized = Drain();
            var now = clock.GetUtcNow();
            if (now >= storeRestsUntil)
            {
                await TakeAsync(now, cancel);
                SendReady(now, sends.Token);
            }

            foreach (var waiting in asked) beginnings.Ask(waiting);
            asked.Clear();
            await ReportAsync(cancel);
            if (authorized) await WaitAsync(cancel);
        }

        if (alarm is not null) await alarm.DisposeAsync();
        await FinishAsync(sends);
        signals.Writer.Complete();
        Drain();
        foreach (var waiting in asked) waiting.TrySetResult();
        return authorized ? BotEnd.Cancelled : BotEnd.Unauthorized;
    }

    /// <summary>One from here, which costs no other thread a wake-up; if there are more, those beside it, so that none waits for another's first bytes.</summary>
    private void SendReady(DateTimeOffset now, CancellationToken cancel)
    {
        if (!lanes.TryNext(now, out var row)) return;
        while (lanes.TryNext(now, out var more))
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                sending =>
                {
                    _ = SendAsync(sending.Row, cancel);
                    beginnings.Begun(sending.Group);
                },
                (Row: more, Group: beginnings.Add()), preferLocal: false);
        }

        _ = SendAsync(row, cancel);
    }

    /// <summary>Never fails: its end is always a completion.</summary>
    private async Task SendAsync(OutboxRow row, CancellationToken cancel)
    {
        ApiResult<long?> result;
        try
        {
            result = (row.Request ?? await outbox.RequestAsync(row, cancel)) is { } request
                ? await sender.SendAsync(request, cancel) : new ApiResult<long?>.Ok(null);
        }
        catch (OperationCanceledException)
        {
            result = new ApiResult<long?>.NotReached(NotReachedKind.Cut);
        }
#pragma warning disable CA1031 // A row whose sending throws must not take its lane with it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.SendFailed(row.Id, failure.GetType().Name);
            result = new ApiResult<long?>.NotReached(NotReachedKind.Cut);
        }

        signals.Writer.TryWrite(new Signal.Completed(row, result));
    }

    private bool Drain()
    {
        var authorized = true;
        while (signals.Reader.TryRead(out var signal))
        {
            switch (signal)
            {
                case Signal.Woken:
                    Interlocked.Exchange(ref woken, 0);
                    moreDue = true;
                    break;
                case Signal.Completed completed:
                    authorized &= lanes.Complete(completed.Row, completed.Result, clock.GetUtcNow(), jitter(), reports);
                    moreDue |= completed.Row.Priority == OutboxPriority.Notice; // its room is free for the next
                    break;
                case Signal.Reported:
                    hasReported = true;
                    break;
                case Signal.Asked question:
                    // Somebody's Wake may be half done: it has said that it wakes us, and not yet done so.
                    moreDue = true;
                    asked.Add(question.Answer);
                    break;
                case Signal.Alarm:
                    alarmAt = default;
                    break;
            }
        }

        return authorized;
    }

    private async ValueTask TakeAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (!(moreDue || nextDue <= now) || lanes.Rows > options.MaxRowsInMemory / 2) return;
        try
        {
            var limit = options.MaxRowsInMemory - lanes.Rows;
            // Those that wait for their pace must not take the room of answers.
            var notices = Math.Max(0, (2 * options.MaxNoticesInFlight) - lanes.NoticesWaiting);
            var take = await outbox.TakeDueAsync(now, limit, notices, RowsPerChat, cancel);
            nextDue = take.NextDue;
            // A chat's further rows may be due although the limit was not reached; rows that we had already say nothing.
            moreDue = false;
            foreach (var row in take.Rows) moreDue |= lanes.Add(row, now, reports);
            storeFailures = 0;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The store's trouble is waited out; the rows are safe there.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RestStore(failure);
        }
    }

    /// <summary>While one group of reports is written, the next one gathers: under load one commit serves many.</summary>
    private async ValueTask ReportAsync(CancellationToken cancel)
    {
        // The signal comes a moment before the task's end, so this waits a moment and misses none.
        if (hasReported && reporting is not null) await EndReportAsync(reporting);
        if (reporting is not null || clock.GetUtcNow() < storeRestsUntil || cancel.IsCancellationRequested) return;
        Gather();
        if (reported.Count > 0) reporting = StoreAsync(reported, cancel);
    }

    private void Gather()
    {
        foreach (var report in reports) Note(report);
        reported.AddRange(reports);
        reports.Clear();
    }

    private async ValueTask EndReportAsync(Task<Exception?> ended)
    {
        if (await ended is { } failure) RestStore(failure);
        else (reported, storeFailures) = ([], 0);
        (reporting, hasReported) = (null, false);
    }

    /// <summary>Touches nothing of the sender's own: it runs beside the loop.</summary>
    private async Task<Exception?> StoreAsync(List<OutboxReport> group, CancellationToken cancel)
    {
        try
        {
            await outbox.ReportAsync(group, cancel);
            return null;
        }
#pragma warning disable CA1031 // As above: the same reports are written again later.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
        finally
        {
            signals.Writer.TryWrite(new Signal.Reported());
        }
    }

    private void RestStore(Exception failure)
    {
        if (failure is not OperationCanceledException) logger.OutboxStoreFailed(failure.GetType().Name);
        storeRestsUntil = clock.GetUtcNow() + Backoff.After(++storeFailures, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), jitter());
    }

    private async ValueTask WaitAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        while (deferrals.TryPeek(out var due, out _) && due <= now)
        {
            deferrals.Dequeue();
            moreDue = true;
        }

        var resting = storeRestsUntil > now;
        if (signals.Reader.TryPeek(out _) || (moreDue && !resting && lanes.Rows <= options.MaxRowsInMemory / 2)) return;
        var until = now + options.LongestWait;
        if (nextDue > now && nextDue < until) until = nextDue.Value;
        if (deferrals.TryPeek(out var next, out _) && next < until) until = next;
        if (lanes.AllHeldUntil > now && lanes.AllHeldUntil < until) until = lanes.AllHeldUntil;
        if (lanes.NoticesHeldUntil > now && lanes.NoticesHeldUntil < until) until = lanes.NoticesHeldUntil;
        if (resting) until = storeRestsUntil;
        SetAlarm(until, now);
        try
        {
            await signals.Reader.WaitToReadAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (clock.GetUtcNow() >= until) moreDue = true;
    }

    /// <summary>One timer for all waits: an alarm that is early enough is left as it is, so that under load nothing is set at all.</summary>
    private void SetAlarm(DateTimeOffset until, DateTimeOffset now)
    {
        if (alarmAt > now && alarmAt <= until) return;
        alarmAt = until;
        alarm ??= clock.CreateTimer(_ => signals.Writer.TryWrite(new Signal.Alarm()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        alarm.Change(until - now, Timeout.InfiniteTimeSpan);
    }

    private async Task FinishAsync(CancellationTokenSource sends)
    {
        using var grace = new CancellationTokenSource(options.StopGrace, clock);
        using var ending = grace.Token.Register(sends.Cancel);
        while (lanes.InFlight > 0 && await signals.Reader.WaitToReadAsync(CancellationToken.None)) Drain();
        if (reporting is not null) await EndReportAsync(reporting);
        Gather();
        if (reported.Count > 0) await StoreAsync(reported, CancellationToken.None);
    }

    private void Note(OutboxReport report)
    {
        switch (report)
        {
            case OutboxReport.Dropped dropped: logger.RowDropped(dropped.RowId, dropped.Reason); break;
            case OutboxReport.Deferred deferred:
                logger.RowDeferred(deferred.RowId);
                deferrals.Enqueue(deferred.Until, deferred.Until);
                break;
        }
    }

    private abstract record Signal
    {
        private Signal() { }

        public sealed record Woken : Signal;
        public sealed record Reported : Signal;
        /// <summary>The time has come that was waited for; or one that was of interest before.</summary>
        public sealed record Alarm : Signal;
        public sealed record Asked(TaskCompletionSource Answer) : Signal;
        public sealed record Completed(OutboxRow Row, ApiResult<long?> Result) : Signal;
    }
}
