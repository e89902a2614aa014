namespace Detainees.Telegram;

/// <summary>A failed poll → how to go on. Nothing but a bad token ever ends polling.</summary>
internal static class PollPolicy
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);
    /// <summary>A second conflict is answered only after 3 s; two pollers that throw each other out get nothing done.</summary>
    private static readonly TimeSpan FirstAfterConflict = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CapAfterConflict = TimeSpan.FromSeconds(60);

    /// <param name="failures">Failures in a row, this one included.</param>
    public static PollDecision AfterRefusal(RefusalKind kind, TimeSpan? retryAfter, int failures, double jitter, bool mayDeleteWebhook)
    {
        switch (kind)
        {
            case RefusalKind.Unauthorized:
                return new PollDecision.Stop(BotEnd.Unauthorized);
            case RefusalKind.WebhookActive or RefusalKind.OtherPoller:
                var pause = Backoff.After(failures, FirstAfterConflict, CapAfterConflict, jitter);
                return kind is RefusalKind.WebhookActive && mayDeleteWebhook
                    ? new PollDecision.DeleteWebhook(failures == 1 ? TimeSpan.Zero : pause)
                    : new PollDecision.PollAgain(pause);
            default:
                var backoff = AfterFailure(failures, jitter);
                return new PollDecision.PollAgain(retryAfter > backoff ? retryAfter.Value : backoff);
        }
    }

    public static TimeSpan AfterFailure(int failures, double jitter) => Backoff.After(failures, First, Cap, jitter);
}
