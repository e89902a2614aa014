using Microsoft.Extensions.Logging;

namespace Detainees.Telegram;

/// <summary>
/// Long polling: fetches updates and hands them to the sink, one batch after the other. Only one poller may run for a token.
/// </summary>
/// <param name="jitter">Values of 0 to 1, so that several bots do not come back in step.</param>
public sealed partial class UpdatePoller(
    TelegramBotClient client, IUpdateSink sink, UpdatePollerOptions options, TimeProvider clock, Func<double> jitter,
    ILogger<UpdatePoller> logger)
{
    private long lastContactTicks;

    /// <summary>When Telegram last answered a poll; null before the first. Messages live 24 hours there, presses 150 seconds.</summary>
    public DateTimeOffset? LastContact =>
        Interlocked.Read(ref lastContactTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Polls until cancelled or refused for good. Failures of the network, the server or the sink do not end it.</summary>
    public async Task<BotEnd> RunAsync(CancellationToken cancel)
    {
        // Null asks for all that is unconfirmed. Where we stood before is not stored: the sink knows what it has seen.
        long? offset = null;
        var failures = 0;
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                var result = await client.GetUpdates(offset, options.PollSeconds, options.BatchSize, cancel);
                PollDecision decision;
                switch (result)
                {
                    case ApiResult<UpdateBatch>.Ok ok:
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
                        LogRefused(logger, refused.Kind, refused.Code);
                        decision = PollPolicy.AfterRefusal(
                            refused.Kind, refused.RetryAfter, ++failures, jitter(), options.DeleteWebhook);
                        break;
                    case ApiResult<UpdateBatch>.NotReached notReached:
                        LogNotReached(logger, notReached.Kind);
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
                LogDeletingWebhook(logger);
                // Pending updates stay: they are people's messages.
                await client.DeleteWebhook(new DeleteWebhookRequest { DropPendingUpdates = false }, cancel);
                break;
        }
    }

    /// <summary>Whether the batch is durable.</summary>
    private async ValueTask<bool> HandleAsync(UpdateBatch batch, CancellationToken cancel)
    {
        if (batch.WithoutId > 0) LogWithoutId(logger, batch.WithoutId);
        if (batch.Updates.IsEmpty) return true;
        foreach (var update in batch.Updates)
            if (update is ReceivedUpdate.Undecodable)
                LogUndecodable(logger, update.Id);
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
            LogSinkFailed(logger, batch.Updates.Length, failure.GetType().Name);
            return false;
        }
    }

    // Of this batch, not of all time: ids start again at a random number after a quiet week.
    private static long? Next(UpdateBatch batch) => batch.Updates.IsEmpty ? null : batch.Updates.Max(update => update.Id) + 1;

    [LoggerMessage(EventId = 3101, EventName = "poll-refused", Level = LogLevel.Warning,
        Message = "Polling was refused: {Kind} ({Code}). OtherPoller: another program uses this bot's token; stop it. WebhookActive: delete the webhook or allow it to be deleted")]
    private static partial void LogRefused(ILogger logger, RefusalKind kind, int code);

    [LoggerMessage(EventId = 3102, EventName = "poll-not-reached", Level = LogLevel.Warning, Message = "Telegram was not reached: {Kind}")]
    private static partial void LogNotReached(ILogger logger, NotReachedKind kind);

    [LoggerMessage(EventId = 3103, EventName = "poll-deletes-webhook", Level = LogLevel.Warning, Message = "Deleting the webhook, so that polling can begin")]
    private static partial void LogDeletingWebhook(ILogger logger);

    [LoggerMessage(EventId = 3104, EventName = "update-undecodable", Level = LogLevel.Error, Message = "Update {UpdateId} has a shape that is not understood; it is passed over")]
    private static partial void LogUndecodable(ILogger logger, long updateId);

    [LoggerMessage(EventId = 3105, EventName = "updates-without-id", Level = LogLevel.Error, Message = "{Count} updates had no readable id")]
    private static partial void LogWithoutId(ILogger logger, int count);

    [LoggerMessage(EventId = 3106, EventName = "updates-not-stored", Level = LogLevel.Error, Message = "A batch of {Count} updates was not stored ({ExceptionType}); it will come again")]
    private static partial void LogSinkFailed(ILogger logger, int count, string exceptionType);
}
