using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Detainees.Sealing.Curve25519;

/// <summary>Four numbers modulo 2^255 - 19 side by side: ten limbs as in <see cref="FieldElement"/>, each of four lanes.</summary>
/// <remarks>
/// What holds for <see cref="FieldElement"/> holds here, the bounds of limbs too. Sums, differences and choices are made for the four at once
/// everywhere; products with AVX2 only, and elsewhere one after another.
/// </remarks>
internal struct FourElements
{
    internal Vector128<int> l0, l1, l2, l3, l4, l5, l6, l7, l8, l9;

    /// <summary>Lane i is the i-th of them.</summary>
    public FourElements(in FieldElement a, in FieldElement b, in FieldElement c, in FieldElement d)
    {
        l0 = Vector128.Create(a.l0, b.l0, c.l0, d.l0);
        l1 = Vector128.Create(a.l1, b.l1, c.l1, d.l1);
        l2 = Vector128.Create(a.l2, b.l2, c.l2, d.l2);
        l3 = Vector128.Create(a.l3, b.l3, c.l3, d.l3);
        l4 = Vector128.Create(a.l4, b.l4, c.l4, d.l4);
        l5 = Vector128.Create(a.l5, b.l5, c.l5, d.l5);
        l6 = Vector128.Create(a.l6, b.l6, c.l6, d.l6);
        l7 = Vector128.Create(a.l7, b.l7, c.l7, d.l7);
        l8 = Vector128.Create(a.l8, b.l8, c.l8, d.l8);
        l9 = Vector128.Create(a.l9, b.l9, c.l9, d.l9);
    }

    public static FourElements Ones => new() { l0 = Vector128<int>.One };

    /// <param name="lane">A constant, 0 to 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Lane(int lane, out FieldElement f)
    {
        f.l0 = l0.GetElement(lane); f.l1 = l1.GetElement(lane); f.l2 = l2.GetElement(lane); f.l3 = l3.GetElement(lane); f.l4 = l4.GetElement(lane);
        f.l5 = l5.GetElement(lane); f.l6 = l6.GetElement(lane); f.l7 = l7.GetElement(lane); f.l8 = l8.GetElement(lane); f.l9 = l9.GetElement(lane);
    }

    public static void Add(out FourElements h, in FourElements f, in FourElements g)
    {
        h.l0 = f.l0 + g.l0; h.l1 = f.l1 + g.l1; h.l2 = f.l2 + g.l2; h.l3 = f.l3 + g.l3; h.l4 = f.l4 + g.l4;
        h.l5 = f.l5 + g.l5; h.l6 = f.l6 + g.l6; h.l7 = f.l7 + g.l7; h.l8 = f.l8 + g.l8; h.l9 = f.l9 + g.l9;
    }

    public static void Subtract(out FourElements h, in FourElements f, in FourElements g)
    {
        h.l0 = f.l0 - g.l0; h.l1 = f.l1 - g.l1; h.l2 = f.l2 - g.l2; h.l3 = f.l3 - g.l3; h.l4 = f.l4 - g.l4;
        h.l5 = f.l5 - g.l5; h.l6 = f.l6 - g.l6; h.l7 = f.l7 - g.l7; h.l8 = f.l8 - g.l8; h.l9 = f.l9 - g.l9;
    }

    /// <summary>Exchanges the two in lanes whose mask is all ones, leaves them in those where it is zero, with the same accesses.</summary>
    public static void Swap(in Vector128<int> mask, ref FourElements f, ref FourElements g)
    {
        Vector128<int> x;
        x = mask & (f.l0 ^ g.l0); f.l0 ^= x; g.l0 ^= x; x = mask & (f.l1 ^ g.l1); f.l1 ^= x; g.l1 ^= x;
        x = mask & (f.l2 ^ g.l2); f.l2 ^= x; g.l2 ^= x; x = mask & (f.l3 ^ g.l3); f.l3 ^= x; g.l3 ^= x;
        x = mask & (f.l4 ^ g.l4); f.l4 ^= x; g.l4 ^= x; x = mask & (f.l5 ^ g.l5); f.l5 ^= x; g.l5 ^= x;
        x = mask & (f.l6 ^ g.l6); f.l6 ^= x; g.l6 ^= x; x = mask & (f.l7 ^ g.l7); f.l7 ^= x; g.l7 ^= x;
        x = mask & (f.l8 ^ g.l8); f.l8 ^= x; g.l8 ^= x; x = mask & (f.l9 ^ g.l9); f.l9 ^= x; g.l9 ^= x;
    }

