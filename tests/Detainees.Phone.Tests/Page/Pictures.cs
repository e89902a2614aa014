using System.Buffers.Binary;
using System.IO.Compression;

namespace Detainees.Phone.Tests.Page;

/// <summary>Small pictures for tests, made on the spot: a PNG of one colour.</summary>
internal static class Pictures
{
    public static byte[] Png(int width, int height, byte red, byte green, byte blue)
    {
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                for (var x = 0; x < width; x++) zlib.Write([(byte)(red + x * 60 / width), (byte)(green + y * 60 / height), blue]);
            }
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, rows.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        var crc = uint.MaxValue;
        foreach (var b in body)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        var whole = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(whole, data.Length);
        body.CopyTo(whole, 4);
        BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(body.Length + 4), ~crc);
        return whole;
    }
}
