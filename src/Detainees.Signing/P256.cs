using System.Security.Cryptography;

namespace Detainees.Signing;

/// <summary>The one curve of this project: NIST P-256, for which OpenSSH, RFC 9421, C2SP and the BCL all have a name.</summary>
internal static class P256
{
    public const int FieldBytes = 32;
    public const int SignatureBytes = 2 * FieldBytes;
    /// <summary>0x04, then x and y (SEC 1, section 2.3.3).</summary>
    public const int PointBytes = 1 + 2 * FieldBytes;

    private const string Oid = "1.2.840.10045.3.1.7";

    public static bool Is(ECDsa key)
    {
        var curve = key.ExportParameters(false).Curve;
        // Some platforms name the curve without its number.
        return curve.IsNamed && (curve.Oid.Value == Oid || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");
    }

    /// <summary>A key object for an uncompressed point; null where the point is not on the curve.</summary>
    public static ECDsa? TryImport(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes || point[0] != 4) return null;
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point.Slice(1, FieldBytes).ToArray(), Y = point[(1 + FieldBytes)..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
