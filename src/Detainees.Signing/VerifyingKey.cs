using System.Security.Cryptography;

namespace Detainees.Signing;

/// <summary>A public ECDSA key on P-256, proven to be a point of the curve. Immutable; equal when the points are.</summary>
public sealed class VerifyingKey : IEquatable<VerifyingKey>
{
    internal const string Algorithm = "ecdsa-sha2-nistp256";
    private const string Curve = "nistp256";
    private const int MaxLineLength = 1024;

    private readonly byte[] point;

    private VerifyingKey(byte[] point, byte[] subjectPublicKeyInfo)
    {
        this.point = point;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Blob = new SshWriter().Text(Algorithm).Text(Curve).Bytes(point).ToArray();
        Id = "SHA256:" + Convert.ToBase64String(SHA256.HashData(Blob)).TrimEnd('=');
    }

    /// <summary>The fingerprint as <c>ssh-keygen -l</c> prints it: "SHA256:" and 43 characters of unpadded base64.</summary>
    public string Id { get; }

    /// <summary>The key in SSH's binary form (RFC 5656, section 3.1).</summary>
    internal byte[] Blob { get; }

    internal byte[] SubjectPublicKeyInfo { get; }

    /// <summary>One line of an authorized_keys file, without a newline.</summary>
    /// <param name="comment">Printable ASCII, or empty.</param>
    public string ToOpenSsh(string comment)
    {
        if (!comment.All(c => c is >= ' ' and <= '~')) throw new ArgumentException("Printable ASCII only.", nameof(comment));
        var line = $"{Algorithm} {Convert.ToBase64String(Blob)}";
        return comment.Length == 0 ? line : $"{line} {comment}";
    }

    /// <summary>
    /// Reads "ecdsa-sha2-nistp256 BASE64 [comment]", at most 1,024 characters, without options before it; one line end after
    /// it is allowed. Null for anything else, other kinds of keys included.
    /// </summary>
    public static VerifyingKey? TryParseOpenSsh(string line)
    {
        if (line.Length > MaxLineLength) return null;
        var trimmed = line.EndsWith('\n') ? line[..^1].TrimEnd('\r') : line;
        if (trimmed.AsSpan().ContainsAny('\r', '\n')) return null;
        var words = trimmed.Split(' ', 3);
        if (words.Length < 2 || words[0] != Algorithm || StrictBase64.Decode(words[1]) is not { } blob) return null;
        return TryReadBlob(blob);
    }

    /// <summary>Verifies a signature of 64 bytes (IEEE P1363) over SHA-256 of <paramref name="data"/>; any other length is false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == P256.SignatureBytes && Verify(data, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    internal bool VerifyDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(data, signature, DSASignatureFormat.Rfc3279DerSequence);

    internal static VerifyingKey Of(ECDsa key)
    {
        var q = key.ExportParameters(false).Q;
        if (q.X is not { Length: P256.FieldBytes } x || q.Y is not { Length: P256.FieldBytes } y)
            throw new ArgumentException("The key is not on P-256.", nameof(key));
        return new VerifyingKey([4, .. x, .. y], key.ExportSubjectPublicKeyInfo());
    }

    internal static VerifyingKey? TryReadBlob(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        if (!reader.TryText(Algorithm.Length, out var algorithm) || algorithm != Algorithm) return null;
        if (!reader.TryText(Curve.Length, out var curve) || curve != Curve) return null;
        if (!reader.TryBytes(P256.PointBytes, out var point) || !reader.AtEnd) return null;
        using var key = P256.TryImport(point);
        return key is null ? null : Of(key);
    }

    public bool Equals(VerifyingKey? other) => other is not null && point.AsSpan().SequenceEqual(other.point);
    public override bool Equals(object? obj) => Equals(obj as VerifyingKey);
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);
    public override string ToString() => Id;

    // A key object for each verification: they are not promised to be thread-safe, and 0.1 ms is less than a lock is worth.
    private bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, DSASignatureFormat format)
    {
        using var key = P256.TryImport(point);
        try
        {
            return key is not null && key.VerifyData(data, signature, HashAlgorithmName.SHA256, format);
        }
        catch (CryptographicException)
        {
            return false; // some platforms throw where the signature is no DER sequence
        }
    }
}
