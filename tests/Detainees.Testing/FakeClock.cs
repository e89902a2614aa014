namespace Detainees.Testing;

/// <summary>A clock that moves only when told; its timers fire while it is moved.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<FakeTimer> timers = [];
    private DateTimeOffset now = start;
    private TaskCompletionSource<TimeSpan>? nextWait;

    public FakeClock() : this(new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero)) { }

    public override DateTimeOffset GetUtcNow() { lock (gate) return now; }
    public override long GetTimestamp() => GetUtcNow().UtcTicks;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>
    /// Moves time on, firing the timers that fall due in the order of their times. Two that move it at once never move it back.
    /// </summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (gate) until = now + by;
        while (true)
        {
            FakeTimer? next;
            lock (gate)
            {
                next = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
                var moved = next?.Due ?? until;
                if (moved > now) now = moved;
            }

            if (next is null) return;
            next.Fire();
        }
    }

    /// <summary>How long the next one to wait on this clock wants to: with it, a test knows that the waiting has begun.</summary>
    public Task<TimeSpan> NextWaitAsync()
    {
        lock (gate) return (nextWait ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;
        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                clock.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock.now + dueTime;
                clock.timers.Add(this);
                clock.nextWait?.SetResult(dueTime);
                clock.nextWait = null;
            }

            return true;
        }

        public void Fire()
        {
            lock (clock.gate)
            {
                if (!clock.timers.Remove(this)) return;
                if (period > TimeSpan.Zero)
                {
                    Due += period;
                    clock.timers.Add(this);
                }
            }

            callback(state);
        }

        public void Dispose() { lock (clock.gate) clock.timers.Remove(this); }
        public ValueTask DisposeAsync() { Dispose(); return ValueTask.CompletedTask; }
    }
}
