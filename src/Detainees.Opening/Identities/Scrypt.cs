using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Detainees.Opening.Identities;

/// <summary>scrypt (RFC 7914): turns a passphrase into a key at the price of 128 r N bytes of memory.</summary>
internal static class Scrypt
{
    private const int WordsPerSalsa = 16;

    /// <param name="logN">The cost, as the exponent of 2.</param>
    /// <param name="r">The block size factor, 8 as a rule.</param>
    /// <param name="p">The parallelization factor, 1 as a rule.</param>
    public static void DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int logN, int r, int p, Span<byte> key)
    {
        var blocks = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, 1, HashAlgorithmName.SHA256, p * 128 * r);
        var rows = 8 * r; // one mixed block, as rows of four words
        var memory = new Vector128<uint>[(long)rows << logN];
        var x = new Vector128<uint>[rows];
        var y = new Vector128<uint>[rows];
        for (var i = 0; i < p; i++)
        {
            var block = blocks.AsSpan(i * 128 * r, 128 * r);
            Load(block, x);
            Mix(x, y, memory, 1L << logN);
            Store(x, block);
        }

        Rfc2898DeriveBytes.Pbkdf2(passphrase, blocks, key, 1, HashAlgorithmName.SHA256);
        CryptographicOperations.ZeroMemory(blocks);
        Array.Clear(memory);
        Array.Clear(x);
        Array.Clear(y);
    }

    /// <summary>scryptROMix, section 5. What it reads depends on the passphrase: that is what makes it cost memory.</summary>
    private static void Mix(Vector128<uint>[] x, Vector128<uint>[] y, Vector128<uint>[] memory, long n)
    {
        var rows = x.Length;
        for (long i = 0; i < n; i++)
        {
            Array.Copy(x, 0, memory, i * rows, rows);
            BlockMix(x, y);
            (x, y) = (y, x);
        }

        for (long i = 0; i < n; i++)
        {
            // Integerify: the first word of the last 64 bytes, which stands first in our order of words too.
            var j = (x[rows - 4].ToScalar() & (n - 1)) * rows;
            for (var row = 0; row < rows; row++) x[row] ^= memory[j + row];
            BlockMix(x, y);
            (x, y) = (y, x);
        }
    }

    /// <summary>scryptBlockMix, section 4: even blocks to the first half, odd ones to the second.</summary>
    private static void BlockMix(ReadOnlySpan<Vector128<uint>> input, Span<Vector128<uint>> output)
    {
        var last = input.Length - 4;
        var (a, b, c, d) = (input[last], input[last + 1], input[last + 2], input[last + 3]);
        for (var block = 0; block < input.Length / 4; block++)
        {
            a ^= input[4 * block];
            b ^= input[4 * block + 1];
            c ^= input[4 * block + 2];
            d ^= input[4 * block + 3];
            var (a0, b0, c0, d0) = (a, b, c, d);
            for (var round = 0; round < 4; round++)
            {
                Half(a, ref b, ref c, ref d, out a);
                (b, d) = (Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2)), Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0)));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
                Half(a, ref d, ref c, ref b, out a);
                (b, d) = (Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0)), Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2)));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            }

            (a, b, c, d) = (a + a0, b + b0, c + c0, d + d0);
            var to = 4 * (block / 2 + (block % 2) * (input.Length / 8));
            (output[to], output[to + 1], output[to + 2], output[to + 3]) = (a, b, c, d);
        }
    }

    /// <summary>Four quarter-rounds of Salsa20 at once (section 3), the diagonals lying in the rows.</summary>
    private static void Half(Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, out Vector128<uint> mixed)
    {
        var s = a + d;
        b ^= s << 7 | s >> 25;
        s = b + a;
        c ^= s << 9 | s >> 23;
        s = c + b;
        d ^= s << 13 | s >> 19;
        s = d + c;
        mixed = a ^ (s << 18 | s >> 14);
    }

    /// <summary>Reads little-endian words, each 64 bytes in the order of Salsa20's diagonals: word 5 i (mod 16) to place i.</summary>
    private static void Load(ReadOnlySpan<byte> bytes, Span<Vector128<uint>> rows)
    {
        var words = MemoryMarshal.Cast<Vector128<uint>, uint>(rows);
        for (var i = 0; i < words.Length; i++)
        {
            var from = i / WordsPerSalsa * WordsPerSalsa + i * 5 % WordsPerSalsa;
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * from)..]);
        }
    }

    private static void Store(ReadOnlySpan<Vector128<uint>> rows, Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<Vector128<uint>, uint>(rows);
        for (var i = 0; i < words.Length; i++)
        {
            var to = i / WordsPerSalsa * WordsPerSalsa + i * 5 % WordsPerSalsa;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * to)..], words[i]);
        }
    }
}
