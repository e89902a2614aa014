namespace Detainees.Opening;

/// <summary>What opening a stream gave.</summary>
public abstract record StreamOpenResult
{
    private StreamOpenResult() { }

    /// <param name="Bytes">The length of the whole plaintext, now at the destination.</param>
    public sealed record Opened(long Bytes) : StreamOpenResult;

    /// <param name="ReleasedBytes">
    /// Genuine plaintext that had gone to the destination before the fault was found. It is the beginning of a file of
    /// which no end exists: throw it away.
    /// </param>
    public sealed record Failed(OpenFailure Reason, long ReleasedBytes) : StreamOpenResult;
}
