using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Detainees.Sealing.Curve25519;

/// <summary>Four points side by side, each as an <see cref="EdwardsPoint"/>.</summary>
internal struct FourPoints
{
    private FourElements x, y, z, t;
    private FourElements a, b, c, d, e, f, g, h; // of the last addition: what is secret stays in one place
    private FourElements.Apart apart;

    public static FourPoints Zeros => new() { y = FourElements.Ones, z = FourElements.Ones };

    /// <summary>As <see cref="EdwardsPoint.Add"/>, the other points with Z = 1.</summary>
    public void Add(in FourMultiples other)
    {
        FourElements.Subtract(out a, y, x);
        FourElements.Multiply(out a, a, other.Difference, ref apart);
        FourElements.Add(out b, y, x);
        FourElements.Multiply(out b, b, other.Sum, ref apart);
        FourElements.Multiply(out c, t, other.TwiceDxy, ref apart);
        FourElements.Add(out d, z, z);
        FourElements.Subtract(out e, b, a);
        FourElements.Subtract(out f, d, c);
        FourElements.Add(out g, d, c);
        FourElements.Add(out h, b, a);
        FourElements.Multiply(out x, e, f, ref apart);
        FourElements.Multiply(out y, g, h, ref apart);
        FourElements.Multiply(out t, e, h, ref apart);
        FourElements.Multiply(out z, f, g, ref apart);
    }

    /// <param name="lane">A constant, 0 to 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Lane(int lane, out EdwardsPoint point)
    {
        x.Lane(lane, out point.X);
        y.Lane(lane, out point.Y);
        z.Lane(lane, out point.Z);
        t.Lane(lane, out point.T);
    }
}

/// <summary>Four points with Z = 1 as the addition wants them: y + x, y - x, 2 d x y.</summary>
internal struct FourMultiples
{
    public FourElements Sum, Difference, TwiceDxy;

    /// <param name="points">Four, each with Z = 1.</param>
    public FourMultiples(ReadOnlySpan<EdwardsPoint> points)
    {
        var x = new FourElements(points[0].X, points[1].X, points[2].X, points[3].X);
        var y = new FourElements(points[0].Y, points[1].Y, points[2].Y, points[3].Y);
        FourElements.Add(out Sum, y, x);
        FourElements.Subtract(out Difference, y, x);
        TwiceDxy = new FourElements(points[0].TwiceDxy(), points[1].TwiceDxy(), points[2].TwiceDxy(), points[3].TwiceDxy());
    }

    /// <summary>Changes the sign of the points in lanes whose mask is all ones.</summary>
    public void Negate(in Vector128<int> mask)
    {
        FourElements.Swap(mask, ref Sum, ref Difference);
        TwiceDxy.Negate(mask);
    }
}
