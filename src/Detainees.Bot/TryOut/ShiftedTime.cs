namespace Detainees.Bot.TryOut;

/// <summary>The machine's time, moved on by the phone's clock, so that reminders and ends can be tried without waiting for days.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shiftTicks;

    public void Shift(TimeSpan by) => Interlocked.Exchange(ref shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shiftTicks));
}
