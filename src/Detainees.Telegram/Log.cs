using Microsoft.Extensions.Logging;

namespace Detainees.Telegram;

/// <summary>All that this project logs: ids, kinds and counts. Never a text, a chat, a file or an address.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3101, EventName = "poll-refused", Level = LogLevel.Warning,
        Message = "Polling was refused: {Kind} ({Code}). OtherPoller: another program uses this bot's token; stop it. WebhookActive: delete the webhook or allow it to be deleted")]
    public static partial void PollRefused(this ILogger logger, RefusalKind kind, int code);

    [LoggerMessage(EventId = 3102, EventName = "poll-not-reached", Level = LogLevel.Warning,
        Message = "Telegram was not reached: {Kind}")]
    public static partial void PollNotReached(this ILogger logger, NotReachedKind kind);

    [LoggerMessage(EventId = 3103, EventName = "poll-deletes-webhook", Level = LogLevel.Warning,
        Message = "Deleting the webhook, so that polling can begin")]
    public static partial void DeletingWebhook(this ILogger logger);

    [LoggerMessage(EventId = 3104, EventName = "update-undecodable", Level = LogLevel.Error,
        Message = "Update {UpdateId} has a shape that is not understood; it is passed over")]
    public static partial void UpdateUndecodable(this ILogger logger, long updateId);

    [LoggerMessage(EventId = 3105, EventName = "updates-without-id", Level = LogLevel.Error,
        Message = "{Count} updates had no readable id")]
    public static partial void UpdatesWithoutId(this ILogger logger, int count);

    [LoggerMessage(EventId = 3106, EventName = "updates-not-stored", Level = LogLevel.Error,
        Message = "A batch of {Count} updates was not stored ({ExceptionType}); it will come again")]
    public static partial void BatchNotStored(this ILogger logger, int count, string exceptionType);

    [LoggerMessage(EventId = 3201, EventName = "outbox-dropped", Level = LogLevel.Warning,
        Message = "Row {RowId} of the outbox was given up: {Reason}")]
    public static partial void RowDropped(this ILogger logger, long rowId, DropReason reason);

    [LoggerMessage(EventId = 3202, EventName = "outbox-deferred", Level = LogLevel.Information,
        Message = "Row {RowId} of the outbox has to wait")]
    public static partial void RowDeferred(this ILogger logger, long rowId);

    [LoggerMessage(EventId = 3203, EventName = "outbox-store-failed", Level = LogLevel.Error,
        Message = "The outbox could not be read or written ({ExceptionType}); trying again")]
    public static partial void OutboxStoreFailed(this ILogger logger, string exceptionType);

    [LoggerMessage(EventId = 3204, EventName = "outbox-send-failed", Level = LogLevel.Error,
        Message = "Sending row {RowId} failed unexpectedly ({ExceptionType})")]
    public static partial void SendFailed(this ILogger logger, long rowId, string exceptionType);

    [LoggerMessage(EventId = 3205, EventName = "outbox-media-left-out", Level = LogLevel.Warning,
        Message = "A message was sent without the file that its form shows: the file is missing, or Telegram did not take it")]
    public static partial void MediaLeftOut(this ILogger logger);
}
