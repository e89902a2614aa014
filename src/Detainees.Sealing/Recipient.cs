using Detainees.Sealing.Curve25519;

namespace Detainees.Sealing;

/// <summary>An age X25519 public key ("age1…", 62 characters, lower case): whoever holds its identity can open what is sealed to it.</summary>
/// <remarks>C2SP age.md, "The X25519 recipient type".</remarks>
public sealed class Recipient : IEquatable<Recipient>
{
    private const string Prefix = "age";

    private Recipient(byte[] key) => Point = new PublicPoint(key);

    internal PublicPoint Point { get; }

    /// <summary>The point, 32 bytes.</summary>
    internal ReadOnlySpan<byte> Key => Point.Bytes;

    /// <summary>Null for anything but a well-formed key with which a secret can be agreed (a point of small order gives none).</summary>
    public static Recipient? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new byte[X25519.Bytes];
        if (!Bech32.TryDecode(text, Prefix, key)) return null;
        // Refused here, a useless key is named when the list is read; refused later, it would stop every report.
        Span<byte> scalar = stackalloc byte[X25519.Bytes];
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        scalar[0] = 8;
        return X25519.TryAgree(scalar, key, secret) ? new Recipient(key) : null;
    }

    internal static Recipient FromKey(ReadOnlySpan<byte> key) => new(key.ToArray());

    public bool Equals(Recipient? other) => other is not null && Key.SequenceEqual(other.Key);
    public override bool Equals(object? obj) => Equals(obj as Recipient);
    public override int GetHashCode() => BitConverter.ToInt32(Key);

    /// <summary>The public key as "age1…".</summary>
    public override string ToString() => Bech32.Encode(Prefix, Key);
}
