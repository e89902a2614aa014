namespace Detainees.Conversations;

/// <summary>One private chat at a channel. Bot API: at most 52 significant bits.</summary>
public readonly record struct ChatId(long Value);
