using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Detainees.Journal;

/// <summary>A SHA-256 hash, written as 64 lower-case hex digits. The default value is all zeros.</summary>
public readonly record struct Sha256Hash
{
    public const int Length = 32;

    private readonly ulong first, second, third, fourth;

    private Sha256Hash(ReadOnlySpan<byte> bytes)
    {
        first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public static Sha256Hash Zero => default;

    /// <summary>The hash of <paramref name="data"/>, with nothing before it.</summary>
    public static Sha256Hash Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(data, hash);
        return new Sha256Hash(hash);
    }

    /// <param name="bytes">Exactly 32 bytes, as they come from a hash function or a database.</param>
    public static Sha256Hash FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length ? new Sha256Hash(bytes) : throw new ArgumentException("A SHA-256 hash has 32 bytes.", nameof(bytes));

    /// <summary>Exactly 64 lower-case hex digits; anything else is false.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Sha256Hash hash)
    {
        hash = default;
        if (!LowerHex.Is(text, 2 * Length)) return false;
        Span<byte> bytes = stackalloc byte[Length];
        Convert.FromHexString(text, bytes, out _, out _);
        hash = new Sha256Hash(bytes);
        return true;
    }

    /// <param name="destination">At least 32 bytes.</param>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], second);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], fourth);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        WriteTo(bytes);
        return bytes;
    }

    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
