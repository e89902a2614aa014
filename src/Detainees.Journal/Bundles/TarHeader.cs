using System.Text;

namespace Detainees.Journal;

/// <summary>
/// One header block of a ustar archive (POSIX.1-1988), the subset that bundles use: a short name, a size, a kind.
/// </summary>
/// <remarks>
/// Written here and not with System.Formats.Tar, whose reader gives up the whole archive at one damaged header and reads
/// extended headers of any length into memory before anything is verified. Stock tar and System.Formats.Tar read ours.
/// </remarks>
internal sealed record TarHeader(string Name, long Size, bool IsFile)
{
    public const int BlockBytes = 512;
    public const long MaxSize = (1L << 33) - 1; // eleven octal digits

    private const int NameBytes = 100;
    private const int ChecksumAt = 148;

    /// <summary>A regular file, readable by its owner only.</summary>
    public static byte[] Encode(string name, long size, DateTimeOffset modified)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        var block = new byte[BlockBytes];
        Encoding.ASCII.GetBytes(name, block.AsSpan(0, NameBytes));
        Octal(block, 100, 7, 0b110_000_000);
        Octal(block, 108, 7, 0);
        Octal(block, 116, 7, 0);
        Octal(block, 124, 11, size);
        Octal(block, 136, 11, modified.ToUnixTimeSeconds());
        block[156] = (byte)'0';
        "ustar\0"u8.CopyTo(block.AsSpan(257));
        "00"u8.CopyTo(block.AsSpan(263));
        Octal(block, ChecksumAt, 6, Checksum(block));
        block[ChecksumAt + 7] = (byte)' ';
        return block;
    }

    /// <summary>Null where the block is no header: damaged, or the middle of a file.</summary>
    public static TarHeader? TryDecode(ReadOnlySpan<byte> block)
    {
        if (!block.Slice(257, 5).SequenceEqual("ustar"u8)) return null;
        if (!TryOctal(block.Slice(ChecksumAt, 8), out var checksum) || checksum != Checksum(block)) return null;
        if (!TryOctal(block.Slice(124, 12), out var size)) return null;
        var nameField = block[..NameBytes];
        var end = nameField.IndexOf((byte)0);
        var nameBytes = end < 0 ? nameField : nameField[..end];
        // Names outside ASCII, and long names in their second field, cannot be names of a bundle.
        var foreign = nameBytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') || block[345] != 0;
        return new TarHeader(foreign ? "" : Encoding.ASCII.GetString(nameBytes), size, block[156] is (byte)'0' or 0);
    }

    /// <summary>How many bytes fill up the last block of a file.</summary>
    public static int Filling(long size) => (int)((BlockBytes - size % BlockBytes) % BlockBytes);

    private static void Octal(byte[] block, int at, int digits, long value)
    {
        for (var i = digits - 1; i >= 0; i--, value >>= 3) block[at + i] = (byte)('0' + (value & 7));
    }

    private static bool TryOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        var digits = field.TrimStart((byte)' ');
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        if (end == 0 || digits.IsEmpty) return false;
        if (end > 0 && digits[end] is not (0 or (byte)' ')) return false;
        foreach (var digit in end < 0 ? digits : digits[..end]) value = (value << 3) | (long)(digit - '0');
        return true;
    }

    // The sum of all bytes, where those of the checksum itself count as blanks.
    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (var i = 0; i < block.Length; i++)
        {
            if (i is < ChecksumAt or >= ChecksumAt + 8) sum += block[i];
        }

        return sum;
    }
}
