using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>The u of a product as it comes out of a multiplication: not yet divided, because many are divided for the price of one.</summary>
internal struct Fraction
{
    public FieldElement Above, Below;
    private FieldElement before;

    /// <summary>Divides all of them with one inversion (Montgomery 1987, section 10.3.1), writes 32 bytes for each, and clears them.</summary>
    /// <remarks>
    /// Where there is nothing below, which is how a point of small order comes out, the result is zeros as RFC 7748 has it: for all, if it is
    /// one of several. The caller refuses zeros; nothing is told by a jump.
    /// </remarks>
    public static void Divide(Span<Fraction> fractions, Span<byte> results)
    {
        if (results.Length != 32 * fractions.Length) throw new ArgumentException("A result takes 32 bytes.", nameof(results));
        var inverse = FieldElement.One; // of all that is below so far; first the product itself
        for (var i = 0; i < fractions.Length; i++)
        {
            fractions[i].before = inverse;
            FieldElement.Multiply(out inverse, inverse, fractions[i].Below);
        }

        FieldElement.Invert(out inverse, inverse);
        for (var i = fractions.Length - 1; i >= 0; i--)
        {
            ref var fraction = ref fractions[i];
            FieldElement.Multiply(out fraction.before, fraction.before, inverse);
            FieldElement.Multiply(out fraction.Above, fraction.Above, fraction.before);
            fraction.Above.ToBytes(results[(32 * i)..]);
            FieldElement.Multiply(out inverse, inverse, fraction.Below);
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(fractions));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<FieldElement>(ref inverse)));
    }
}
