namespace Detainees.Phone.Chats;

/// <summary>The given time plus what a person or a test moved it by. Everything that waits, waits on it.</summary>
internal sealed class PhoneClock(TimeProvider inner)
{
    private readonly Lock gate = new();
    private TimeSpan offset;
    private TaskCompletionSource moved = NewSignal();

    public DateTimeOffset Now { get { lock (gate) return inner.GetUtcNow() + offset; } }
    public TimeSpan Offset { get { lock (gate) return offset; } }
    public long UnixNow => Now.ToUnixTimeSeconds();

    public void Move(TimeSpan by)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            offset += by;
            signal = moved;
            moved = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Returns when <paramref name="first"/> is complete or <paramref name="until"/> is reached.</summary>
    public async Task WaitAsync(Task first, DateTimeOffset until, CancellationToken cancel)
    {
        while (!first.IsCompleted)
        {
            Task moving;
            lock (gate) moving = moved.Task;
            var left = until - Now;
            if (left <= TimeSpan.Zero) return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var delay = Task.Delay(left, inner, stop.Token);
            await Task.WhenAny(first, moving, delay);
            cancel.ThrowIfCancellationRequested();
            await stop.CancelAsync();
        }
    }

    public Task WaitUntilAsync(DateTimeOffset until, CancellationToken cancel) => WaitAsync(Never, until, cancel);

    private static readonly Task Never = new TaskCompletionSource().Task;

    public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
