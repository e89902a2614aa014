namespace Detainees.Sealing.Curve25519;

/// <summary>The X25519 function of RFC 7748: the one thing that .NET 10 does not give us. All spans are 32 bytes.</summary>
/// <remarks>The seam where the platform's own type takes this one's place when there is one.</remarks>
internal interface IX25519
{
    /// <summary>Multiplies a point by a secret scalar, which is clamped; the result may be all zeros, which callers must refuse.</summary>
    void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result);

    /// <summary>The public key of a secret scalar.</summary>
    void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result);
}
