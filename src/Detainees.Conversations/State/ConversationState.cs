using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>Where one chat stands. The private constructor closes the set.</summary>
/// <param name="Chat">Stored beside the state by the shell; part of it so that a state cannot be given to another chat.</param>
public abstract record ConversationState(ChatId Chat)
{
    /// <summary>Never the content: a state holds answers.</summary>
    public override string ToString() => "conversation state";

    /// <summary>Nothing was said to this chat yet.</summary>
    /// <param name="Hint">The phone's language code, "hy" or "ru-RU"; only sorts the choice of languages.</param>
    public sealed record New(ChatId Chat, string? Hint) : ConversationState(Chat)
    {
        public override string ToString() => nameof(New);
    }

    /// <summary>Choosing the language or the form.</summary>
    /// <param name="Language">As the form's header names it, "Հայերեն (hy)"; null while it is being chosen for the first time.</param>
    /// <param name="Since">When we first spoke: messages can be deleted only for 48 hours.</param>
    public sealed record Welcoming(ChatId Chat, string? Language, string? Hint, DateTimeOffset Since, WelcomePrompt Prompt, SentReport? Last)
        : ConversationState(Chat)
    {
        public override string ToString() => nameof(Welcoming);
    }

    /// <summary>A form is being answered.</summary>
    public sealed record Drafting(ChatId Chat, string Language, Draft Draft, SentReport? Last) : ConversationState(Chat)
    {
        public override string ToString() => nameof(Drafting);
    }

    /// <summary>
    /// A draft whose key is lost after a restart: its sealed copy can be sent, started over or erased, not shown.
    /// Made by the shell with the first six values; the rest is the engine's.
    /// </summary>
    /// <param name="FormId">Empty where the key of what lies between drafts was lost: then nothing was kept that could be sent, and the chat is greeted anew.</param>
    /// <param name="Answered">How many questions had an answer.</param>
    /// <param name="Started">When the draft began; it ends at its time as any other.</param>
    /// <param name="Nonce">Of the buttons shown; empty until the choice was offered.</param>
    public sealed record Locked(
        ChatId Chat, string Language, string FormId, string FormVersion, int Answered, DateTimeOffset Started, SentReport? Last = null,
        string Nonce = "", LockedChoice Confirming = LockedChoice.None) : ConversationState(Chat)
    {
        public override string ToString() => nameof(Locked);
    }

    /// <summary>A report was sent and its final message still stands in the chat.</summary>
    public sealed record Sent(ChatId Chat, string Language, SentReport Report) : ConversationState(Chat)
    {
        public override string ToString() => nameof(Sent);
    }

    /// <summary>Nothing is open and nothing of ours but a last word stands in the chat.</summary>
    /// <param name="Since">When that last word was said, so that it can be deleted in time; null when nothing is left to delete.</param>
    public sealed record Resting(ChatId Chat, string Language, SentReport? Last, DateTimeOffset? Since = null) : ConversationState(Chat)
    {
        public override string ToString() => nameof(Resting);
    }
}

/// <summary>What the person asked for a locked draft and has yet to confirm.</summary>
public enum LockedChoice { None, StartOver, Erase }

/// <summary>The buttons of the first messages.</summary>
/// <param name="Nonce">Of the buttons.</param>
/// <param name="Choices">Languages by header, or forms by id, in the order of the buttons; "yes" and "no" where it is to be confirmed.</param>
public sealed record WelcomePrompt(WelcomeKind Kind, string Nonce, ImmutableArray<string> Choices);

/// <summary>What a <see cref="WelcomePrompt"/> asks.</summary>
public enum WelcomeKind { Language, Form, TakeBack }
