using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>
/// Streams files from the channel straight into sealed files, a few at a time, and tells the conversation how each ended: always
/// stored or failed, so that nobody waits for ever. A file that has to wait for another try waits outside, and lets others pass.
/// What was under way when the process stopped is begun again at the start.
/// </summary>
internal sealed class AttachmentFetcher(
    IIntakeStore store, FetchQueue queue, AttachmentIntake intake, Lanes lanes, IntakeTurns turns, TimeProvider time,
    ILogger<AttachmentFetcher> log) : BackgroundService
{
    private const int AtOnce = 4;

    /// <summary>Waits between the tries; after the last the person is asked to send it again.</summary>
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3)];

    /// <summary>A server that asks for more patience than this has given up on the file.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var pending in await store.PendingFetchesAsync(stoppingToken)) queue.Add(pending);
        await Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (fetch, cancel) => await FetchAsync(fetch, cancel));
    }

    private async Task FetchAsync(QueuedFetch queued, CancellationToken cancel)
    {
        var fetch = queued.Fetch;
        try
        {
            if (queue.IsCancelled(fetch.Attachment))
            {
                queue.Release(fetch.Attachment);
                return;
            }

            var order = fetch.Payload is null ? null : FetchOrder.Read(fetch.Payload);
            var end = order is null ? new FetchEnd.Failed(FileFailure.Gone) : await intake.TakeAsync(fetch.Attachment, order, cancel);
            if (end is FetchEnd.Again again)
            {
                if (queued.Attempt < Waits.Length && !(again.After > LongestWait))
                {
                    Later(queued, again.After > Waits[queued.Attempt] ? again.After.Value : Waits[queued.Attempt], cancel);
                    return;
                }

                end = new FetchEnd.Failed(FileFailure.Gone);
            }

            await EndAsync(queued, order, end, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.FetchFaulted(fetch.Attachment, fault.GetType().Name);
            Later(queued, Waits[Math.Min(queued.Attempt, Waits.Length - 1)], cancel);
        }
    }

    private async Task EndAsync(QueuedFetch queued, FetchOrder? order, FetchEnd end, CancellationToken cancel)
    {
        var fetch = queued.Fetch;
        var attachment = new AttachmentId(fetch.Attachment);
        Input input = end is FetchEnd.Stored stored
            ? new Input.FileStored(attachment, stored.Bytes, stored.Sha256, stored.Item.Sealed.Bytes, stored.Item.Sealed.Hash.ToString())
            : new Input.FileFailed(attachment, end is FetchEnd.Failed failed ? failed.Reason : FileFailure.Gone);
        log.Fetched(fetch.Attachment, end is FetchEnd.Stored);
        if (!queue.IsCancelled(fetch.Attachment) && !await TellAsync(fetch, order, input, (end as FetchEnd.Stored)?.Item, cancel))
        {
            // Nothing can be stored now. It is fetched anew then: a sealed file without an owner does not lie about for long.
            Later(queued with { Attempt = 0 }, Waits[2], cancel);
            return;
        }

        queue.Release(fetch.Attachment);
    }

    private void Later(QueuedFetch queued, TimeSpan wait, CancellationToken cancel) =>
        _ = Task.Delay(wait, time, cancel).ContinueWith(
            _ => queue.AddAgain(queued), cancel, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    private async Task<bool> TellAsync(PendingFetch fetch, FetchOrder? order, Input input, AttachmentItem? item, CancellationToken cancel)
    {
        using var lane = await lanes.EnterAsync(fetch.Thread, cancel);
        return await turns.RunAsync(fetch.Thread, order is null ? null : new ChatId(order.Chat), input, null, null, item, cancel) is not TurnEnd.NotNow;
    }
}
