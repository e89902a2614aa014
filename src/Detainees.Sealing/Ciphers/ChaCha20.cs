using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Detainees.Sealing.Ciphers;

/// <summary>The ChaCha20 stream (RFC 8439, section 2.4), for platforms whose library lacks it. Additions, rotations and xor only.</summary>
/// <remarks>Little-endian machines, which is all that the platforms in question are.</remarks>
internal static class ChaCha20
{
    private const int BlockBytes = 64;

    /// <summary>Xors the stream, from the given block on, into the output.</summary>
    public static void Xor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<Vector128<uint>> stream = stackalloc Vector128<uint>[4];
        var bytes = MemoryMarshal.AsBytes(stream);
        while (input.Length >= BlockBytes)
        {
            Block(key, nonce, counter++, stream);
            for (var row = 0; row < 4; row++)
                (stream[row].AsByte() ^ Vector128.Create(input.Slice(row * 16, 16))).CopyTo(output[(row * 16)..]);
            input = input[BlockBytes..];
            output = output[BlockBytes..];
        }

        if (input.Length > 0)
        {
            Block(key, nonce, counter, stream);
            for (var i = 0; i < input.Length; i++) output[i] = (byte)(input[i] ^ bytes[i]);
        }

        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>One block of the stream: the state's four rows of four words.</summary>
    public static void Block(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, Span<Vector128<uint>> block)
    {
        var row0 = Vector128.Create(0x61707865u, 0x3320646e, 0x79622d32, 0x6b206574); // "expand 32-byte k"
        var row1 = Vector128.Create(Word(key, 0), Word(key, 1), Word(key, 2), Word(key, 3));
        var row2 = Vector128.Create(Word(key, 4), Word(key, 5), Word(key, 6), Word(key, 7));
        var row3 = Vector128.Create(counter, Word(nonce, 0), Word(nonce, 1), Word(nonce, 2));
        var (a, b, c, d) = (row0, row1, row2, row3);
        for (var round = 0; round < 10; round++)
        {
            Quarters(ref a, ref b, ref c, ref d); // columns
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
            Quarters(ref a, ref b, ref c, ref d); // diagonals
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
        }

        block[0] = a + row0;
        block[1] = b + row1;
        block[2] = c + row2;
        block[3] = d + row3;
    }

    private static void Quarters(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
    {
        a += b; d ^= a; d = d << 16 | d >> 16;
        c += d; b ^= c; b = b << 12 | b >> 20;
        a += b; d ^= a; d = d << 8 | d >> 24;
        c += d; b ^= c; b = b << 7 | b >> 25;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int index) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * index)..]);
}
