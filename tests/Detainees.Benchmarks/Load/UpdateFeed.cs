using System.Diagnostics;

namespace Detainees.Benchmarks.Load;

/// <summary>What one person did, waiting for the bot.</summary>
/// <param name="Text">The text, or the token of the button pressed.</param>
/// <param name="Message">The new message, or the one whose button was pressed.</param>
internal sealed class PendingUpdate(long id, SimulatedUser user, bool isPress, string text, long message)
{
    public long Id => id;
    public SimulatedUser User => user;
    public bool IsPress => isPress;
    public string Text => text;
    public long Message => message;

    /// <summary>Stopwatch ticks; 0 until handed out.</summary>
    public long HandedOut { get; set; }
    public long Acted { get; } = Stopwatch.GetTimestamp();
}

/// <summary>The queue behind getUpdates, as the Bot API has it: an update stays until a later offset confirms it.</summary>
internal sealed class UpdateFeed
{
    private readonly Lock gate = new();
    private readonly Queue<PendingUpdate> pending = new();
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long last = 700_000_000;

    public PendingUpdate Add(SimulatedUser user, bool isPress, string text, long message)
    {
        PendingUpdate update;
        lock (gate)
        {
            update = new PendingUpdate(++last, user, isPress, text, message);
            pending.Enqueue(update);
            arrived.TrySetResult();
        }

        return update;
    }

    /// <summary>Confirms what is before the offset and returns what follows, waiting for it if there is nothing.</summary>
    public async Task<List<PendingUpdate>> TakeAsync(long offset, int limit, TimeSpan wait, CancellationToken cancel)
    {
        var until = Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            var taken = Take(offset, limit, out var more);
            if (taken.Count > 0) return taken;
            var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until);
            if (rest <= TimeSpan.Zero) return [];
            await Task.WhenAny(more, Task.Delay(rest, cancel));
            cancel.ThrowIfCancellationRequested();
        }
    }

    private List<PendingUpdate> Take(long offset, int limit, out Task more)
    {
        lock (gate)
        {
            while (pending.TryPeek(out var first) && first.Id < offset) pending.Dequeue();
            if (pending.Count == 0 && arrived.Task.IsCompleted) arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            more = arrived.Task;
            var taken = new List<PendingUpdate>(Math.Min(limit, pending.Count));
            foreach (var update in pending)
            {
                if (taken.Count == limit) break;
                if (update.HandedOut == 0) update.HandedOut = Stopwatch.GetTimestamp();
                taken.Add(update);
            }

            return taken;
        }
    }
}
