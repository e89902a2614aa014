using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Detainees.Sealing.Curve25519;

namespace Detainees.Sealing.Tests.Curve25519;

public sealed class FourElementsTests
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    /// <summary>1.65 times 2^26, and 2^25 for odd limbs: the widest that a product takes.</summary>
    private static int Widest(int limb) => (limb % 2 == 0 ? 110_729_625 : 55_364_812);

    [Theory, InlineData(true), InlineData(false)]
    public void Products_are_right_for_limbs_of_any_width_and_come_out_narrow(bool together)
    {
        if (together && !Avx2.IsSupported) Assert.Skip("this processor has no AVX2");
        var random = new Random(25519);
        for (var i = 0; i < 5000; i++)
        {
            var limbs = Enumerable.Range(0, 8).Select(_ => Limbs(random, i % 4)).ToArray();
            var f = new FourElements(Element(limbs[0]), Element(limbs[1]), Element(limbs[2]), Element(limbs[3]));
            var g = new FourElements(Element(limbs[4]), Element(limbs[5]), Element(limbs[6]), Element(limbs[7]));
            var h = Multiply(together, f, g);
            var lanes = Lanes(h);
            for (var lane = 0; lane < 4; lane++)
            {
                var product = LimbsOf(lanes[lane]);
                Assert.Equal(Mod(Value(limbs[lane]) * Value(limbs[lane + 4])), Mod(Value(product)));
                for (var limb = 0; limb < 10; limb++)
                    Assert.InRange(Math.Abs(product[limb]), 0, limb % 2 == 0 ? 1.01 * (1 << 25) : 1.01 * (1 << 24));
            }
        }
    }

    [Fact]
    public void Each_lane_is_swapped_and_negated_by_its_own_mask()
    {
        var random = new Random(4);
        var limbs = Enumerable.Range(0, 8).Select(_ => Limbs(random, 3)).ToArray();
        for (var lanes = 0; lanes < 16; lanes++)
        {
            var f = new FourElements(Element(limbs[0]), Element(limbs[1]), Element(limbs[2]), Element(limbs[3]));
            var g = new FourElements(Element(limbs[4]), Element(limbs[5]), Element(limbs[6]), Element(limbs[7]));
            var mask = Vector128.Create(-(lanes & 1), -(lanes >> 1 & 1), -(lanes >> 2 & 1), -(lanes >> 3));
            FourElements.Swap(mask, ref f, ref g);
            f.Negate(mask);
            FieldElement[] left = Lanes(f), right = Lanes(g);
            for (var lane = 0; lane < 4; lane++)
            {
                var masked = mask[lane] != 0;
                Assert.Equal(masked ? limbs[lane + 4].Select(limb => -limb) : limbs[lane], LimbsOf(left[lane]));
                Assert.Equal(masked ? limbs[lane] : limbs[lane + 4], LimbsOf(right[lane]));
            }
        }
    }

    private static FourElements Multiply(bool together, in FourElements f, in FourElements g)
    {
        FourElements h;
        var apart = default(FourElements.Apart);
        if (together) FourElements.MultiplyTogether(out h, f, g);
        else FourElements.MultiplyOneByOne(out h, f, g, ref apart);
        return h;
    }

    private static FieldElement[] Lanes(in FourElements f)
    {
        f.Lane(0, out var a);
        f.Lane(1, out var b);
        f.Lane(2, out var c);
        f.Lane(3, out var d);
        return [a, b, c, d];
    }

    /// <param name="kind">0: all as wide as can be, 1: each so with some sign, 2: some nought, 3: anything.</param>
    private static int[] Limbs(Random random, int kind)
    {
        var sign = random.Next(2) * 2 - 1;
        return [.. Enumerable.Range(0, 10).Select(limb => kind switch
        {
            0 => sign * Widest(limb),
            1 => (random.Next(2) * 2 - 1) * Widest(limb),
            2 => (random.Next(3) - 1) * Widest(limb),
            _ => random.Next(-Widest(limb), Widest(limb) + 1),
        })];
    }

    private static FieldElement Element(int[] l) => new()
    {
        l0 = l[0], l1 = l[1], l2 = l[2], l3 = l[3], l4 = l[4], l5 = l[5], l6 = l[6], l7 = l[7], l8 = l[8], l9 = l[9],
    };

    private static int[] LimbsOf(FieldElement f) => [f.l0, f.l1, f.l2, f.l3, f.l4, f.l5, f.l6, f.l7, f.l8, f.l9];
    private static BigInteger Value(int[] limbs) => limbs.Select((limb, i) => limb * BigInteger.Pow(2, (51 * i + 1) / 2)).Aggregate(BigInteger.Add);
    private static BigInteger Mod(BigInteger value) => (value % P + P) % P;
}
