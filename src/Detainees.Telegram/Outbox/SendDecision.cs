namespace Detainees.Telegram;

/// <summary>What to do with a row after an answer, or after none.</summary>
internal abstract record SendDecision
{
    private SendDecision() { }

    public sealed record Sent(long? MessageId) : SendDecision;
    /// <param name="FromServer">The server said "too many": several chats at once mean all.</param>
    public sealed record Hold(TimeSpan Wait, bool FromServer) : SendDecision;
    public sealed record Drop(DropReason Reason) : SendDecision;
    public sealed record ChatUnreachable(DropReason Reason) : SendDecision;
    /// <summary>The token is not valid: nothing can be sent; the rows stay.</summary>
    public sealed record Stop : SendDecision;
}
