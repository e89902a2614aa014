using Microsoft.Extensions.Logging;

namespace Detainees.Telegram;

/// <summary>
/// Long polling: fetches updates and hands them to the sink, one batch after the other. Only one poller may run for a token.
/// </summary>
/// <param name="jitter">Values of 0 to 1, so that several bots do not come back in step.</param>
public sealed class UpdatePoller(
    TelegramBotClient client, IUpdateSink sink, UpdatePollerOptions options, TimeProvider clock, Func<double> jitter,
    ILogger<UpdatePoller> logger)
{
    private long lastContactTicks;

    /// <summary>When Telegram last answered a poll; null before the first. Messages live 24 hours there, presses 150 seconds.</summary>
    public DateTimeOffset? LastContact =>
        Interlocked.Read(ref lastContactTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Polls until cancelled or refused for good. Failures of the network, the server or the sink do not end it.</summary>
    /// <param name="first">A poll without an offset that somebody began before; it is taken for the first one.</param>
    public async Task<BotEnd> RunAsync(CancellationToken cancel, Task<ApiResult<UpdateBatch>>? first = null)
    {
        // Null asks for all that is unconfirmed. Where we stood before is not stored: the sink knows what it has seen.
        long? offset = null;
        var failures = 0;
        var limit = options.BatchSize;
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                var result = await (first?.WaitAsync(cancel) ?? client.GetUpdates(offset, options.PollSeconds, limit, cancel));
                first = null;
                PollDecision decision;
                switch (result)
                {
                    case ApiResult<UpdateBatch>.Ok ok:
                        limit = options.BatchSize;
                        Interlocked.Exchange(ref lastContactTicks, clock.GetUtcNow().UtcTicks);
                        if (await HandleAsync(ok.Value, cancel))
                        {
                            offset = Next(ok.Value) ?? offset;
                            // Updates without ids cannot be confirmed; asking at once would only spin.
                            failures = ok.Value is { WithoutId: > 0, Updates.IsEmpty: true } ? failures + 1 : 0;
                        }
                        else
                        {
                            failures++;
                        }

                        if (failures == 0) continue;
                        decision = new PollDecision.PollAgain(PollPolicy.AfterFailure(failures, jitter()));
                        break;
                    case ApiResult<UpdateBatch>.Refused refused:
                        logger.PollRefused(refused.Kind, refused.Code);
                        // An answer that is too long, or broken by one of its updates: with fewer in it, the others come through.
                        if (refused.Kind is RefusalKind.Malformed) limit = Math.Max(1, limit / 2);
                        decision = PollPolicy.AfterRefusal(
                            refused.Kind, refused.RetryAfter, ++failures, jitter(), options.DeleteWebhook);
                        break;
                    case ApiResult<UpdateBatch>.NotReached notReached:
                        logger.PollNotReached(notReached.Kind);
                        decision = new PollDecision.PollAgain(PollPolicy.AfterFailure(++failures, jitter()));
                        break;
                    default:
                        throw new System.Diagnostics.UnreachableException(result.GetType().Name);
                }

                if (decision is PollDecision.Stop stop) return stop.End;
                await FollowAsync(decision, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return BotEnd.Cancelled;
        }
    }

    private async Task FollowAsync(PollDecision decision, CancellationToken cancel)
    {
        switch (decision)
        {
            case PollDecision.PollAgain again:
                await Task.Delay(again.Delay, clock, cancel);
                break;
            case PollDecision.DeleteWebhook delete:
                await Task.Delay(delete.Delay, clock, cancel);
                logger.DeletingWebhook();
                // Pending updates stay: they are people's messages.
                await client.DeleteWebhook(new DeleteWebhookRequest { DropPendingUpdates = false }, cancel);
                break;
        }
    }

    /// <summary>Whether the batch is durable.</summary>
    private async ValueTask<bool> HandleAsync(UpdateBatch batch, CancellationToken cancel)
    {
        if (batch.WithoutId > 0) logger.UpdatesWithoutId(batch.WithoutId);
        if (batch.Updates.IsEmpty) return true;
        foreach (var update in batch.Updates)
            if (update is ReceivedUpdate.Undecodable)
                logger.UpdateUndecodable(update.Id);
        try
        {
            await sink.HandleAsync(batch.Updates, cancel);
            return true;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the sink's trouble is, the updates stay at Telegram and come again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // The type only: the text of a foreign exception may hold what people wrote.
            logger.BatchNotStored(batch.Updates.Length, failure.GetType().Name);
            return false;
        }
    }

    // Of this batch, not of all time: ids start again at a random number after a quiet week.
    private static long? Next(UpdateBatch batch) => batch.Updates.IsEmpty ? null : batch.Updates.Max(update => update.Id) + 1;
}
