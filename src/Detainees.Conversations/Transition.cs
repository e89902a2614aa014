using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>The outcome of one input.</summary>
/// <param name="Effects">In the order in which they are to be done.</param>
/// <param name="WakeAt">When the engine wants <see cref="Input.WakeUp"/>; replaces every earlier wish. Null for never.</param>
public sealed record Transition(ConversationState State, ImmutableArray<Effect> Effects, DateTimeOffset? WakeAt)
{
    /// <summary>Never the content.</summary>
    public override string ToString() => $"{State.GetType().Name} with {Effects.Length} effects";
}
