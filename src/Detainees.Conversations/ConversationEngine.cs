using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>
/// The conversation: one input gives the next state and what is to be said and done. Pure: the same state, input and turn
/// give the same transition. No input and no form makes it throw.
/// </summary>
public sealed class ConversationEngine(IFormLibrary forms, ConversationRules rules)
{
    /// <summary>The first words to a chat, as after /start.</summary>
    /// <param name="languageHint">The phone's language code; only sorts the choice of languages.</param>
    public Transition Begin(ChatId chat, string? languageHint, Turn turn) =>
        Advance(new ConversationState.New(chat, languageHint), new Input.Command(default, "start"), turn);

    /// <summary>What becomes of one input.</summary>
    /// <param name="state">As stored; <see cref="ConversationState.New"/> for a chat that has none.</param>
    public Transition Advance(ConversationState state, Input input, Turn turn)
    {
        input = InputCleaning.Clean(input);
        var parts = new EngineParts(forms, rules);
        var transition = state switch
        {
            ConversationState.Drafting drafting => new DraftTurn(parts, drafting, turn).Advance(input),
            ConversationState.Locked { FormId.Length: > 0 } locked => new LockedTurn(parts, locked, turn).Advance(input),
            ConversationState.New or ConversationState.Welcoming or ConversationState.Sent or ConversationState.Resting or ConversationState.Locked =>
                new WelcomeTurn(parts, state, turn).Advance(input),
            _ => throw new System.Diagnostics.UnreachableException(state.GetType().Name),
        };
        return ShowsArrival(state, input, transition.State) ? transition with { ShowsArrival = true } : transition;
    }

    private static bool ShowsArrival(ConversationState before, Input input, ConversationState after) =>
        PromptOf(before) is { } put && put != PromptOf(after)
        && (input is Input.Press
            || (before is ConversationState.Drafting { Draft.Prompt: Prompt.Question } && input is (Input.Text or Input.File or Input.Place or Input.Contact)));

    /// <summary>Of the buttons that stand in the chat now; null where nothing is asked.</summary>
    private static string? PromptOf(ConversationState state) => state switch
    {
        ConversationState.Drafting drafting => drafting.Draft.Prompt.Nonce,
        ConversationState.Welcoming welcoming => welcoming.Prompt.Nonce,
        ConversationState.Locked { Nonce.Length: > 0 } locked => locked.Nonce,
        _ => null,
    };

    /// <summary>
    /// Asks a question of the form at once, whatever was asked before: what stands before it and was not spoken to counts as skipped.
    /// For trying a form; nothing that a person sends leads here.
    /// </summary>
    /// <param name="path">The node, with positions.</param>
    /// <param name="language">One of the form's languages; any other changes none.</param>
    /// <returns>Null when the node is not there, not relevant now, or nothing that is asked.</returns>
    public Transition? JumpTo(ConversationState.Drafting state, string path, string language, Turn turn) =>
        new DraftTurn(new EngineParts(forms, rules), state, turn).JumpTo(path, language);
}

/// <summary>What a turn needs beside its state.</summary>
internal sealed class EngineParts(IFormLibrary forms, ConversationRules rules)
{
    public IFormLibrary Forms => forms;
    public ConversationRules Rules => rules;

    /// <summary>Taken once for a turn: forms are published and withdrawn while turns run, and one turn must not see two menus.</summary>
    public ImmutableArray<FormDefinition> Offered => offered.IsDefault ? offered = forms.Offered is { IsDefault: false } some ? some : [] : offered;

    private ImmutableArray<FormDefinition> offered;
}
