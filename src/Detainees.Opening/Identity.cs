using System.Security.Cryptography;
using Detainees.Sealing;
using Detainees.Sealing.Curve25519;

namespace Detainees.Opening;

/// <summary>An age X25519 private key: opens what is sealed to its recipient. Dispose of it to wipe it from memory.</summary>
/// <remarks>C2SP age.md, "The X25519 recipient type".</remarks>
public sealed class Identity : IDisposable
{
    private const string Prefix = "AGE-SECRET-KEY-";

    // Pinned, so that the collector leaves no copies behind when it moves things.
    private readonly byte[] scalar = GC.AllocateUninitializedArray<byte>(X25519.Bytes, pinned: true);
    private bool wiped;

    private Identity(ReadOnlySpan<byte> secret)
    {
        secret.CopyTo(scalar);
        Span<byte> point = stackalloc byte[X25519.Bytes];
        X25519.Instance.MultiplyBase(scalar, point);
        Recipient = Recipient.FromKey(point);
    }

    /// <summary>What others seal to.</summary>
    public Recipient Recipient { get; }

    /// <summary>The 32 secret bytes.</summary>
    internal ReadOnlySpan<byte> Scalar
    {
        get
        {
            ObjectDisposedException.ThrowIf(wiped, this);
            return scalar;
        }
    }

    public static Identity Create()
    {
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        RandomNumberGenerator.Fill(secret);
        var identity = new Identity(secret);
        CryptographicOperations.ZeroMemory(secret);
        return identity;
    }

    /// <summary>Reads "AGE-SECRET-KEY-1…", upper case as age writes it; null for anything else.</summary>
    public static Identity? TryParse(ReadOnlySpan<char> text)
    {
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        var identity = Bech32.TryDecode(text, Prefix, secret) ? new Identity(secret) : null;
        CryptographicOperations.ZeroMemory(secret);
        return identity;
    }

    /// <summary>The private key as text, for its file; nothing else may see it.</summary>
    public string Reveal() => Bech32.Encode(Prefix.ToLowerInvariant(), Scalar).ToUpperInvariant();

    public override string ToString() => "[redacted]";

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(scalar);
        wiped = true;
    }
}
