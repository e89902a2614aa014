using System.Collections.Immutable;

namespace Detainees.Telegram;

/// <summary>An answer to getUpdates.</summary>
/// <param name="Updates">In the order of the answer; at most 100.</param>
/// <param name="WithoutId">How many elements had no readable <c>update_id</c>: nothing can be done for them.</param>
public sealed record UpdateBatch(ImmutableArray<ReceivedUpdate> Updates, int WithoutId);
