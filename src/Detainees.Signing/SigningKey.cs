using System.Security.Cryptography;

namespace Detainees.Signing;

/// <summary>A private ECDSA key on P-256: the server's, a desk's or the team root's. Safe to use from several threads.</summary>
public sealed class SigningKey : IDisposable
{
    private const int MaxPemLength = 4096;

    private readonly Lock gate = new();
    private readonly ECDsa key;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        Public = VerifyingKey.Of(key);
    }

    public VerifyingKey Public { get; }

    /// <summary>A fresh key from the system's random source.</summary>
    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads one unencrypted PKCS#8 block ("BEGIN PRIVATE KEY"), at most 4,096 characters; null for anything else.</summary>
    public static SigningKey? TryReadPem(string pkcs8Pem)
    {
        if (pkcs8Pem.Length > MaxPemLength || !PemEncoding.TryFind(pkcs8Pem, out var fields)) return null;
        if (!pkcs8Pem.AsSpan(fields.Label).SequenceEqual("PRIVATE KEY")) return null;
        var der = new byte[fields.DecodedDataLength];
        var key = ECDsa.Create();
        try
        {
            if (!Convert.TryFromBase64Chars(pkcs8Pem.AsSpan(fields.Base64Data), der, out var length)) return Refuse(key);
            key.ImportPkcs8PrivateKey(der.AsSpan(0, length), out var read);
            return read == length && P256.Is(key) ? new SigningKey(key) : Refuse(key);
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            return Refuse(key); // the second is for a curve that this system does not know
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>The private key as PKCS#8 PEM with a final newline. A secret: for a file only its owner can read.</summary>
    public string ToPem()
    {
        lock (gate) return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <summary>ECDSA with SHA-256 over <paramref name="data"/>: r and s, 32 bytes each (IEEE P1363).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => Sign(data, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The same signature as an ASN.1 DER sequence, which signed notes carry.</summary>
    internal byte[] SignDer(ReadOnlySpan<byte> data) => Sign(data, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose()
    {
        lock (gate) key.Dispose();
    }

    public override string ToString() => "[redacted]";

    // The documentation of ECDsa promises thread safety for static members only.
    private byte[] Sign(ReadOnlySpan<byte> data, DSASignatureFormat format)
    {
        lock (gate) return key.SignData(data, HashAlgorithmName.SHA256, format);
    }

    private static SigningKey? Refuse(ECDsa key)
    {
        key.Dispose();
        return null;
    }
}
