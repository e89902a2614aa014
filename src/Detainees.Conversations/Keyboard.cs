using System.Collections.Immutable;

namespace Detainees.Conversations;

/// <summary>Buttons under a message, row by row; at most 100 in all, at most 8 in a row.</summary>
public sealed record Keyboard(ImmutableArray<ImmutableArray<Button>> Rows);
