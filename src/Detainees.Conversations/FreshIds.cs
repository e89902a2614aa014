namespace Detainees.Conversations;

/// <summary>
/// Where one turn's ids and nonces come from: a deterministic stream, so that the same turn done again gives the same ids.
/// </summary>
/// <param name="Seed">32 random bytes, never used for two different inputs.</param>
public readonly record struct FreshIds(ReadOnlyMemory<byte> Seed)
{
    /// <summary>Never the seed.</summary>
    public override string ToString() => "[seed]";
}
