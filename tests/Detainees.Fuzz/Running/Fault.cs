namespace Detainees.Fuzz.Running;

internal enum FaultKind
{
    /// <summary>An exception outside the documented ones.</summary>
    Thrown,
    /// <summary>The target's own oracle: taken and wrong.</summary>
    Wrong,
    /// <summary>More allocated than the target's limit.</summary>
    Memory,
    /// <summary>More processor time than <see cref="Fuzzer.MostTime"/>.</summary>
    Time,
}

/// <param name="Number">Of the execution; with the seed it names the input.</param>
/// <param name="Input">Made smaller as far as the same fault stays.</param>
/// <param name="What">The exception's type and place, or the figure.</param>
internal sealed record Fault(FaultKind Kind, long Number, byte[] Input, string What)
{
    /// <summary>Faults of one place are one fault.</summary>
    public string Key => Kind is FaultKind.Memory or FaultKind.Time ? Kind.ToString() : $"{Kind} {What}";
}

/// <summary>One row of the table.</summary>
/// <param name="Seconds">Processor time.</param>
internal sealed record FuzzResult(
    string Target, long Executions, double Seconds, long Accepted, long Refused, TimeSpan Slowest, long MostBytes, IReadOnlyList<Fault> Faults);
