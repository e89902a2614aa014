using System.Threading.Channels;
using Detainees.Storage;

namespace Detainees.Bot.Intake;

/// <summary>A file that was asked for and is not here yet.</summary>
/// <param name="Attempt">How often it was tried.</param>
internal sealed record QueuedFetch(PendingFetch Fetch, int Attempt)
{
    public override string ToString() => $"QueuedFetch {Fetch.Attachment:N}";
}

/// <summary>Files that were asked for and are not here yet, each once.</summary>
internal sealed class FetchQueue
{
    private readonly Channel<QueuedFetch> waiting = Channel.CreateUnbounded<QueuedFetch>();
    private readonly Dictionary<Guid, CancellationTokenSource> open = [];
    private readonly Lock gate = new();

    public ChannelReader<QueuedFetch> Reader => waiting.Reader;

    /// <summary>
    /// Takes a fetch in, unless it is here: at the start a row may come both from the store and from the turn that has just
    /// written it, and a file fetched twice would take the place of the one whose hash is already known.
    /// </summary>
    public void Add(PendingFetch fetch)
    {
        lock (gate)
            if (!open.TryAdd(fetch.Attachment, new CancellationTokenSource())) return;
        waiting.Writer.TryWrite(new QueuedFetch(fetch, 0));
    }

    /// <summary>Puts one back for another try; it was never done with.</summary>
    public void AddAgain(QueuedFetch fetch) => waiting.Writer.TryWrite(fetch);

    /// <summary>The person does not want it kept any more: what is under way stops.</summary>
    public void Cancel(Guid attachment)
    {
        lock (gate)
            if (open.TryGetValue(attachment, out var wanted)) wanted.Cancel();
    }

    /// <summary>Cancelled when the file is not wanted any more.</summary>
    public CancellationToken Wanted(Guid attachment)
    {
        lock (gate) return open.TryGetValue(attachment, out var wanted) ? wanted.Token : new CancellationToken(canceled: true);
    }

    /// <summary>It came to its end.</summary>
    public void Done(Guid attachment)
    {
        lock (gate)
            if (open.Remove(attachment, out var wanted)) wanted.Dispose();
    }
}
