using Detainees.Conversations;

namespace Detainees.Telegram;

/// <summary>What an update means for the conversations.</summary>
public abstract record UpdateReading
{
    private UpdateReading() { }

    /// <summary>The update's id.</summary>
    public required long UpdateId { get; init; }

    /// <summary>Something happened in a private chat.</summary>
    /// <param name="LanguageHint">IETF tag of the person's app, when it is told.</param>
    public sealed record ForChat(ChatId Chat, Input Input, string? LanguageHint) : UpdateReading;

    /// <summary>Nothing for a conversation; to be marked as seen.</summary>
    public sealed record Ignored(IgnoredReason Reason) : UpdateReading;

    /// <summary>Never what was written, nor the chat.</summary>
    public sealed override string ToString() => this switch
    {
        ForChat chat => $"update {UpdateId}: {chat.Input}",
        Ignored ignored => $"update {UpdateId}: {ignored.Reason}",
        _ => $"update {UpdateId}",
    };
}
