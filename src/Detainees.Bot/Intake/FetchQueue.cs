using System.Collections.Concurrent;
using System.Threading.Channels;
using Detainees.Storage;

namespace Detainees.Bot.Intake;

/// <summary>Files that were asked for and are not here yet.</summary>
internal sealed class FetchQueue
{
    private readonly Channel<PendingFetch> waiting = Channel.CreateUnbounded<PendingFetch>();
    private readonly ConcurrentDictionary<Guid, byte> cancelled = new();

    public ChannelReader<PendingFetch> Reader => waiting.Reader;

    public void Add(PendingFetch fetch) => waiting.Writer.TryWrite(fetch);

    /// <summary>The person does not want it kept any more.</summary>
    public void Cancel(Guid attachment) => cancelled.TryAdd(attachment, 0);

    /// <summary>Whether it was cancelled; says so once.</summary>
    public bool TakeCancelled(Guid attachment) => cancelled.TryRemove(attachment, out _);
}
