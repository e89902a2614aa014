using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

/// <summary>
/// Streams files from the channel straight into sealed files, a few at a time, and tells the conversation how each ended. What
/// was under way when the process stopped is begun again at the start.
/// </summary>
internal sealed class AttachmentFetcher(
    IIntakeStore store, FetchQueue queue, AttachmentIntake intake, Lanes lanes, IntakeTurns turns, TimeProvider time,
    ILogger<AttachmentFetcher> log) : BackgroundService
{
    private const int AtOnce = 4;

    /// <summary>Waits between the tries; after the last the person is asked to send it again.</summary>
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var pending in await store.PendingFetchesAsync(stoppingToken)) queue.Add(pending);
        await Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (fetch, cancel) => await FetchAsync(fetch, cancel));
    }

    private async Task FetchAsync(PendingFetch fetch, CancellationToken cancel)
    {
        try
        {
            var order = fetch.Payload is null ? null : FetchOrder.Read(fetch.Payload);
            using var wanted = CancellationTokenSource.CreateLinkedTokenSource(cancel, queue.Wanted(fetch.Attachment));
            var end = order is null ? new FetchEnd.Failed(FileFailure.Gone) : await TryAsync(fetch.Attachment, order, wanted.Token);
            var input = end switch
            {
                FetchEnd.Stored s => (Input)new Input.FileStored(
                    new AttachmentId(fetch.Attachment), s.Bytes, s.Sha256, s.Item.Sealed.Bytes, s.Item.Sealed.Hash.ToString()),
                FetchEnd.Failed f => new Input.FileFailed(new AttachmentId(fetch.Attachment), f.Reason),
                _ => throw new InvalidOperationException("A fetch that is to be tried again has not ended."),
            };
            log.Fetched(fetch.Attachment, end is FetchEnd.Stored);
            await TellAsync(fetch, order, input, (end as FetchEnd.Stored)?.Item, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Not wanted any more. The turn that said so has removed its row, and what was written is gone.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Its row stays; the next start begins it again. Others go on.
            log.FetchFaulted(fetch.Attachment, fault.GetType().Name);
        }
        finally
        {
            queue.Done(fetch.Attachment);
        }
    }

    private async Task<FetchEnd> TryAsync(Guid attachment, FetchOrder order, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var end = await intake.TakeAsync(attachment, order, cancel);
            if (end is not FetchEnd.Again again) return end;
            if (attempt == Waits.Length) return new FetchEnd.Failed(FileFailure.Gone);
            await Task.Delay(again.After > Waits[attempt] ? again.After.Value : Waits[attempt], time, cancel);
        }
    }

    private async Task TellAsync(PendingFetch fetch, FetchOrder? order, Input input, AttachmentItem? item, CancellationToken cancel)
    {
        while (true)
        {
            TurnEnd end;
            using (await lanes.EnterAsync(fetch.Thread, cancel))
                end = await turns.RunAsync(fetch.Thread, order is null ? null : new ChatId(order.Chat), input, null, null, item, cancel);
            if (end is not TurnEnd.NotNow) return;
            await Task.Delay(Waits[1], time, cancel);
        }
    }
}
