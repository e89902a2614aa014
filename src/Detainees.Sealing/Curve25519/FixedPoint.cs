using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>
/// A point that is multiplied often (the base point, a recipient's key), with a table of its multiples: some third of the work of
/// the ladder. The table is of public numbers, 30 KB.
/// </summary>
/// <remarks>
/// The products are the ladder's. They are computed on the twisted Edwards curve -x^2 + y^2 = 1 + d x^2 y^2, to which u maps as
/// y = (u - 1)/(u + 1), and whose addition has no exceptions; the sign of x does not matter, because only u is given back. The scalar is
/// taken in 64 signed digits of radix 16, so that half of them need one table and four doublings the other half. Constant time: every
/// entry of a row is touched whatever the digit is.
/// </remarks>
internal sealed class FixedPoint
{
    private const int Rows = 32;
    private const int Columns = 8;

    private static readonly FieldElement D = MakeD();
    private static readonly FieldElement RootOfMinusOne = MakeRootOfMinusOne();

    /// <summary>Row i, column j: (j + 1) 256^i times the point.</summary>
    private readonly Multiple[] table;

    private FixedPoint(Multiple[] table) => this.table = table;

    /// <param name="u">32 bytes, as in RFC 7748; the highest bit is ignored. Public: not for secrets.</param>
    /// <returns>Null for a number that is no point of the curve but of its twist; the ladder takes those too.</returns>
    public static FixedPoint? TryCreate(ReadOnlySpan<byte> u)
    {
        if (!TryFind(FieldElement.FromBytes(u), out var point)) return null;
        var points = new Extended[Rows * Columns];
        for (var row = 0; row < Rows; row++)
        {
            var first = Multiple.Of(point, Inverse(point.Z));
            for (var column = 0; column < Columns; column++)
            {
                points[row * Columns + column] = point;
                // Twice, three times, ... eight times; the last doubles of the row lead to the next one.
                if (column < Columns - 1) point.Add(first);
            }

            for (var i = 0; i < 5; i++) point.Double(); // eight times 2^5 is 256
        }

        return new FixedPoint(ToMultiples(points));
    }

