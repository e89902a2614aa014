namespace Detainees.Conversations;

/// <summary>One message inside its chat, of the person's or of ours.</summary>
public readonly record struct MessageId(long Value);
