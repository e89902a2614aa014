namespace Detainees.Storage;

/// <summary>Notices when the wall clock leaps against the time that really passed.</summary>
/// <remarks>
/// What is old is removed, so a clock that wrongly shows next year would cost every open draft. After a leap, and after a
/// start that follows a long stop, nothing is judged by its age for a while: time for the clock to be put right.
/// </remarks>
internal sealed class ClockWatch(TimeProvider time, TimeSpan grace)
{
    private static readonly TimeSpan Leap = TimeSpan.FromHours(2);
    private DateTimeOffset? lastWall;
    private long lastStamp = time.GetTimestamp();
    private TimeSpan held = TimeSpan.Zero;

    /// <summary>Takes what a former process saw last; null for a new store.</summary>
    public void StartFrom(DateTimeOffset? seen) => lastWall = seen;

    /// <summary>Whether ages cannot be trusted now. To be asked at each purge.</summary>
    public bool IsHeld()
    {
        var (wall, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        var passed = time.GetElapsedTime(lastStamp, stamp);
        held = held > passed ? held - passed : TimeSpan.Zero;
        if (lastWall is { } last && (wall - last - passed).Duration() > Leap) held = grace;
        (lastWall, lastStamp) = (wall, stamp);
        return held > TimeSpan.Zero;
    }
}
