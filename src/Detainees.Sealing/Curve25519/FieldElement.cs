using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Detainees.Sealing.Curve25519;

/// <summary>
/// A number modulo 2^255 - 19 in ten signed limbs of 26 and 25 bits in turn (limb i weighs 2^ceil(25.5 i)), the
/// representation of the "ref10" implementations of Curve25519.
/// </summary>
/// <remarks>
/// Only additions, multiplications, shifts and masks: there is nothing that a compiler could turn into a jump or a table
/// look-up that depends on the data. Sums and differences are left unreduced; a product takes limbs up to 1.65 times
/// 2^26 (2^25 for odd limbs), which one level of sums never exceeds.
/// </remarks>
internal struct FieldElement
{
    internal int l0, l1, l2, l3, l4, l5, l6, l7, l8, l9;

    public static FieldElement One => new() { l0 = 1 };

    /// <summary>Reads 32 little-endian bytes; the highest bit is ignored (RFC 7748, section 5).</summary>
    public static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        long w0 = BinaryPrimitives.ReadUInt32LittleEndian(bytes), w1 = Three(bytes[4..]), w2 = Three(bytes[7..]);
        long w3 = Three(bytes[10..]), w4 = Three(bytes[13..]), w5 = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        long w6 = Three(bytes[20..]), w7 = Three(bytes[23..]), w8 = Three(bytes[26..]), w9 = Three(bytes[29..]) & 0x7FFFFF;
        Carry(out var h, w0, w1 << 6, w2 << 5, w3 << 3, w4 << 2, w5, w6 << 7, w7 << 5, w8 << 4, w9 << 2);
        return h;
    }

    /// <summary>Writes the one number below 2^255 - 19 that this is equal to.</summary>
    public readonly void ToBytes(Span<byte> bytes)
    {
        Reduce(out var w0, out var w1, out var w2, out var w3);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, w0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], w1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], w2);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], w3);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Reduce(out ulong w0, out ulong w1, out ulong w2, out ulong w3)
    {
        // q is 1 when the value, brought between 0 and 2^255, is 2^255 - 19 or more: then 19 is added and bit 255 dropped.
        var q = (19 * l9 + (1 << 24)) >> 25;
        q = (l0 + q) >> 26; q = (l1 + q) >> 25; q = (l2 + q) >> 26; q = (l3 + q) >> 25; q = (l4 + q) >> 26;
        q = (l5 + q) >> 25; q = (l6 + q) >> 26; q = (l7 + q) >> 25; q = (l8 + q) >> 26; q = (l9 + q) >> 25;
        int h0 = l0 + 19 * q, h1 = l1 + (h0 >> 26), h2 = l2 + (h1 >> 25), h3 = l3 + (h2 >> 26), h4 = l4 + (h3 >> 25);
        int h5 = l5 + (h4 >> 26), h6 = l6 + (h5 >> 25), h7 = l7 + (h6 >> 26), h8 = l8 + (h7 >> 25), h9 = l9 + (h8 >> 26);
        ulong u0 = Low26(h0), u1 = Low25(h1), u2 = Low26(h2), u3 = Low25(h3), u4 = Low26(h4);
        ulong u5 = Low25(h5), u6 = Low26(h6), u7 = Low25(h7), u8 = Low26(h8), u9 = Low25(h9);
        (w0, w1) = (u0 | u1 << 26 | u2 << 51, u2 >> 13 | u3 << 13 | u4 << 38);
        (w2, w3) = (u5 | u6 << 25 | u7 << 51, u7 >> 13 | u8 << 12 | u9 << 38);
    }

    public static void Add(out FieldElement h, in FieldElement f, in FieldElement g)
    {
        h.l0 = f.l0 + g.l0; h.l1 = f.l1 + g.l1; h.l2 = f.l2 + g.l2; h.l3 = f.l3 + g.l3; h.l4 = f.l4 + g.l4;
        h.l5 = f.l5 + g.l5; h.l6 = f.l6 + g.l6; h.l7 = f.l7 + g.l7; h.l8 = f.l8 + g.l8; h.l9 = f.l9 + g.l9;
    }

    public static void Subtract(out FieldElement h, in FieldElement f, in FieldElement g)
    {
        h.l0 = f.l0 - g.l0; h.l1 = f.l1 - g.l1; h.l2 = f.l2 - g.l2; h.l3 = f.l3 - g.l3; h.l4 = f.l4 - g.l4;
        h.l5 = f.l5 - g.l5; h.l6 = f.l6 - g.l6; h.l7 = f.l7 - g.l7; h.l8 = f.l8 - g.l8; h.l9 = f.l9 - g.l9;
    }

    /// <summary>Exchanges the two when <paramref name="bit"/> is 1, leaves them when it is 0, with the same accesses.</summary>
    public static void Swap(int bit, ref FieldElement f, ref FieldElement g)
    {
        var mask = -bit;
        int x;
        x = mask & (f.l0 ^ g.l0); f.l0 ^= x; g.l0 ^= x; x = mask & (f.l1 ^ g.l1); f.l1 ^= x; g.l1 ^= x;
        x = mask & (f.l2 ^ g.l2); f.l2 ^= x; g.l2 ^= x; x = mask & (f.l3 ^ g.l3); f.l3 ^= x; g.l3 ^= x;
        x = mask & (f.l4 ^ g.l4); f.l4 ^= x; g.l4 ^= x; x = mask & (f.l5 ^ g.l5); f.l5 ^= x; g.l5 ^= x;
        x = mask & (f.l6 ^ g.l6); f.l6 ^= x; g.l6 ^= x; x = mask & (f.l7 ^ g.l7); f.l7 ^= x; g.l7 ^= x;
        x = mask & (f.l8 ^ g.l8); f.l8 ^= x; g.l8 ^= x; x = mask & (f.l9 ^ g.l9); f.l9 ^= x; g.l9 ^= x;
    }

    /// <summary>Whether the two stand for the same number. Not constant time: for public numbers.</summary>
    public static bool AreSame(in FieldElement f, in FieldElement g)
    {
        Span<byte> left = stackalloc byte[32], right = stackalloc byte[32];
        f.ToBytes(left);
        g.ToBytes(right);
        return left.SequenceEqual(right);
    }

    /// <summary>Multiplies by a small public constant, at most 2^17.</summary>
    public static void Multiply(out FieldElement h, in FieldElement f, int small)
    {
        long s = small;
        Carry(out h, f.l0 * s, f.l1 * s, f.l2 * s, f.l3 * s, f.l4 * s, f.l5 * s, f.l6 * s, f.l7 * s, f.l8 * s, f.l9 * s);
    }

    /// <summary>h = f g. Limbs i and j meet at i + j: twice when both are odd (25.5 rounded up twice), times 19 from limb 10 on.</summary>
    public static void Multiply(out FieldElement h, in FieldElement f, in FieldElement g)
    {
        long f0 = f.l0, f1 = f.l1, f2 = f.l2, f3 = f.l3, f4 = f.l4, f5 = f.l5, f6 = f.l6, f7 = f.l7, f8 = f.l8, f9 = f.l9;
        long g0 = g.l0, g1 = g.l1, g2 = g.l2, g3 = g.l3, g4 = g.l4, g5 = g.l5, g6 = g.l6, g7 = g.l7, g8 = g.l8, g9 = g.l9;
        long f1x2 = 2 * f1, f3x2 = 2 * f3, f5x2 = 2 * f5, f7x2 = 2 * f7, f9x2 = 2 * f9;
        long g1x19 = 19 * g1, g2x19 = 19 * g2, g3x19 = 19 * g3, g4x19 = 19 * g4, g5x19 = 19 * g5;
        long g6x19 = 19 * g6, g7x19 = 19 * g7, g8x19 = 19 * g8, g9x19 = 19 * g9;
        var h0 = f0 * g0 + f1x2 * g9x19 + f2 * g8x19 + f3x2 * g7x19 + f4 * g6x19
            + f5x2 * g5x19 + f6 * g4x19 + f7x2 * g3x19 + f8 * g2x19 + f9x2 * g1x19;
        var h1 = f0 * g1 + f1 * g0 + f2 * g9x19 + f3 * g8x19 + f4 * g7x19
            + f5 * g6x19 + f6 * g5x19 + f7 * g4x19 + f8 * g3x19 + f9 * g2x19;
        var h2 = f0 * g2 + f1x2 * g1 + f2 * g0 + f3x2 * g9x19 + f4 * g8x19
            + f5x2 * g7x19 + f6 * g6x19 + f7x2 * g5x19 + f8 * g4x19 + f9x2 * g3x19;
        var h3 = f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 + f4 * g9x19
            + f5 * g8x19 + f6 * g7x19 + f7 * g6x19 + f8 * g5x19 + f9 * g4x19;
        var h4 = f0 * g4 + f1x2 * g3 + f2 * g2 + f3x2 * g1 + f4 * g0
            + f5x2 * g9x19 + f6 * g8x19 + f7x2 * g7x19 + f8 * g6x19 + f9x2 * g5x19;
        var h5 = f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 + f5 * g0 + f6 * g9x19 + f7 * g8x19 + f8 * g7x19 + f9 * g6x19;
        var h6 = f0 * g6 + f1x2 * g5 + f2 * g4 + f3x2 * g3 + f4 * g2
            + f5x2 * g1 + f6 * g0 + f7x2 * g9x19 + f8 * g8x19 + f9x2 * g7x19;
        var h7 = f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3 + f5 * g2 + f6 * g1 + f7 * g0 + f8 * g9x19 + f9 * g8x19;
        var h8 = f0 * g8 + f1x2 * g7 + f2 * g6 + f3x2 * g5 + f4 * g4 + f5x2 * g3 + f6 * g2 + f7x2 * g1 + f8 * g0 + f9x2 * g9x19;
        var h9 = f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5 + f5 * g4 + f6 * g3 + f7 * g2 + f8 * g1 + f9 * g0;
        Carry(out h, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
    }

    /// <summary>h = f f: the product above with equal terms joined.</summary>
    public static void Square(out FieldElement h, in FieldElement f)
    {
        long f0 = f.l0, f1 = f.l1, f2 = f.l2, f3 = f.l3, f4 = f.l4, f5 = f.l5, f6 = f.l6, f7 = f.l7, f8 = f.l8, f9 = f.l9;
        long f0x2 = 2 * f0, f1x2 = 2 * f1, f2x2 = 2 * f2, f3x2 = 2 * f3, f4x2 = 2 * f4, f5x2 = 2 * f5;
        long f6x2 = 2 * f6, f7x2 = 2 * f7, f8x2 = 2 * f8;
        long f6x19 = 19 * f6, f7x19 = 19 * f7, f8x19 = 19 * f8, f9x19 = 19 * f9;
        long f5x38 = 38 * f5, f7x38 = 38 * f7, f9x38 = 38 * f9;
        var h0 = f0 * f0 + f1x2 * f9x38 + f2x2 * f8x19 + f3x2 * f7x38 + f4x2 * f6x19 + f5 * f5x38;
        var h1 = f0x2 * f1 + f2x2 * f9x19 + f3x2 * f8x19 + f4x2 * f7x19 + f5x2 * f6x19;
        var h2 = f0x2 * f2 + f1x2 * f1 + f3x2 * f9x38 + f4x2 * f8x19 + f5x2 * f7x38 + f6 * f6x19;
        var h3 = f0x2 * f3 + f1x2 * f2 + f4x2 * f9x19 + f5x2 * f8x19 + f6x2 * f7x19;
        var h4 = f0x2 * f4 + f1x2 * f3x2 + f2 * f2 + f5x2 * f9x38 + f6x2 * f8x19 + f7 * f7x38;
        var h5 = f0x2 * f5 + f1x2 * f4 + f2x2 * f3 + f6x2 * f9x19 + f7x2 * f8x19;
        var h6 = f0x2 * f6 + f1x2 * f5x2 + f2x2 * f4 + f3x2 * f3 + f7x2 * f9x38 + f8 * f8x19;
        var h7 = f0x2 * f7 + f1x2 * f6 + f2x2 * f5 + f3x2 * f4 + f8x2 * f9x19;
        var h8 = f0x2 * f8 + f1x2 * f7x2 + f2x2 * f6 + f3x2 * f5x2 + f4 * f4 + f9 * f9x38;
        var h9 = f0x2 * f9 + f1x2 * f8 + f2x2 * f7 + f3x2 * f6 + f4x2 * f5;
        Carry(out h, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
    }

    /// <summary>h = 1/f, as f^(2^255 - 21); 0 for 0.</summary>
    public static void Invert(out FieldElement h, in FieldElement f)
    {
        Power250(out var t, out var f11, f);
        Squares(out t, t, 5);
        Multiply(out h, t, f11);
    }

    /// <summary>h = f^(2^252 - 3), the power from which square roots are made.</summary>
    public static void RootPower(out FieldElement h, in FieldElement f)
    {
        Power250(out var t, out _, f);
        Squares(out t, t, 2);
        Multiply(out h, t, f);
    }

    /// <summary>f^(2^250 - 1), and f^11 on the way.</summary>
    private static void Power250(out FieldElement h, out FieldElement f11, in FieldElement f)
    {
        Square(out var f2, f);
        Squares(out var t, f2, 2);
        Multiply(out var f9, t, f);
        Multiply(out f11, f9, f2);
        Square(out t, f11);
        Multiply(out var e5, t, f9); // f^(2^5 - 1)
        Squares(out t, e5, 5);
        Multiply(out var e10, t, e5);
        Squares(out t, e10, 10);
        Multiply(out var e20, t, e10);
        Squares(out t, e20, 20);
        Multiply(out t, t, e20);
        Squares(out t, t, 10);
        Multiply(out var e50, t, e10);
        Squares(out t, e50, 50);
        Multiply(out var e100, t, e50);
        Squares(out t, e100, 100);
        Multiply(out t, t, e100);
        Squares(out t, t, 50);
        Multiply(out h, t, e50);
    }

    private static void Squares(out FieldElement h, in FieldElement f, int times)
    {
        Square(out h, f);
        for (var i = 1; i < times; i++) Square(out h, h);
    }

    /// <summary>Brings wide limbs back to 26 and 25 bits, rounding, two chains at a time as ref10 does; 2^255 comes round as 19.</summary>
    private static void Carry(
        out FieldElement h, long h0, long h1, long h2, long h3, long h4, long h5, long h6, long h7, long h8, long h9)
    {
        long c;
        c = (h0 + (1 << 25)) >> 26; h1 += c; h0 -= c << 26;
        c = (h4 + (1 << 25)) >> 26; h5 += c; h4 -= c << 26;
        c = (h1 + (1 << 24)) >> 25; h2 += c; h1 -= c << 25;
        c = (h5 + (1 << 24)) >> 25; h6 += c; h5 -= c << 25;
        c = (h2 + (1 << 25)) >> 26; h3 += c; h2 -= c << 26;
        c = (h6 + (1 << 25)) >> 26; h7 += c; h6 -= c << 26;
        c = (h3 + (1 << 24)) >> 25; h4 += c; h3 -= c << 25;
        c = (h7 + (1 << 24)) >> 25; h8 += c; h7 -= c << 25;
        c = (h4 + (1 << 25)) >> 26; h5 += c; h4 -= c << 26;
        c = (h8 + (1 << 25)) >> 26; h9 += c; h8 -= c << 26;
        c = (h9 + (1 << 24)) >> 25; h0 += c * 19; h9 -= c << 25;
        c = (h0 + (1 << 25)) >> 26; h1 += c; h0 -= c << 26;
        h.l0 = (int)h0; h.l1 = (int)h1; h.l2 = (int)h2; h.l3 = (int)h3; h.l4 = (int)h4;
        h.l5 = (int)h5; h.l6 = (int)h6; h.l7 = (int)h7; h.l8 = (int)h8; h.l9 = (int)h9;
    }

    private static long Three(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
    private static ulong Low26(int limb) => (ulong)(limb & 0x3FFFFFF);
    private static ulong Low25(int limb) => (ulong)(limb & 0x1FFFFFF);
}
