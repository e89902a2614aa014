using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>The X25519 in use. Each of its functions is proven on a vector of RFC 7748 at its first use; one that computes wrongly is never used.</summary>
internal static class X25519
{
    public const int Bytes = 32;

    /// <summary>What is worked out at once is on the stack: some 3 KB for eight.</summary>
    public const int MostAtOnce = 8;

    private static readonly Proven InUse = new(new ManagedX25519());

    /// <remarks>Its functions throw a <see cref="CryptographicException"/> when the self-test fails: nothing can be sealed or opened in this process.</remarks>
    public static IX25519 Instance => InUse;

    /// <summary>Agrees on a secret with the holder of <paramref name="point"/>.</summary>
    /// <returns>False when the secret is all zeros (the point has a small order): it must not be used.</returns>
    public static bool TryAgree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> secret)
    {
        Instance.Multiply(scalar, point, secret);
        return IsUsable(secret);
    }

    /// <summary>Agrees with several at once, each by a scalar of its own: the way for points that stay.</summary>
    /// <param name="scalars">32 bytes for each, secret.</param>
    /// <param name="points">At most <see cref="MostAtOnce"/>.</param>
    /// <param name="shares">Receives the public keys of the scalars.</param>
    /// <param name="secrets">Receives what is agreed on with each.</param>
    /// <returns>False when a secret is all zeros: then none must be used.</returns>
    public static bool TryAgree(ReadOnlySpan<byte> scalars, ReadOnlySpan<PublicPoint> points, Span<byte> shares, Span<byte> secrets)
    {
        if (points.Length > MostAtOnce) throw new ArgumentException("So many are not agreed with at once.", nameof(points));
        InUse.Prove();
        Span<Fraction> products = stackalloc Fraction[2 * MostAtOnce];
        Span<byte> divided = stackalloc byte[2 * MostAtOnce * Bytes];
        products = products[..(2 * points.Length)];
        divided = divided[..(2 * points.Length * Bytes)];
        for (var i = 0; i < points.Length; i++)
        {
            var scalar = scalars.Slice(i * Bytes, Bytes);
            ManagedX25519.Base.Multiply(scalar, out products[i]);
            points[i].Multiply(scalar, out products[points.Length + i]);
        }

        Fraction.Divide(products, divided);
        divided[..(points.Length * Bytes)].CopyTo(shares);
        divided[(points.Length * Bytes)..].CopyTo(secrets);
        CryptographicOperations.ZeroMemory(divided);
        var usable = true;
        for (var i = 0; i < points.Length; i++) usable &= IsUsable(secrets.Slice(i * Bytes, Bytes));
        return usable;
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

    /// <summary>Values of RFC 7748, section 5.2: the first vector, and the first iteration, whose point is the base point.</summary>
    /// <remarks>One at a time: whoever only reads public keys need not wait for the base point's table.</remarks>
    internal sealed class Proven(IX25519 candidate) : IX25519
    {
        private readonly Lazy<IX25519> product = new(() => Prove(
            candidate,
            (x, result) => x.Multiply(
                Convert.FromHexString("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                Convert.FromHexString("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
                result),
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));

        private readonly Lazy<IX25519> multipleOfBase = new(() => Prove(
            candidate,
            (x, result) => x.MultiplyBase([9, .. new byte[31]], result),
            "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));

        public void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result) =>
            product.Value.Multiply(scalar, point, result);

        public void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result) => multipleOfBase.Value.MultiplyBase(scalar, result);

        /// <summary>For who computes with what the two are made of: the ladder and the tables.</summary>
        public void Prove() => _ = (product.Value, multipleOfBase.Value);

        private static IX25519 Prove(IX25519 candidate, Action<IX25519, byte[]> compute, string expected)
        {
            var result = new byte[Bytes];
            compute(candidate, result);
            return Convert.ToHexStringLower(result) == expected ? candidate : throw new CryptographicException("The X25519 self-test failed.");
        }
    }
}
