namespace Detainees.Conversations;

/// <summary>What the engine may not take from the machine: the time, the zone and fresh ids.</summary>
/// <param name="Now">The moment of the input; any offset.</param>
/// <param name="Offset">The person's (or the operator's) distance from UTC at that moment: what "today" means.</param>
public readonly record struct Turn(DateTimeOffset Now, FreshIds Ids, TimeSpan Offset)
{
    /// <summary>
    /// Nobody knows whether the last question has arrived. What is written now is taken for the answer to it all the same, and the question is named,
    /// so that nobody answers what was never seen.
    /// </summary>
    public bool LastInDoubt { get; init; }

    internal DateTimeOffset Local => Now.ToOffset(Offset);
}
