using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Detainees.Sealing.Ciphers;

/// <summary>Poly1305 (RFC 8439, section 2.5) as ChaCha20-Poly1305 uses it, five limbs of 26 bits, without jumps that depend on data.</summary>
internal ref struct Poly1305
{
    private const uint Mask26 = 0x3ffffff;
    private readonly uint r0, r1, r2, r3, r4, s1, s2, s3, s4;
    private readonly ReadOnlySpan<byte> pad;
    private uint h0, h1, h2, h3, h4;

    private Poly1305(ReadOnlySpan<byte> oneTimeKey)
    {
        // r is clamped as section 2.5.1 says while it is cut into limbs.
        r0 = Word(oneTimeKey, 0) & 0x3ffffff;
        r1 = Word(oneTimeKey, 3) >> 2 & 0x3ffff03;
        r2 = Word(oneTimeKey, 6) >> 4 & 0x3ffc0ff;
        r3 = Word(oneTimeKey, 9) >> 6 & 0x3f03fff;
        r4 = Word(oneTimeKey, 12) >> 8 & 0x00fffff;
        (s1, s2, s3, s4) = (r1 * 5, r2 * 5, r3 * 5, r4 * 5);
        pad = oneTimeKey[16..];
    }

    /// <summary>The tag of RFC 8439, section 2.8: over associated data, ciphertext and both lengths, under a key from block 0.</summary>
    /// <param name="tag">Receives 16 bytes.</param>
    public static void Authenticate(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> ciphertext, Span<byte> tag)
    {
        Span<Vector128<uint>> block = stackalloc Vector128<uint>[4];
        ChaCha20.Block(key, nonce, 0, block);
        var oneTimeKey = MemoryMarshal.AsBytes(block);
        var poly = new Poly1305(oneTimeKey[..32]);
        poly.Padded(associated);
        poly.Padded(ciphertext);
        Span<byte> lengths = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(lengths, associated.Length);
        BinaryPrimitives.WriteInt64LittleEndian(lengths[8..], ciphertext.Length);
        poly.Block(lengths);
        poly.Finish(tag);
        CryptographicOperations.ZeroMemory(oneTimeKey);
    }

    private void Padded(scoped ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 16; data = data[16..]) Block(data);
        if (data.Length == 0) return;
        Span<byte> last = stackalloc byte[16];
        last.Clear();
        data.CopyTo(last);
        Block(last);
    }

    /// <summary>h = (h + block + 2^128) r</summary>
    private void Block(scoped ReadOnlySpan<byte> m)
    {
        ulong a0 = h0 + (Word(m, 0) & Mask26), a1 = h1 + (Word(m, 3) >> 2 & Mask26), a2 = h2 + (Word(m, 6) >> 4 & Mask26);
        ulong a3 = h3 + (Word(m, 9) >> 6 & Mask26), a4 = h4 + (Word(m, 12) >> 8 | 1u << 24);
        var d0 = a0 * r0 + a1 * s4 + a2 * s3 + a3 * s2 + a4 * s1;
        var d1 = a0 * r1 + a1 * r0 + a2 * s4 + a3 * s3 + a4 * s2;
        var d2 = a0 * r2 + a1 * r1 + a2 * r0 + a3 * s4 + a4 * s3;
        var d3 = a0 * r3 + a1 * r2 + a2 * r1 + a3 * r0 + a4 * s4;
        var d4 = a0 * r4 + a1 * r3 + a2 * r2 + a3 * r1 + a4 * r0;
        d1 += d0 >> 26;
        d2 += d1 >> 26;
        d3 += d2 >> 26;
        d4 += d3 >> 26;
        var carried = (d0 & Mask26) + (d4 >> 26) * 5;
        h0 = (uint)(carried & Mask26);
        h1 = (uint)((d1 & Mask26) + (carried >> 26));
        (h2, h3, h4) = ((uint)(d2 & Mask26), (uint)(d3 & Mask26), (uint)(d4 & Mask26));
    }

    private void Finish(Span<byte> tag)
    {
        uint c;
        c = h1 >> 26; h1 &= Mask26; h2 += c;
        c = h2 >> 26; h2 &= Mask26; h3 += c;
        c = h3 >> 26; h3 &= Mask26; h4 += c;
        c = h4 >> 26; h4 &= Mask26; h0 += c * 5;
        c = h0 >> 26; h0 &= Mask26; h1 += c;

        // g = h - (2^130 - 5), taken instead of h when it is not negative.
        var g0 = h0 + 5;
        var g1 = h1 + (g0 >> 26);
        var g2 = h2 + (g1 >> 26);
        var g3 = h3 + (g2 >> 26);
        var g4 = h4 + (g3 >> 26) - (1u << 26);
        var takeG = (g4 >> 31) - 1;
        h0 = h0 & ~takeG | g0 & takeG & Mask26;
        h1 = h1 & ~takeG | g1 & takeG & Mask26;
        h2 = h2 & ~takeG | g2 & takeG & Mask26;
        h3 = h3 & ~takeG | g3 & takeG & Mask26;
        h4 = h4 & ~takeG | g4 & takeG & Mask26;

        var f = (ulong)(h0 | h1 << 26) + Word(pad, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(tag, (uint)f);
        f = (ulong)(h1 >> 6 | h2 << 20) + Word(pad, 4) + (f >> 32);
        BinaryPrimitives.WriteUInt32LittleEndian(tag[4..], (uint)f);
        f = (ulong)(h2 >> 12 | h3 << 14) + Word(pad, 8) + (f >> 32);
        BinaryPrimitives.WriteUInt32LittleEndian(tag[8..], (uint)f);
        f = (ulong)(h3 >> 18 | h4 << 8) + Word(pad, 12) + (f >> 32);
        BinaryPrimitives.WriteUInt32LittleEndian(tag[12..], (uint)f);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
