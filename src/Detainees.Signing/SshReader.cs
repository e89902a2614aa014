using System.Buffers.Binary;
using System.Text;

namespace Detainees.Signing;

/// <summary>Reads what <see cref="SshWriter"/> writes. Every length is checked against a limit and against what is left.</summary>
internal ref struct SshReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> rest = input;

    public readonly bool AtEnd => rest.IsEmpty;

    public bool TryRaw(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length > rest.Length) return false;
        bytes = rest[..length];
        rest = rest[length..];
        return true;
    }

    public bool TryNumber(out uint value)
    {
        value = 0;
        if (!TryRaw(4, out var bytes)) return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    public bool TryBytes(int maxLength, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryNumber(out var length) && length <= maxLength && TryRaw((int)length, out bytes);
    }

    /// <summary>A string of printable ASCII, the only kind these formats need.</summary>
    public bool TryText(int maxLength, out string text)
    {
        text = "";
        if (!TryBytes(maxLength, out var bytes) || bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        text = Encoding.ASCII.GetString(bytes);
        return true;
    }

    /// <summary>A positive number in its shortest form, written right-aligned into <paramref name="unsigned"/>.</summary>
    public bool TryInteger(scoped Span<byte> unsigned)
    {
        if (!TryBytes(unsigned.Length + 1, out var bytes) || bytes.IsEmpty || bytes[0] >= 0x80) return false;
        if (bytes[0] == 0)
        {
            if (bytes.Length < 2 || bytes[1] < 0x80) return false;
            bytes = bytes[1..];
        }

        if (bytes.Length > unsigned.Length) return false;
        unsigned.Clear();
        bytes.CopyTo(unsigned[(unsigned.Length - bytes.Length)..]);
        return true;
    }
}
