using Detainees.Journal;

namespace Detainees.Bot.Intake;

/// <summary>One lane a person: what concerns one thread happens one after another; threads do not wait for each other.</summary>
internal sealed class Lanes
{
    private readonly Dictionary<ThreadKey, Lane> open = [];
    private readonly Lock gate = new();

    /// <summary>Lanes that somebody is in or waits for.</summary>
    public int Count
    {
        get { lock (gate) return open.Count; }
    }

    /// <summary>Waits for this thread's lane; dispose what is returned to leave it. A lane that nobody is in takes no memory.</summary>
    public async ValueTask<Pass> EnterAsync(ThreadKey thread, CancellationToken cancel)
    {
        Lane lane;
        lock (gate)
        {
            if (!open.TryGetValue(thread, out lane!)) open[thread] = lane = new Lane();
            lane.Users++;
        }

        try
        {
            await lane.Turn.WaitAsync(cancel);
        }
        catch
        {
            Leave(thread, lane, entered: false);
            throw;
        }

        return new Pass(this, thread, lane);
    }

    private void Leave(ThreadKey thread, Lane lane, bool entered)
    {
        if (entered) lane.Turn.Release();
        lock (gate)
        {
            if (--lane.Users > 0) return;
            open.Remove(thread);
            lane.Turn.Dispose();
        }
    }

    internal sealed class Lane
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public int Users { get; set; }
    }

    internal readonly struct Pass(Lanes lanes, ThreadKey thread, Lane lane) : IDisposable
    {
        public void Dispose() => lanes.Leave(thread, lane, entered: true);
    }
}
