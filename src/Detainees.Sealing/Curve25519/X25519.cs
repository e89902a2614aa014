using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>The X25519 in use. Its first use proves it on a vector of RFC 7748; one that computes wrongly is never used.</summary>
internal static class X25519
{
    public const int Bytes = 32;

    private static readonly Lazy<IX25519> Proven = new(() => Prove(new ManagedX25519()));

    /// <exception cref="CryptographicException">The self-test failed: nothing can be sealed or opened in this process.</exception>
    public static IX25519 Instance => Proven.Value;

    /// <summary>Agrees on a secret with the holder of <paramref name="point"/>.</summary>
    /// <returns>False when the secret is all zeros (the point has a small order): it must not be used.</returns>
    public static bool TryAgree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> secret)
    {
        Instance.Multiply(scalar, point, secret);
        return IsUsable(secret);
    }

    /// <summary>The same with a point that was prepared, several times as fast.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> scalar, FixedPoint point, Span<byte> secret)
    {
        _ = Instance; // proven, the table's arithmetic with it
        point.Multiply(scalar, secret);
        return IsUsable(secret);
    }

    /// <summary>RFC 7748, section 5: no small order, and the same number of steps for all.</summary>
    /// <param name="scalar">32 bytes.</param>
    internal static void Clamp(ReadOnlySpan<byte> scalar, Span<byte> clamped)
    {
        scalar.CopyTo(clamped);
        clamped[0] &= 248;
        clamped[31] &= 127;
        clamped[31] |= 64;
    }

    private static bool IsUsable(ReadOnlySpan<byte> secret)
    {
        var sum = 0;
        foreach (var b in secret) sum |= b;
        return sum != 0;
    }

    /// <summary>Runs two values of RFC 7748, section 5.2: the first vector, and the first iteration, whose point is the base point.</summary>
    internal static IX25519 Prove(IX25519 candidate)
    {
        Span<byte> scalar = stackalloc byte[Bytes];
        Span<byte> product = stackalloc byte[Bytes];
        Span<byte> publicKey = stackalloc byte[Bytes];
        Convert.FromHexString("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4").CopyTo(scalar);
        var point = Convert.FromHexString("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
        candidate.Multiply(scalar, point, product);
        scalar.Clear();
        scalar[0] = 9;
        candidate.MultiplyBase(scalar, publicKey);
        var passed =
            Convert.ToHexStringLower(product) == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
            && Convert.ToHexStringLower(publicKey) == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079";
        return passed ? candidate : throw new CryptographicException("The X25519 self-test failed.");
    }
}
