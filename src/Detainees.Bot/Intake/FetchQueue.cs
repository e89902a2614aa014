using System.Collections.Concurrent;
using System.Threading.Channels;
using Detainees.Storage;

namespace Detainees.Bot.Intake;

/// <summary>A file that was asked for and is not here yet.</summary>
/// <param name="Attempt">How often it was tried.</param>
internal sealed record QueuedFetch(PendingFetch Fetch, int Attempt)
{
    public override string ToString() => $"QueuedFetch {Fetch.Attachment:N}";
}

/// <summary>Files to fetch, each once however often it is asked for.</summary>
internal sealed class FetchQueue
{
    private readonly Channel<QueuedFetch> waiting = Channel.CreateUnbounded<QueuedFetch>();

    /// <summary>Files in hand; true once the person does not want the file any more.</summary>
    private readonly ConcurrentDictionary<Guid, bool> inHand = new();

    public ChannelReader<QueuedFetch> Reader => waiting.Reader;

    public void Add(PendingFetch fetch)
    {
        if (inHand.TryAdd(fetch.Attachment, false)) waiting.Writer.TryWrite(new QueuedFetch(fetch, 0));
    }

    /// <summary>Puts one back for another try; it stays in hand.</summary>
    public void AddAgain(QueuedFetch fetch) => waiting.Writer.TryWrite(fetch with { Attempt = fetch.Attempt + 1 });

    /// <summary>The person does not want it kept any more.</summary>
    public void Cancel(Guid attachment) => inHand.TryUpdate(attachment, true, false);

    public bool IsCancelled(Guid attachment) => inHand.TryGetValue(attachment, out var cancelled) && cancelled;

    /// <summary>It is done with, one way or the other.</summary>
    public void Release(Guid attachment) => inHand.TryRemove(attachment, out _);
}
