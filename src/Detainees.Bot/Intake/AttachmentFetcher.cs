using Detainees.Bot.Team;
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
    IIntakeStore store, FetchQueue queue, AttachmentIntake intake, Lanes lanes, IntakeTurns turns, CurrentTeam team, TimeProvider time,
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
        if (!team.IsOpen)
        {
            // There is nobody to seal it to. Telegram keeps the file; this wait is none of its tries.
            Later(queued with { Attempt = queued.Attempt - 1 }, Waits[3], cancel);
            return;
        }

        try
        {
            var order = fetch.Payload is null ? null : FetchOrder.Read(fetch.Payload);
            using var wanted = CancellationTokenSource.CreateLinkedTokenSource(cancel, queue.Wanted(fetch.Attachment));
            var end = order is null ? new FetchEnd.Failed(FileFailure.Gone) : await intake.TakeAsync(fetch, order, wanted.Token);
            if (end is FetchEnd.Again again)
            {
                if (queued.Attempt < Waits.Length && !(again.After > LongestWait))
                {
                    Later(queued, again.After > Waits[queued.Attempt] ? again.After.Value : Waits[queued.Attempt], cancel);
                    return;
                }

                end = new FetchEnd.Failed(FileFailure.Gone);
            }

            log.Fetched(fetch.Attachment, end is FetchEnd.Stored);
            // Nothing can be stored now: it is fetched anew later, as its row says.
            if (await TellAsync(fetch, order, end, cancel)) queue.Done(fetch.Attachment);
            else Later(queued with { Attempt = 0 }, Waits[2], cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Not wanted any more. The turn that said so has removed its row, and what was written is gone.
            queue.Done(fetch.Attachment);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.FetchFaulted(fetch.Attachment, fault.GetType().Name);
            Later(queued, Waits[Math.Min(queued.Attempt, Waits.Length - 1)], cancel);
        }
    }

    /// <summary>Waits outside the few places there are, so that one person's vanished files hold up nobody else's.</summary>
    private void Later(QueuedFetch queued, TimeSpan wait, CancellationToken cancel) =>
        _ = Task.Delay(wait, time, cancel).ContinueWith(
            _ => queue.AddAgain(queued with { Attempt = queued.Attempt + 1 }), cancel, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    /// <summary>False when nothing can be stored now.</summary>
    private async Task<bool> TellAsync(PendingFetch fetch, FetchOrder? order, FetchEnd end, CancellationToken cancel)
    {
        var attachment = new AttachmentId(fetch.Attachment);
        var stored = end as FetchEnd.Stored;
        Input input = stored is not null
            ? new Input.FileStored(attachment, stored.Bytes, stored.Sha256, stored.Item.Sealed.Bytes, stored.Item.Sealed.Hash.ToString())
            : new Input.FileFailed(attachment, end is FetchEnd.Failed failed ? failed.Reason : FileFailure.Gone);
        using var lane = await lanes.EnterAsync(fetch.Thread, cancel);
        return await turns.RunAsync(fetch.Thread, order is null ? null : new ChatId(order.Chat), input, null, null, stored?.Item, cancel) is not (TurnEnd.NotNow or TurnEnd.Failed);
    }
}
