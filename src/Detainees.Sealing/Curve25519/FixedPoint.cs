using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>
/// A point that is multiplied often (the base point, a recipient's key), with a table of its multiples: a fourth of the time of the
/// ladder, with AVX2 a fourteenth. The table is of public numbers, 60 KB.
/// </summary>
/// <remarks>
/// The products are the ladder's. They are computed on the Edwards curve (<see cref="EdwardsPoint"/>), whose addition has no exceptions. The
/// scalar is taken in 64 signed digits of radix 16, and the table has a row for each of them, so that the product is a sum of 64 entries; four sums
/// are taken side by side, of every fourth digit, and added up at the end. Constant time: every entry of a row is read whatever the digit is.
/// </remarks>
internal sealed class FixedPoint
{
    private const int Digits = 64;
    private const int Lanes = 4;

    /// <summary>Row i, lane k, column j: (j + 1) 16^(4 i + k) times the point.</summary>
    private readonly TableRow[] table;

    private FixedPoint(TableRow[] table) => this.table = table;

    /// <param name="u">32 bytes, as in RFC 7748; the highest bit is ignored. Public: not for secrets.</param>
    /// <returns>Null for a number that is no point of the curve but of its twist; the ladder takes those too.</returns>
    public static FixedPoint? TryCreate(ReadOnlySpan<byte> u)
    {
        if (!EdwardsPoint.TryFind(FieldElement.FromBytes(u), out var point)) return null;
        // In the order in which they are packed: four digits' points once, then twice, ...
        var points = new EdwardsPoint[Digits * TableRow.Columns];
        var working = default(EdwardsPoint.Working);
        for (var digit = 0; digit < Digits; digit++)
        {
            var first = point;
            for (var column = 0; column < TableRow.Columns; column++)
            {
                points[(digit / Lanes * TableRow.Columns + column) * Lanes + digit % Lanes] = point;
                point.Add(column < TableRow.Columns - 1 ? first : point, ref working); // eight times twice is sixteen times: the next digit's
            }
        }

        EdwardsPoint.Normalize(points);
        var table = new TableRow[Digits / Lanes];
        for (var i = 0; i < points.Length / Lanes; i++)
            table[i / TableRow.Columns].Set(i % TableRow.Columns, new FourMultiples(points.AsSpan(i * Lanes, Lanes)));
        return new FixedPoint(table);
    }

    /// <summary>As <see cref="IX25519.Multiply"/> with this point, short of the division.</summary>
    public void Multiply(ReadOnlySpan<byte> scalar, out Fraction u)
    {
        if (scalar.Length != X25519.Bytes) throw new ArgumentException("A scalar is 32 bytes.", nameof(scalar));
        Span<int> digits = stackalloc int[Digits];
        ToDigits(scalar, digits);
        var w = new Working { Sums = FourPoints.Zeros };
        for (var i = 0; i < table.Length; i++)
        {
            w.Digits = Vector128.Create<int>(digits[(i * Lanes)..]);
            AddDigits(ref w, table[i]);
        }

        AddUp(ref w, out u);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(digits));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<Working>(ref w)));
    }

    /// <summary>Digits of -8 to 8, lowest first, of the clamped scalar (RFC 7748, section 5).</summary>
    private static void ToDigits(ReadOnlySpan<byte> scalar, Span<int> digits)
    {
        Span<byte> k = stackalloc byte[X25519.Bytes];
        X25519.Clamp(scalar, k);
        var carry = 0;
        for (var i = 0; i < Digits; i++) digits[i] = NextDigit(k[i >> 1], 4 * (i & 1), ref carry);
        digits[Digits - 1] = LastDigit(digits[Digits - 1], carry);
        CryptographicOperations.ZeroMemory(k);
    }

    // These have no jump, and are methods of their own so that the tests can read what became of them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NextDigit(int octet, int shift, ref int carry)
    {
        var digit = ((octet >> shift) & 15) + carry;
        carry = (digit + 8) >> 4;
        return digit - (carry << 4);
    }

    /// <summary>Nothing is taken from the last one: it is at most 7 and a carry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LastDigit(int digit, int carry) => digit + (carry << 4);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddDigits(ref Working w, in TableRow row)
    {
        w.Negative = w.Digits >> 31;
        row.Choose((w.Digits ^ w.Negative) - w.Negative, out w.Chosen);
        w.Chosen.Negate(w.Negative);
        w.Sums.Add(w.Chosen);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddUp(ref Working w, out Fraction u)
    {
        w.Sums.Lane(0, out w.Sum);
        w.Sums.Lane(1, out w.Other);
        w.Sum.Add(w.Other, ref w.Addition);
        w.Sums.Lane(2, out w.Other);
        w.Sum.Add(w.Other, ref w.Addition);
        w.Sums.Lane(3, out w.Other);
        w.Sum.Add(w.Other, ref w.Addition);
        w.Sum.ToFraction(out u);
    }

    /// <summary>Kept together so that one call clears it all.</summary>
    private struct Working
    {
        public FourPoints Sums;
        public FourMultiples Chosen;
        public Vector128<int> Digits, Negative;
        public EdwardsPoint Sum, Other;
        public EdwardsPoint.Working Addition;
    }
}
