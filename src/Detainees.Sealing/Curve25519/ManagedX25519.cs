using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Detainees.Sealing.Curve25519;

/// <summary>RFC 7748's Montgomery ladder in managed code, the same on every platform.</summary>
/// <remarks>
/// Constant time: whatever touches the scalar or what comes of it is in methods without a jump, which the tests see to
/// (<c>CompiledCodeTests</c>); the loops around them know lengths and counts only. The scalar and the ladder's
/// state are cleared before returning; what the compiler spilled to the stack is beyond reach.
/// </remarks>
internal sealed class ManagedX25519 : IX25519
{
    private const int A24 = 121665; // (486662 - 2) / 4

    /// <summary>The base point (RFC 7748, section 4.1), which lies on the curve.</summary>
    internal static readonly FixedPoint Base = FixedPoint.TryCreate([9, .. new byte[31]])!;

    public void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        Multiply(scalar, point, out var u);
        Fraction.Divide(new Span<Fraction>(ref u), result);
    }

    public void MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result)
    {
        Base.Multiply(scalar, out var u);
        Fraction.Divide(new Span<Fraction>(ref u), result);
    }

    /// <summary>As the other, short of the division.</summary>
    internal static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, out Fraction u)
    {
        if (scalar.Length != X25519.Bytes) throw new ArgumentException("A scalar is 32 bytes.", nameof(scalar));
        if (point.Length != X25519.Bytes) throw new ArgumentException("A point is 32 bytes.", nameof(point));
        Ladder(scalar, FieldElement.FromBytes(point), out u);
    }

    private static void Ladder(ReadOnlySpan<byte> scalar, FieldElement point, out Fraction u)
    {
        var w = new Working { X2 = FieldElement.One, X3 = point, Z3 = FieldElement.One };
        Span<byte> k = stackalloc byte[X25519.Bytes];
        X25519.Clamp(scalar, k);
        w.Load(k);
        for (var t = 254; t >= 0; t--) Rung(ref w, point);

        FieldElement.Swap(w.Swapped, ref w.X2, ref w.X3);
        FieldElement.Swap(w.Swapped, ref w.Z2, ref w.Z3);
        u = new Fraction { Above = w.X2, Below = w.Z2 };

        CryptographicOperations.ZeroMemory(k);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(new Span<Working>(ref w)));
    }

    /// <summary>RFC 7748, section 5, with its names, for the scalar's highest bit that is left. A method of its own, so that the tests can read what became of it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rung(ref Working w, in FieldElement u)
    {
        var bit = w.TakeBit();
        FieldElement.Swap(w.Swapped ^ bit, ref w.X2, ref w.X3);
        FieldElement.Swap(w.Swapped ^ bit, ref w.Z2, ref w.Z3);
        w.Swapped = bit;
        FieldElement.Add(out w.A, w.X2, w.Z2);
        FieldElement.Subtract(out w.B, w.X2, w.Z2);
        FieldElement.Add(out w.C, w.X3, w.Z3);
        FieldElement.Subtract(out w.D, w.X3, w.Z3);
        FieldElement.Multiply(out w.D, w.D, w.A);
        FieldElement.Multiply(out w.C, w.C, w.B);
        FieldElement.Square(out w.A, w.A);
        FieldElement.Square(out w.B, w.B);
        FieldElement.Subtract(out w.E, w.A, w.B);
        FieldElement.Add(out w.X3, w.D, w.C);
        FieldElement.Square(out w.X3, w.X3);
        FieldElement.Subtract(out w.Z3, w.D, w.C);
        FieldElement.Square(out w.Z3, w.Z3);
        FieldElement.Multiply(out w.Z3, w.Z3, u);
        FieldElement.Multiply(out w.X2, w.A, w.B);
        FieldElement.Multiply(out w.B, w.E, A24);
        FieldElement.Add(out w.B, w.B, w.A);
        FieldElement.Multiply(out w.Z2, w.E, w.B);
    }

    /// <summary>Kept together so that one call clears it all.</summary>
    private struct Working
    {
        public FieldElement X2, Z2, X3, Z3, A, B, C, D, E;
        public int Swapped;
        private ulong k0, k1, k2, k3;

        /// <summary>Bit 254 first: bit 255 of a clamped scalar is 0.</summary>
        public void Load(ReadOnlySpan<byte> scalar)
        {
            k0 = BinaryPrimitives.ReadUInt64LittleEndian(scalar);
            k1 = BinaryPrimitives.ReadUInt64LittleEndian(scalar[8..]);
            k2 = BinaryPrimitives.ReadUInt64LittleEndian(scalar[16..]);
            k3 = BinaryPrimitives.ReadUInt64LittleEndian(scalar[24..]);
            TakeBit();
        }

        /// <summary>Shifts the highest bit out: nothing is looked up by a place in the scalar.</summary>
        public int TakeBit()
        {
            var bit = (int)(k3 >> 63);
            (k3, k2, k1, k0) = (k3 << 1 | k2 >> 63, k2 << 1 | k1 >> 63, k1 << 1 | k0 >> 63, k0 << 1);
            return bit;
        }
    }
}
