namespace Detainees.Conversations;

/// <summary>
/// The conversation: one input gives the next state and what is to be said and done. Pure: the same state, input and turn
/// give the same transition. No input and no form makes it throw.
/// </summary>
public sealed class ConversationEngine(IFormLibrary forms, ConversationRules rules)
{
    private readonly EngineParts parts = new(forms, rules);

    /// <summary>The first words to a chat, as after /start.</summary>
    /// <param name="languageHint">The phone's language code; only sorts the choice of languages.</param>
    public Transition Begin(ChatId chat, string? languageHint, Turn turn) =>
        Advance(new ConversationState.New(chat, languageHint), new Input.Command(default, "start"), turn);

    /// <summary>What becomes of one input.</summary>
    /// <param name="state">As stored; <see cref="ConversationState.New"/> for a chat that has none.</param>
    public Transition Advance(ConversationState state, Input input, Turn turn)
    {
        input = InputCleaning.Clean(input);
        return state switch
        {
            ConversationState.Drafting drafting => new DraftTurn(parts, drafting, turn).Advance(input),
            ConversationState.Locked locked => new LockedTurn(parts, locked, turn).Advance(input),
            ConversationState.New or ConversationState.Welcoming or ConversationState.Sent or ConversationState.Resting =>
                new WelcomeTurn(parts, state, turn).Advance(input),
            _ => throw new System.Diagnostics.UnreachableException(state.GetType().Name),
        };
    }
}

/// <summary>What every turn needs beside its state.</summary>
internal sealed record EngineParts(IFormLibrary Forms, ConversationRules Rules);
