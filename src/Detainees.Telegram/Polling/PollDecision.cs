namespace Detainees.Telegram;

/// <summary>What to do after a poll that brought no updates to handle.</summary>
internal abstract record PollDecision
{
    private PollDecision() { }

    public sealed record PollAgain(TimeSpan Delay) : PollDecision;
    public sealed record DeleteWebhook(TimeSpan Delay) : PollDecision;
    public sealed record Stop(BotEnd End) : PollDecision;
}
