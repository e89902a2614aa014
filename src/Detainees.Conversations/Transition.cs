using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>The outcome of one input.</summary>
/// <param name="Effects">In the order in which they are to be done.</param>
/// <param name="WakeAt">When the engine wants <see cref="Input.WakeUp"/>; replaces every earlier wish. Null for never.</param>
public sealed record Transition(ConversationState State, ImmutableArray<Effect> Effects, DateTimeOffset? WakeAt)
{
    /// <summary>
    /// The person answered what was said last, so it has arrived even where nobody told us: a button of it was pressed, or its question answered, and another
    /// prompt has taken its place. A command shows nothing of the kind, nor what is written where a button is awaited or after a last word.
    /// </summary>
    public bool ShowsArrival { get; init; }

    /// <summary>Never the content.</summary>
    public override string ToString() => $"{State.GetType().Name} with {Effects.Length} effects";
}