    /// <summary>Changes the sign in lanes whose mask is all ones.</summary>
    public void Negate(in Vector128<int> mask)
    {
        l0 = (l0 ^ mask) - mask; l1 = (l1 ^ mask) - mask; l2 = (l2 ^ mask) - mask; l3 = (l3 ^ mask) - mask; l4 = (l4 ^ mask) - mask;
        l5 = (l5 ^ mask) - mask; l6 = (l6 ^ mask) - mask; l7 = (l7 ^ mask) - mask; l8 = (l8 ^ mask) - mask; l9 = (l9 ^ mask) - mask;
    }

    /// <summary>h = f g in each lane.</summary>
    public static void Multiply(out FourElements h, in FourElements f, in FourElements g, ref Apart apart)
    {
        if (Avx2.IsSupported) MultiplyTogether(out h, f, g);
        else MultiplyOneByOne(out h, f, g, ref apart);
    }

    internal static void MultiplyOneByOne(out FourElements h, in FourElements f, in FourElements g, ref Apart apart)
    {
        f.Lane(0, out apart.F);
        g.Lane(0, out apart.G);
        FieldElement.Multiply(out apart.H0, apart.F, apart.G);
        f.Lane(1, out apart.F);
        g.Lane(1, out apart.G);
        FieldElement.Multiply(out apart.H1, apart.F, apart.G);
        f.Lane(2, out apart.F);
        g.Lane(2, out apart.G);
        FieldElement.Multiply(out apart.H2, apart.F, apart.G);
        f.Lane(3, out apart.F);
        g.Lane(3, out apart.G);
        FieldElement.Multiply(out apart.H3, apart.F, apart.G);
        h = new FourElements(apart.H0, apart.H1, apart.H2, apart.H3);
    }

