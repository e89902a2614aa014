using System.Buffers.Binary;

namespace Detainees.Phone.Chats;

/// <summary>Width and height from the head of a JPEG, PNG, GIF or WebP file; nothing is decoded.</summary>
internal static class ImageSize
{
    public static (int Width, int Height, string Mime)? Read(ReadOnlySpan<byte> b)
    {
        if (b.Length >= 24 && b.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]))
            return Sane(BinaryPrimitives.ReadInt32BigEndian(b[16..]), BinaryPrimitives.ReadInt32BigEndian(b[20..]), "image/png");
        if (b.Length >= 10 && b.StartsWith("GIF8"u8))
            return Sane(BinaryPrimitives.ReadUInt16LittleEndian(b[6..]), BinaryPrimitives.ReadUInt16LittleEndian(b[8..]), "image/gif");
        if (b.Length >= 30 && b.StartsWith("RIFF"u8) && b[8..].StartsWith("WEBP"u8)) return WebP(b);
        return b.Length >= 4 && b[0] == 0xFF && b[1] == 0xD8 ? Jpeg(b) : null;
    }

    private static (int, int, string)? WebP(ReadOnlySpan<byte> b)
    {
        if (b[12..].StartsWith("VP8X"u8))
            return Sane(1 + (b[24] | b[25] << 8 | b[26] << 16), 1 + (b[27] | b[28] << 8 | b[29] << 16), "image/webp");
        if (b[12..].StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(b[21..]);
            return Sane(1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF), "image/webp");
        }

        return Sane(BinaryPrimitives.ReadUInt16LittleEndian(b[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b[28..]) & 0x3FFF, "image/webp");
    }

    private static (int, int, string)? Jpeg(ReadOnlySpan<byte> b)
    {
        var at = 2;
        while (at + 9 <= b.Length && b[at] == 0xFF)
        {
            var marker = b[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Sane(BinaryPrimitives.ReadUInt16BigEndian(b[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(b[(at + 5)..]), "image/jpeg");
            at += marker == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
        }

        return null;
    }

    private static (int, int, string)? Sane(int width, int height, string mime) =>
        width is > 0 and <= 100_000 && height is > 0 and <= 100_000 ? (width, height, mime) : null;
}
