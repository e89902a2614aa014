namespace Detainees.Sealing.Curve25519;

/// <summary>A point of the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2, to which u maps as y = (u - 1)/(u + 1): x = X/Z, y = Y/Z, x y = T/Z.</summary>
/// <remarks>The sign of x does not matter here, because only u is given back.</remarks>
internal struct EdwardsPoint
{
    public FieldElement X, Y, Z, T;

    private static readonly FieldElement D = MakeD();
    private static readonly FieldElement RootOfMinusOne = MakeRootOfMinusOne();

    /// <summary>2 d, written down: for a value that is made when the program starts, machine code looks first whether it is there, and that is a jump.</summary>
    private static FieldElement TwiceD => new() { l0 = -21827239, l1 = -5839606, l2 = -30745221, l3 = 13898782, l4 = 229458, l5 = 15978800, l6 = -12551817, l7 = -6495438, l8 = 29715968, l9 = 9444199 };

    /// <summary>Hisil, Wong, Carter, Dawson 2008 for a = -1: valid for all points.</summary>
    /// <param name="w">Room, the caller's: whoever adds secret points clears it.</param>
    public void Add(in EdwardsPoint other, ref Working w)
    {
        FieldElement.Subtract(out w.A, Y, X);
        FieldElement.Subtract(out w.B, other.Y, other.X);
        FieldElement.Multiply(out w.A, w.A, w.B);
        FieldElement.Add(out w.B, Y, X);
        FieldElement.Add(out w.C, other.Y, other.X);
        FieldElement.Multiply(out w.B, w.B, w.C);
        FieldElement.Multiply(out w.C, T, other.T);
        FieldElement.Multiply(out w.C, w.C, TwiceD);
        FieldElement.Multiply(out w.D, Z, other.Z);
        FieldElement.Add(out w.D, w.D, w.D);
        FieldElement.Subtract(out w.E, w.B, w.A);
        FieldElement.Subtract(out w.F, w.D, w.C);
        FieldElement.Add(out w.G, w.D, w.C);
        FieldElement.Add(out w.H, w.B, w.A);
        FieldElement.Multiply(out X, w.E, w.F);
        FieldElement.Multiply(out Y, w.G, w.H);
        FieldElement.Multiply(out T, w.E, w.H);
        FieldElement.Multiply(out Z, w.F, w.G);
    }

    /// <summary>u = (1 + y)/(1 - y) = (Z + Y)/(Z - Y); nothing below for the neutral point.</summary>
    public readonly void ToFraction(out Fraction u)
    {
        u = default;
        FieldElement.Add(out u.Above, Z, Y);
        FieldElement.Subtract(out u.Below, Z, Y);
    }

    /// <summary>All divided by their Z, with one inversion for all of them. For public points.</summary>
    public static void Normalize(Span<EdwardsPoint> points)
    {
        var products = new FieldElement[points.Length];
        var rest = FieldElement.One;
        for (var i = 0; i < points.Length; i++)
        {
            products[i] = rest;
            FieldElement.Multiply(out rest, rest, points[i].Z);
        }

        FieldElement.Invert(out rest, rest);
        for (var i = points.Length - 1; i >= 0; i--)
        {
            ref var point = ref points[i];
            FieldElement.Multiply(out var inverse, rest, products[i]);
            FieldElement.Multiply(out rest, rest, point.Z);
            FieldElement.Multiply(out point.X, point.X, inverse);
            FieldElement.Multiply(out point.Y, point.Y, inverse);
            FieldElement.Multiply(out point.T, point.X, point.Y);
            point.Z = FieldElement.One;
        }
    }

    /// <summary>2 d x y of a point with Z = 1.</summary>
    public readonly FieldElement TwiceDxy()
    {
        FieldElement.Multiply(out var t, T, TwiceD);
        return t;
    }

    /// <summary>A point for u, if there is one on this curve. For public points.</summary>
    public static bool TryFind(in FieldElement u, out EdwardsPoint point)
    {
        FieldElement one = FieldElement.One, zero = default;
        point = default;
        FieldElement.Add(out var below, u, one);
        if (FieldElement.AreSame(below, zero)) return false;
        FieldElement.Subtract(out var above, u, one);
        FieldElement.Invert(out below, below);
        FieldElement.Multiply(out var y, above, below);

        // x^2 = (y^2 - 1)/(d y^2 + 1) = a/b, and so x is a b^3 (a b^7)^((p - 5)/8), perhaps times the root of -1.
        FieldElement.Square(out var yy, y);
        FieldElement.Subtract(out var a, yy, one);
        FieldElement.Multiply(out var b, D, yy);
        FieldElement.Add(out b, b, one);
        FieldElement.Square(out var b3, b);
        FieldElement.Multiply(out b3, b3, b);
        FieldElement.Square(out var b7, b3);
        FieldElement.Multiply(out b7, b7, b);
        FieldElement.Multiply(out var t, a, b7);
        FieldElement.RootPower(out t, t);
        FieldElement.Multiply(out t, t, b3);
        FieldElement.Multiply(out var x, t, a);
        FieldElement.Square(out t, x);
        FieldElement.Multiply(out t, t, b);
        if (!FieldElement.AreSame(t, a))
        {
            FieldElement.Subtract(out var minus, zero, a);
            if (!FieldElement.AreSame(t, minus)) return false;
            FieldElement.Multiply(out x, x, RootOfMinusOne);
        }

        point = new EdwardsPoint { X = x, Y = y, Z = one };
        FieldElement.Multiply(out point.T, x, y);
        return true;
    }

    /// <summary>d = -121665/121666 (RFC 7748, section 4.1).</summary>
    private static FieldElement MakeD()
    {
        FieldElement.Multiply(out var above, FieldElement.One, 121665);
        FieldElement.Multiply(out var below, FieldElement.One, 121666);
        FieldElement.Invert(out below, below);
        FieldElement.Multiply(out above, above, below);
        FieldElement.Subtract(out var d, default, above);
        return d;
    }

    /// <summary>2^((p - 1)/4): 2 is no square, so its square is -1.</summary>
    private static FieldElement MakeRootOfMinusOne()
    {
        FieldElement.Multiply(out var two, FieldElement.One, 2);
        FieldElement.RootPower(out var root, two);
        FieldElement.Square(out root, root);
        FieldElement.Multiply(out root, root, 2);
        return root;
    }

    /// <summary>The names of the paper.</summary>
    internal struct Working
    {
        public FieldElement A, B, C, D, E, F, G, H;
    }
}
