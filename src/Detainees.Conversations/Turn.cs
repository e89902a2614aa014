namespace Detainees.Conversations;

/// <summary>What the engine may not take from the machine: the time, the zone and fresh ids.</summary>
/// <param name="Now">The moment of the input; any offset.</param>
/// <param name="Offset">The person's (or the operator's) distance from UTC at that moment: what "today" means.</param>
public readonly record struct Turn(DateTimeOffset Now, FreshIds Ids, TimeSpan Offset)
{
    internal DateTimeOffset Local => Now.ToOffset(Offset);
}
