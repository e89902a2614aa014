using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Detainees.Sealing.Curve25519;

/// <summary>Four points, each once, twice, ... eight times: what a digit of each chooses from. 3,840 bytes.</summary>
internal struct TableRow
{
    public const int Columns = 8;

    private Coordinates sums, differences, twiceDxys;

    /// <param name="column">0 for once.</param>
    public void Set(int column, in FourMultiples multiples)
    {
        sums.Set(column, multiples.Sum);
        differences.Set(column, multiples.Difference);
        twiceDxys.Set(column, multiples.TwiceDxy);
    }

    /// <summary>In each lane so many times its point, by reading all of them.</summary>
    /// <param name="sizes">0 to 8.</param>
    public readonly void Choose(in Vector128<int> sizes, out FourMultiples chosen)
    {
        sums.Choose(sizes, out chosen.Sum);
        differences.Choose(sizes, out chosen.Difference);
        twiceDxys.Choose(sizes, out chosen.TwiceDxy);

        // Nought is the neutral point, x = 0 and y = 1. (A lane of ones is -1.)
        var none = Vector128.Equals(sizes, Vector128<int>.Zero);
        chosen.Sum.l0 -= none;
        chosen.Difference.l0 -= none;
    }

    /// <summary>One coordinate of all columns, limb by limb, as they are read.</summary>
    private struct Coordinates
    {
        private Limbs l0, l1, l2, l3, l4, l5, l6, l7, l8, l9;

        public void Set(int column, in FourElements f)
        {
            l0[column] = f.l0; l1[column] = f.l1; l2[column] = f.l2; l3[column] = f.l3; l4[column] = f.l4;
            l5[column] = f.l5; l6[column] = f.l6; l7[column] = f.l7; l8[column] = f.l8; l9[column] = f.l9;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public readonly void Choose(in Vector128<int> sizes, out FourElements h)
        {
            Vector128<int> is1 = Vector128.Equals(sizes, Vector128.Create(1)), is2 = Vector128.Equals(sizes, Vector128.Create(2));
            Vector128<int> is3 = Vector128.Equals(sizes, Vector128.Create(3)), is4 = Vector128.Equals(sizes, Vector128.Create(4));
            Vector128<int> is5 = Vector128.Equals(sizes, Vector128.Create(5)), is6 = Vector128.Equals(sizes, Vector128.Create(6));
            Vector128<int> is7 = Vector128.Equals(sizes, Vector128.Create(7)), is8 = Vector128.Equals(sizes, Vector128.Create(8));
            h.l0 = is1 & l0[0] | is2 & l0[1] | is3 & l0[2] | is4 & l0[3] | is5 & l0[4] | is6 & l0[5] | is7 & l0[6] | is8 & l0[7];
            h.l1 = is1 & l1[0] | is2 & l1[1] | is3 & l1[2] | is4 & l1[3] | is5 & l1[4] | is6 & l1[5] | is7 & l1[6] | is8 & l1[7];
            h.l2 = is1 & l2[0] | is2 & l2[1] | is3 & l2[2] | is4 & l2[3] | is5 & l2[4] | is6 & l2[5] | is7 & l2[6] | is8 & l2[7];
            h.l3 = is1 & l3[0] | is2 & l3[1] | is3 & l3[2] | is4 & l3[3] | is5 & l3[4] | is6 & l3[5] | is7 & l3[6] | is8 & l3[7];
            h.l4 = is1 & l4[0] | is2 & l4[1] | is3 & l4[2] | is4 & l4[3] | is5 & l4[4] | is6 & l4[5] | is7 & l4[6] | is8 & l4[7];
            h.l5 = is1 & l5[0] | is2 & l5[1] | is3 & l5[2] | is4 & l5[3] | is5 & l5[4] | is6 & l5[5] | is7 & l5[6] | is8 & l5[7];
            h.l6 = is1 & l6[0] | is2 & l6[1] | is3 & l6[2] | is4 & l6[3] | is5 & l6[4] | is6 & l6[5] | is7 & l6[6] | is8 & l6[7];
            h.l7 = is1 & l7[0] | is2 & l7[1] | is3 & l7[2] | is4 & l7[3] | is5 & l7[4] | is6 & l7[5] | is7 & l7[6] | is8 & l7[7];
            h.l8 = is1 & l8[0] | is2 & l8[1] | is3 & l8[2] | is4 & l8[3] | is5 & l8[4] | is6 & l8[5] | is7 & l8[6] | is8 & l8[7];
            h.l9 = is1 & l9[0] | is2 & l9[1] | is3 & l9[2] | is4 & l9[3] | is5 & l9[4] | is6 & l9[5] | is7 & l9[6] | is8 & l9[7];
        }
    }

    /// <summary>One limb of all columns.</summary>
    [InlineArray(Columns)]
    private struct Limbs
    {
        private Vector128<int> first;
    }
}
