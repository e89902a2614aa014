namespace Detainees.Sealing.Curve25519;

/// <summary>Somebody's public point, sealed to all day long. Its table is made at the first multiplication: one that is only read has none.</summary>
/// <param name="u">32 bytes, kept.</param>
internal sealed class PublicPoint(byte[] u)
{
    private readonly Lazy<FixedPoint?> table = new(() => FixedPoint.TryCreate(u));

    public ReadOnlySpan<byte> Bytes => u;

    /// <summary>As <see cref="IX25519.Multiply"/>, short of the division.</summary>
    public void Multiply(ReadOnlySpan<byte> scalar, out Fraction product)
    {
        if (table.Value is { } prepared) prepared.Multiply(scalar, out product);
        else ManagedX25519.Multiply(scalar, u, out product);
    }
}
