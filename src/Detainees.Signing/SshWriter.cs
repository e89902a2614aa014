using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Detainees.Signing;

/// <summary>SSH's wire forms (RFC 4251, section 5): uint32, string, mpint.</summary>
internal sealed class SshWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public SshWriter Raw(ReadOnlySpan<byte> bytes)
    {
        buffer.Write(bytes);
        return this;
    }

    public SshWriter Number(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public SshWriter Bytes(ReadOnlySpan<byte> bytes) => Number((uint)bytes.Length).Raw(bytes);

    public SshWriter Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>A positive number of any length, big-endian.</summary>
    public SshWriter Integer(ReadOnlySpan<byte> unsigned)
    {
        var digits = unsigned.TrimStart((byte)0);
        return digits.Length > 0 && digits[0] >= 0x80 ? Number((uint)digits.Length + 1).Raw([0]).Raw(digits) : Bytes(digits);
    }

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
