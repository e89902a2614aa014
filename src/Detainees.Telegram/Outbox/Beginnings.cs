namespace Detainees.Telegram;

/// <summary>Requests that are being begun on other threads, and who waits until all that were there when they asked have been. From any thread.</summary>
internal sealed class Beginnings
{
    private readonly Lock gate = new();

    /// <summary>Oldest first; the last one takes what is added now, and nobody waits for it yet.</summary>
    private readonly Queue<Group> groups = new();
    private Group newest = new();

    public Beginnings() => groups.Enqueue(newest);

    /// <returns>To be given to <see cref="Begun"/>.</returns>
    public Group Add()
    {
        lock (gate)
        {
            newest.Left++;
            return newest;
        }
    }

    public void Begun(Group group)
    {
        lock (gate)
        {
            group.Left--;
            Tell();
        }
    }

    /// <param name="waiting">Done when all that was added before has begun.</param>
    public void Ask(TaskCompletionSource waiting)
    {
        lock (gate)
        {
            newest.Waiting = waiting;
            groups.Enqueue(newest = new Group());
            Tell();
        }
    }

    private void Tell()
    {
        while (groups.Peek() is { Left: 0, Waiting: { } waiting })
        {
            groups.Dequeue();
            waiting.TrySetResult();
        }
    }

    internal sealed class Group
    {
        public int Left { get; set; }
        public TaskCompletionSource? Waiting { get; set; }
    }
}