    /// <summary>As <see cref="IX25519.Multiply"/> with this point.</summary>
    public void Multiply(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        if (scalar.Length != 32) throw new ArgumentException("A scalar is 32 bytes.", nameof(scalar));
        if (result.Length != 32) throw new ArgumentException("The result takes 32 bytes.", nameof(result));

        Span<sbyte> digits = stackalloc sbyte[64];
        ToDigits(scalar, digits);
        var w = new Working { Sum = Extended.Zero };
        for (var i = 1; i < 64; i += 2) AddDigit(ref w, i, digits[i]);
        for (var i = 0; i < 4; i++) w.Sum.Double();
        for (var i = 0; i < 64; i += 2) AddDigit(ref w, i, digits[i]);

        // u = (1 + y)/(1 - y) = (Z + Y)/(Z - Y); nothing for the neutral point, which RFC 7748 gives back as zeros.
        FieldElement.Subtract(out w.Below, w.Sum.Z, w.Sum.Y);
        FieldElement.Add(out w.Above, w.Sum.Z, w.Sum.Y);
        FieldElement.Invert(out w.Below, w.Below);
        FieldElement.Multiply(out w.Above, w.Above, w.Below);
        w.Above.ToBytes(result);

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<Working>(ref w)));
    }

    /// <summary>Digits of -8 to 8, lowest first, of the clamped scalar (RFC 7748, section 5).</summary>
    private static void ToDigits(ReadOnlySpan<byte> scalar, Span<sbyte> digits)
    {
        Span<byte> k = stackalloc byte[32];
        X25519.Clamp(scalar, k);
        var carry = 0;
        for (var i = 0; i < 64; i++) digits[i] = NextDigit(k[i >> 1], 4 * (i & 1), ref carry);
        digits[63] = LastDigit(digits[63], carry);
        CryptographicOperations.ZeroMemory(k);
    }

    // These have no jump, and are methods of their own so that the tests can read what became of them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static sbyte NextDigit(int octet, int shift, ref int carry)
    {
        var digit = ((octet >> shift) & 15) + carry;
        carry = (digit + 8) >> 4;
        return (sbyte)(digit - (carry << 4));
    }

    /// <summary>Nothing is taken from the last one: it is at most 7 and a carry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static sbyte LastDigit(int digit, int carry) => (sbyte)(digit + (carry << 4));

    private void AddDigit(ref Working w, int index, int digit)
    {
        Begin(ref w, digit);
        var row = table.AsSpan((index >> 1) * Columns, Columns);
        for (var j = 0; j < Columns; j++) Choose(ref w, j + 1, row[j]);
        AddChosen(ref w);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Begin(ref Working w, int digit)
    {
        w.Negative = (digit >> 31) & 1;
        w.Size = (digit ^ -w.Negative) + w.Negative;
        w.Chosen = Multiple.Neutral;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Choose(ref Working w, int size, in Multiple multiple) => w.Chosen.TakeIf((int)((uint)((w.Size ^ size) - 1) >> 31), multiple);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddChosen(ref Working w)
    {
        w.Chosen.NegateIf(w.Negative);
        w.Sum.Add(w.Chosen);
    }

    private static FieldElement Inverse(in FieldElement f)
    {
        FieldElement.Invert(out var inverse, f);
        return inverse;
    }

    /// <summary>All divided by their Z, with one inversion for all of them.</summary>
    private static Multiple[] ToMultiples(Extended[] points)
    {
        var products = new FieldElement[points.Length];
        products[0] = points[0].Z;
        for (var i = 1; i < points.Length; i++) FieldElement.Multiply(out products[i], products[i - 1], points[i].Z);
        FieldElement.Invert(out var rest, products[^1]);
        var multiples = new Multiple[points.Length];
        for (var i = points.Length - 1; i >= 0; i--)
        {
            var inverse = rest;
            if (i > 0) FieldElement.Multiply(out inverse, rest, products[i - 1]);
            FieldElement.Multiply(out rest, rest, points[i].Z);
            multiples[i] = Multiple.Of(points[i], inverse);
        }

        return multiples;
    }

    /// <summary>A point of the Edwards curve for u, if there is one.</summary>
    private static bool TryFind(in FieldElement u, out Extended point)
    {
        FieldElement one = FieldElement.One, zero = default;
        point = Extended.Zero;
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

        point = new Extended { X = x, Y = y, Z = one };
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

    /// <summary>x = X/Z, y = Y/Z, x y = T/Z.</summary>
    private struct Extended
    {
        public FieldElement X, Y, Z, T;

        public static Extended Zero => new() { Y = FieldElement.One, Z = FieldElement.One };

        /// <summary>Hisil, Wong, Carter, Dawson 2008 for a = -1, the second point with Z = 1: valid for all points.</summary>
        public void Add(in Multiple other)
        {
            FieldElement.Subtract(out var a, Y, X);
            FieldElement.Multiply(out a, a, other.Difference);
            FieldElement.Add(out var b, Y, X);
            FieldElement.Multiply(out b, b, other.Sum);
            FieldElement.Multiply(out var c, T, other.TwiceDxy);
            FieldElement.Add(out var d, Z, Z);
            FieldElement.Subtract(out var e, b, a);
            FieldElement.Subtract(out var f, d, c);
            FieldElement.Add(out var g, d, c);
            FieldElement.Add(out var h, b, a);
            Complete(e, f, g, h);
        }

        public void Double()
        {
            FieldElement.Square(out var a, X);
            FieldElement.Square(out var b, Y);
            FieldElement.Square(out var c, Z);
            FieldElement.Multiply(out c, c, 2); // with its carry: a plain sum would be too wide for what follows
            FieldElement.Add(out var e, X, Y);
            FieldElement.Square(out e, e);
            FieldElement.Add(out var h, a, b);
            FieldElement.Subtract(out e, e, h);
            FieldElement.Subtract(out var g, b, a);
            FieldElement.Subtract(out var f, g, c);
            FieldElement.Subtract(out h, default, h);
            Complete(e, f, g, h);
        }

        private void Complete(in FieldElement e, in FieldElement f, in FieldElement g, in FieldElement h)
        {
            FieldElement.Multiply(out X, e, f);
            FieldElement.Multiply(out Y, g, h);
            FieldElement.Multiply(out T, e, h);
            FieldElement.Multiply(out Z, f, g);
        }
    }

    /// <summary>A point with Z = 1 as the addition wants it: y + x, y - x, 2 d x y.</summary>
    private struct Multiple
    {
        public FieldElement Sum, Difference, TwiceDxy;

        public static Multiple Neutral => new() { Sum = FieldElement.One, Difference = FieldElement.One };

        /// <param name="inverse">Of the point's Z.</param>
        public static Multiple Of(in Extended point, in FieldElement inverse)
        {
            FieldElement.Multiply(out var x, point.X, inverse);
            FieldElement.Multiply(out var y, point.Y, inverse);
            var multiple = default(Multiple);
            FieldElement.Add(out multiple.Sum, y, x);
            FieldElement.Subtract(out multiple.Difference, y, x);
            FieldElement.Multiply(out var t, x, y);
            FieldElement.Multiply(out t, t, D);
            FieldElement.Multiply(out multiple.TwiceDxy, t, 2);
            return multiple;
        }

        public void TakeIf(int bit, in Multiple other)
        {
            Sum.TakeIf(bit, other.Sum);
            Difference.TakeIf(bit, other.Difference);
            TwiceDxy.TakeIf(bit, other.TwiceDxy);
        }

        public void NegateIf(int bit)
        {
            FieldElement.Swap(bit, ref Sum, ref Difference);
            FieldElement.Subtract(out var minus, default, TwiceDxy);
            TwiceDxy.TakeIf(bit, minus);
        }
    }

    /// <summary>Kept together so that one call clears it all.</summary>
    private struct Working
    {
        public Extended Sum;
        public Multiple Chosen;
        public int Size, Negative;
        public FieldElement Above, Below;
    }
}
