using System.Diagnostics;

namespace Detainees.Telegram;

/// <summary>Answer → what to do with the row. Pure.</summary>
internal static class SendPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    /// <summary>Failures of one row, counted only when others went through meanwhile, after which it is given up.</summary>
    public const int MaxFailures = 12;

    /// <summary>Whether the same request without its formatting may pass: what is said matters more than how it looks.</summary>
    public static bool WantsPlain(ApiResult<long?> result) =>
        result is ApiResult<long?>.Refused { Kind: RefusalKind.UnreadableEntities };

    /// <summary>Whether an edit may pass as one of the text under a file.</summary>
    public static bool WantsCaption(ApiResult<long?> result) => result is ApiResult<long?>.Refused { Kind: RefusalKind.NoText };

    /// <summary>
    /// Whether a message whose file went wrong may pass without it: a picture must not hold up the question. Not where the
    /// trouble is of all messages, or of the chat.
    /// </summary>
    public static bool WantsTextAlone(ApiResult<long?> result) => result switch
    {
        ApiResult<long?>.Refused { Kind: var kind } => kind is RefusalKind.BadRequest or RefusalKind.UnreadableEntities or RefusalKind.TooLong or RefusalKind.Empty
            or RefusalKind.BadFile or RefusalKind.FileUnavailable or RefusalKind.FileTooBig or RefusalKind.NotFound or RefusalKind.ServerFault or RefusalKind.Malformed,
        // A large file on a slow or strict line; the file may have arrived, and reading the question twice is the lesser evil.
        ApiResult<long?>.NotReached { Kind: var kind } => kind is NotReachedKind.TimedOut or NotReachedKind.Cut,
        _ => false,
    };

    /// <summary>Whether the server may have done what was asked, although it did not say so.</summary>
    public static bool MayHaveArrived(ApiResult<long?> result) => result is ApiResult<long?>.NotReached { Kind: NotReachedKind.Cut or NotReachedKind.TimedOut }
        or ApiResult<long?>.Refused { Kind: RefusalKind.ServerFault or RefusalKind.Malformed };

    /// <param name="failures">Failures of this row in a row, this one included if it is one; from 1.</param>
    /// <param name="countedFailures">Those of them between which other chats' requests went through.</param>
    public static SendDecision Decide(ApiResult<long?> result, int failures, int countedFailures, double jitter) => result switch
    {
        ApiResult<long?>.Ok ok => new SendDecision.Sent(ok.Value),
        // The request may have been carried out and its answer lost. The Bot API has no way to ask (tdlib/telegram-bot-api#126,
        // #482), and a family left without an answer is worse than one that reads it twice.
        ApiResult<long?>.NotReached => Retry(failures, countedFailures, jitter, null),
        ApiResult<long?>.Refused refused => Refused(refused, failures, countedFailures, jitter),
        _ => throw new UnreachableException(result.GetType().Name),
    };

    private static SendDecision Refused(ApiResult<long?>.Refused refused, int failures, int countedFailures, double jitter) =>
        refused.Kind switch
    {
        RefusalKind.NotModified => new SendDecision.Sent(null),
        RefusalKind.QueryTooOld => new SendDecision.Drop(DropReason.QueryTooOld),
        RefusalKind.MessageNotFound => new SendDecision.Drop(DropReason.MessageNotFound),
        RefusalKind.MessageNotEditable or RefusalKind.NoText => new SendDecision.Drop(DropReason.NotEditable),
        RefusalKind.MessageNotDeletable => new SendDecision.Drop(DropReason.NotDeletable),
        RefusalKind.TooLong => new SendDecision.Drop(DropReason.TooLong),
        RefusalKind.UnreadableEntities or RefusalKind.BadRequest or RefusalKind.Empty or RefusalKind.BadButton or RefusalKind.BadFile
            or RefusalKind.FileUnavailable or RefusalKind.FileTooBig => new SendDecision.Drop(DropReason.Refused),
        RefusalKind.Blocked or RefusalKind.Forbidden => new SendDecision.ChatUnreachable(DropReason.Blocked),
        RefusalKind.Deactivated => new SendDecision.ChatUnreachable(DropReason.Deactivated),
        RefusalKind.ChatNotFound or RefusalKind.Migrated => new SendDecision.ChatUnreachable(DropReason.ChatGone),
        RefusalKind.Unauthorized => new SendDecision.Stop(),
        // Never given up for being told to wait.
        RefusalKind.TooManyRequests => new SendDecision.Hold(Longer(refused.RetryAfter, Wait(failures, jitter)), FromServer: true),
        RefusalKind.ServerFault or RefusalKind.Malformed or RefusalKind.NotFound or RefusalKind.WebhookActive or RefusalKind.OtherPoller =>
            Retry(failures, countedFailures, jitter, refused.RetryAfter),
    };

    private static SendDecision Retry(int failures, int countedFailures, double jitter, TimeSpan? told) =>
        countedFailures >= MaxFailures
            ? new SendDecision.Drop(DropReason.Exhausted)
            : new SendDecision.Hold(Longer(told, Wait(failures, jitter)), FromServer: false);

    private static TimeSpan Wait(int failures, double jitter) => Backoff.After(failures, First, Cap, jitter);

    private static TimeSpan Longer(TimeSpan? told, TimeSpan own) => told > own ? told.Value : own;
}
