using System.Text;

namespace Detainees.Sealing;

/// <summary>Bech32 (BIP 173) as age uses it: no limit to the length, whole bytes only.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;
    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Encodes in lower case.</summary>
    /// <param name="prefix">The human-readable part, lower case.</param>
    public static string Encode(string prefix, ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(prefix.Length + 1 + (data.Length * 8 + 4) / 5 + ChecksumLength).Append(prefix).Append('1');
        var checksum = Expand(prefix);
        uint bits = 0;
        var count = 0;
        void Put(uint value)
        {
            checksum = Step(checksum, value);
            text.Append(Alphabet[(int)value]);
        }

        foreach (var b in data)
        {
            bits = bits << 8 | b;
            for (count += 8; count >= 5; count -= 5) Put(bits >> (count - 5) & 31);
        }

        if (count > 0) Put(bits << (5 - count) & 31);
        for (var i = 0; i < ChecksumLength; i++) checksum = Step(checksum, 0);
        checksum ^= 1;
        for (var i = 0; i < ChecksumLength; i++) text.Append(Alphabet[(int)(checksum >> (5 * (5 - i)) & 31)]);
        return text.ToString();
    }

    /// <summary>Reads a text that must be wholly lower or wholly upper case, have the prefix, a right checksum and zero padding bits.</summary>
    /// <param name="prefix">The human-readable part in the case in which it must stand.</param>
    /// <param name="data">Receives the bytes; its length must be exactly theirs.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, string prefix, Span<byte> data)
    {
        var digits = (data.Length * 8 + 4) / 5;
        if (text.Length != prefix.Length + 1 + digits + ChecksumLength) return false;
        if (!text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length] != '1') return false;
        var upper = char.IsAsciiLetterUpper(prefix[0]);
        var checksum = Expand(prefix);
        uint bits = 0;
        var count = 0;
        var written = 0;
        var rest = text[(prefix.Length + 1)..];
        for (var i = 0; i < rest.Length; i++)
        {
            var c = rest[i];
            if (upper ? char.IsAsciiLetterLower(c) : char.IsAsciiLetterUpper(c)) return false;
            var value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0) return false;
            checksum = Step(checksum, (uint)value);
            if (i >= digits) continue;
            bits = bits << 5 | (uint)value;
            count += 5;
            if (count < 8) continue;
            count -= 8;
            data[written++] = (byte)(bits >> count);
        }

        return checksum == 1 && (bits & (1u << count) - 1) == 0;
    }

    private static uint Expand(string prefix)
    {
        uint checksum = 1;
        foreach (var c in prefix) checksum = Step(checksum, (uint)char.ToLowerInvariant(c) >> 5);
        checksum = Step(checksum, 0);
        foreach (var c in prefix) checksum = Step(checksum, (uint)char.ToLowerInvariant(c) & 31);
        return checksum;
    }

    private static uint Step(uint checksum, uint value)
    {
        var top = checksum >> 25;
        checksum = (checksum & 0x1ffffff) << 5 ^ value;
        for (var i = 0; i < 5; i++) checksum ^= (top >> i & 1) * Generator[i];
        return checksum;
    }
}
