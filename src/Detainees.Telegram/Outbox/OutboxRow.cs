namespace Detainees.Telegram;

/// <summary>A stored request that is due.</summary>
/// <param name="Id">Grows in the order of writing.</param>
/// <param name="ChatId">The chat in whose order it stands.</param>
/// <param name="Priority">Answers pass notices, also inside a chat; inside a priority the ids' order holds.</param>
/// <param name="Request">What to send; null where only <see cref="IOutbox.RequestAsync"/> can tell.</param>
/// <param name="InTurn">
/// Whether it waits for what was said before it in its chat. The answer to a press does not: it shows nowhere in the chat.
/// </param>
public sealed record OutboxRow(long Id, long ChatId, OutboxPriority Priority, OutgoingRequest? Request, bool InTurn = true)
{
    /// <summary>Never the chat nor what is said.</summary>
    public override string ToString() => $"row {Id}, {Priority}";
}
