using System.Numerics;

namespace Detainees.Sealing;

/// <summary>Makes the size of a sealed file tell little: only the bucket that its plaintext falls into.</summary>
public static class Padding
{
    /// <summary>The smallest bucket, of reports and of attachments alike.</summary>
    public const int SmallestBytes = 4 * 1024;

    private const int LargestDoubled = 1024 * 1024;
    private const int Grain = 256 * 1024;

    /// <summary>The length that a JSON text of so many bytes is padded to, final newline included.</summary>
    /// <returns>4 KiB, doubled up to 1 MiB; beyond, a multiple of 256 KiB.</returns>
    public static int BucketFor(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, int.MaxValue - Grain);
        var needed = bytes + 1;
        if (needed <= SmallestBytes) return SmallestBytes;
        return needed <= LargestDoubled
            ? (int)BitOperations.RoundUpToPowerOf2((uint)needed)
            : (needed + Grain - 1) / Grain * Grain;
    }

    /// <summary>The JSON, spaces, and a newline: still the same JSON, exactly <see cref="BucketFor"/> bytes long.</summary>
    public static byte[] PadJson(ReadOnlySpan<byte> json)
    {
        var padded = new byte[BucketFor(json.Length)];
        json.CopyTo(padded);
        padded.AsSpan(json.Length).Fill((byte)' ');
        padded[^1] = (byte)'\n';
        return padded;
    }

    /// <summary>The length that an attachment is padded to with zero bytes: Padmé, and never below 4 KiB.</summary>
    /// <returns>At most 12 % more (1 % from 32 MiB on), with O(log log n) bits told of the length.</returns>
    /// <remarks>Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, section 4.</remarks>
    public static long PaddedLength(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, 1L << 60);
        if (bytes <= SmallestBytes) return SmallestBytes;
        var exponent = BitOperations.Log2((ulong)bytes);
        var kept = BitOperations.Log2((uint)exponent) + 1;
        var mask = (1L << (exponent - kept)) - 1;
        return (bytes + mask) & ~mask;
    }
}