    /// <summary>The product of <see cref="FieldElement"/>, four times at once. Needs AVX2.</summary>
    /// <remarks>Row by row, and g from memory: so the ten sums stay in registers, of which there are sixteen. It takes half the time so.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // it cannot be compiled ahead, and unoptimized it is slow as nothing else
    internal static void MultiplyTogether(out FourElements h, in FourElements f, in FourElements g)
    {
        Factor x;
        x.g0 = Wide(g.l0); x.g1 = Wide(g.l1); x.g2 = Wide(g.l2); x.g3 = Wide(g.l3); x.g4 = Wide(g.l4);
        x.g5 = Wide(g.l5); x.g6 = Wide(g.l6); x.g7 = Wide(g.l7); x.g8 = Wide(g.l8); x.g9 = Wide(g.l9);
        x.g1x19 = Times19(x.g1); x.g2x19 = Times19(x.g2); x.g3x19 = Times19(x.g3); x.g4x19 = Times19(x.g4); x.g5x19 = Times19(x.g5);
        x.g6x19 = Times19(x.g6); x.g7x19 = Times19(x.g7); x.g8x19 = Times19(x.g8); x.g9x19 = Times19(x.g9);

        var row = Wide(f.l0);
        Vector256<long> h0 = Avx2.Multiply(row, x.g0), h1 = Avx2.Multiply(row, x.g1), h2 = Avx2.Multiply(row, x.g2),
            h3 = Avx2.Multiply(row, x.g3), h4 = Avx2.Multiply(row, x.g4), h5 = Avx2.Multiply(row, x.g5),
            h6 = Avx2.Multiply(row, x.g6), h7 = Avx2.Multiply(row, x.g7), h8 = Avx2.Multiply(row, x.g8),
            h9 = Avx2.Multiply(row, x.g9);

        row = Wide(f.l1);
        var twice = row + row;
        h0 += Avx2.Multiply(twice, x.g9x19); h1 += Avx2.Multiply(row, x.g0); h2 += Avx2.Multiply(twice, x.g1);
        h3 += Avx2.Multiply(row, x.g2); h4 += Avx2.Multiply(twice, x.g3); h5 += Avx2.Multiply(row, x.g4);
        h6 += Avx2.Multiply(twice, x.g5); h7 += Avx2.Multiply(row, x.g6); h8 += Avx2.Multiply(twice, x.g7); h9 += Avx2.Multiply(row, x.g8);

        row = Wide(f.l2);
        h0 += Avx2.Multiply(row, x.g8x19); h1 += Avx2.Multiply(row, x.g9x19); h2 += Avx2.Multiply(row, x.g0);
        h3 += Avx2.Multiply(row, x.g1); h4 += Avx2.Multiply(row, x.g2); h5 += Avx2.Multiply(row, x.g3);
        h6 += Avx2.Multiply(row, x.g4); h7 += Avx2.Multiply(row, x.g5); h8 += Avx2.Multiply(row, x.g6); h9 += Avx2.Multiply(row, x.g7);

        row = Wide(f.l3);
        twice = row + row;
        h0 += Avx2.Multiply(twice, x.g7x19); h1 += Avx2.Multiply(row, x.g8x19); h2 += Avx2.Multiply(twice, x.g9x19);
        h3 += Avx2.Multiply(row, x.g0); h4 += Avx2.Multiply(twice, x.g1); h5 += Avx2.Multiply(row, x.g2);
        h6 += Avx2.Multiply(twice, x.g3); h7 += Avx2.Multiply(row, x.g4); h8 += Avx2.Multiply(twice, x.g5); h9 += Avx2.Multiply(row, x.g6);

        row = Wide(f.l4);
        h0 += Avx2.Multiply(row, x.g6x19); h1 += Avx2.Multiply(row, x.g7x19); h2 += Avx2.Multiply(row, x.g8x19);
        h3 += Avx2.Multiply(row, x.g9x19); h4 += Avx2.Multiply(row, x.g0); h5 += Avx2.Multiply(row, x.g1);
        h6 += Avx2.Multiply(row, x.g2); h7 += Avx2.Multiply(row, x.g3); h8 += Avx2.Multiply(row, x.g4); h9 += Avx2.Multiply(row, x.g5);

        row = Wide(f.l5);
        twice = row + row;
        h0 += Avx2.Multiply(twice, x.g5x19); h1 += Avx2.Multiply(row, x.g6x19); h2 += Avx2.Multiply(twice, x.g7x19);
        h3 += Avx2.Multiply(row, x.g8x19); h4 += Avx2.Multiply(twice, x.g9x19); h5 += Avx2.Multiply(row, x.g0);
        h6 += Avx2.Multiply(twice, x.g1); h7 += Avx2.Multiply(row, x.g2); h8 += Avx2.Multiply(twice, x.g3); h9 += Avx2.Multiply(row, x.g4);

        row = Wide(f.l6);
        h0 += Avx2.Multiply(row, x.g4x19); h1 += Avx2.Multiply(row, x.g5x19); h2 += Avx2.Multiply(row, x.g6x19);
        h3 += Avx2.Multiply(row, x.g7x19); h4 += Avx2.Multiply(row, x.g8x19); h5 += Avx2.Multiply(row, x.g9x19);
        h6 += Avx2.Multiply(row, x.g0); h7 += Avx2.Multiply(row, x.g1); h8 += Avx2.Multiply(row, x.g2); h9 += Avx2.Multiply(row, x.g3);

        row = Wide(f.l7);
        twice = row + row;
        h0 += Avx2.Multiply(twice, x.g3x19); h1 += Avx2.Multiply(row, x.g4x19); h2 += Avx2.Multiply(twice, x.g5x19);
        h3 += Avx2.Multiply(row, x.g6x19); h4 += Avx2.Multiply(twice, x.g7x19); h5 += Avx2.Multiply(row, x.g8x19);
        h6 += Avx2.Multiply(twice, x.g9x19); h7 += Avx2.Multiply(row, x.g0); h8 += Avx2.Multiply(twice, x.g1); h9 += Avx2.Multiply(row, x.g2);

        row = Wide(f.l8);
        h0 += Avx2.Multiply(row, x.g2x19); h1 += Avx2.Multiply(row, x.g3x19); h2 += Avx2.Multiply(row, x.g4x19);
        h3 += Avx2.Multiply(row, x.g5x19); h4 += Avx2.Multiply(row, x.g6x19); h5 += Avx2.Multiply(row, x.g7x19);
        h6 += Avx2.Multiply(row, x.g8x19); h7 += Avx2.Multiply(row, x.g9x19); h8 += Avx2.Multiply(row, x.g0); h9 += Avx2.Multiply(row, x.g1);

        row = Wide(f.l9);
        twice = row + row;
        h0 += Avx2.Multiply(twice, x.g1x19); h1 += Avx2.Multiply(row, x.g2x19); h2 += Avx2.Multiply(twice, x.g3x19);
        h3 += Avx2.Multiply(row, x.g4x19); h4 += Avx2.Multiply(twice, x.g5x19); h5 += Avx2.Multiply(row, x.g6x19);
        h6 += Avx2.Multiply(twice, x.g7x19); h7 += Avx2.Multiply(row, x.g8x19); h8 += Avx2.Multiply(twice, x.g9x19); h9 += Avx2.Multiply(row, x.g0);

        Carry(out h, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
    }

    /// <summary>
    /// As <see cref="FieldElement"/> carries, to limbs rounded to 26 and 25 bits. There is no shift of signed 64-bit numbers in AVX2: so 2^35 times
    /// 2^255 - 19 comes first, which is zero and larger than any limb here (at most 1.4 times 2^60, for odd ones 1.7 times 2^59), and with
    /// it the half by which the limbs are rounded, which goes at the end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(
        out FourElements h, Vector256<long> h0, Vector256<long> h1, Vector256<long> h2, Vector256<long> h3, Vector256<long> h4,
        Vector256<long> h5, Vector256<long> h6, Vector256<long> h7, Vector256<long> h8, Vector256<long> h9)
    {
        const long Half26 = 1 << 25, Half25 = 1 << 24;
        const long First = ((1L << 26) - 19 << 35) + Half26, Even = ((1L << 26) - 1 << 35) + Half26, Odd = ((1L << 25) - 1 << 35) + Half25;
        Vector256<long> even = Vector256.Create(Even), odd = Vector256.Create(Odd);
        Vector256<long> low26 = Vector256.Create((1L << 26) - 1), low25 = Vector256.Create((1L << 25) - 1);
        h0 += Vector256.Create(First); h1 += odd; h2 += even; h3 += odd; h4 += even; h5 += odd; h6 += even; h7 += odd; h8 += even; h9 += odd;
        h1 += h0 >>> 26; h0 &= low26; h5 += h4 >>> 26; h4 &= low26;
        h2 += h1 >>> 25; h1 &= low25; h6 += h5 >>> 25; h5 &= low25;
        h3 += h2 >>> 26; h2 &= low26; h7 += h6 >>> 26; h6 &= low26;
        h4 += h3 >>> 25; h3 &= low25; h8 += h7 >>> 25; h7 &= low25;
        h5 += h4 >>> 26; h4 &= low26; h9 += h8 >>> 26; h8 &= low26;
        var c = h9 >>> 25;
        h0 += (c << 4) + (c << 1) + c; h9 &= low25;
        h1 += h0 >>> 26; h0 &= low26;
        Vector128<int> half26 = Vector128.Create((int)Half26), half25 = Vector128.Create((int)Half25);
        h.l0 = Narrow(h0) - half26; h.l1 = Narrow(h1) - half25; h.l2 = Narrow(h2) - half26; h.l3 = Narrow(h3) - half25;
        h.l4 = Narrow(h4) - half26; h.l5 = Narrow(h5) - half25; h.l6 = Narrow(h6) - half26; h.l7 = Narrow(h7) - half25;
        h.l8 = Narrow(h8) - half26; h.l9 = Narrow(h9) - half25;
    }

    // A lane of 64 bits holds a limb in its lower half; whatever is in the upper half, the product takes no notice of it.
    private static Vector256<int> Wide(Vector128<int> limb) => Avx2.ConvertToVector256Int64(limb).AsInt32();
    private static Vector256<int> Times19(Vector256<int> g) => Avx2.Multiply(g, Vector256.Create(19)).AsInt32();

    private static Vector128<int> Narrow(Vector256<long> limb) =>
        Avx2.PermuteVar8x32(limb.AsInt32(), Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6)).GetLower();

    /// <summary>Room for products that are made one by one. It is the caller's, who clears it.</summary>
    internal struct Apart
    {
        public FieldElement F, G, H0, H1, H2, H3;
    }

    /// <summary>A factor, and 19 times its limbs.</summary>
    private struct Factor
    {
        public Vector256<int> g0, g1, g2, g3, g4, g5, g6, g7, g8, g9;
        public Vector256<int> g1x19, g2x19, g3x19, g4x19, g5x19, g6x19, g7x19, g8x19, g9x19;
    }
}
