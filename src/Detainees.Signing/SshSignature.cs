using System.Security.Cryptography;
using System.Text;

namespace Detainees.Signing;

/// <summary>
/// Detached signatures that stock <c>ssh-keygen -Y verify</c> checks, and those that <c>ssh-keygen -Y sign</c> makes with an
/// ECDSA P-256 key (OpenSSH, PROTOCOL.sshsig). OpenSSH is on every system of a case worker, so anyone can check a file of ours.
/// </summary>
public static class SshSignature
{
    /// <summary>A signature of ours has about 600 characters; one of the largest RSA keys would have 3,000.</summary>
    public const int MaxLength = 8192;

    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";
    private const int Columns = 70; // as ssh-keygen writes it
    private const uint Version = 1;
    private const int MaxText = 256;

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <summary>Signs a message held in memory.</summary>
    /// <param name="ns">What the signature is for, such as "detainees-bundle": 1 to 256 characters of printable ASCII.</param>
    /// <returns>The armored signature, with a final newline.</returns>
    public static string Sign(SigningKey key, ReadOnlySpan<byte> message, string ns) => SignHash(key, SHA512.HashData(message), ns);

    /// <summary>The same for a message too long to hold.</summary>
    /// <param name="sha512">SHA-512 of the message: 64 bytes.</param>
    public static string SignHash(SigningKey key, ReadOnlySpan<byte> sha512, string ns)
    {
        if (!IsNamespace(ns)) throw new ArgumentException("Not a namespace.", nameof(ns));
        if (sha512.Length != SHA512.HashSizeInBytes) throw new ArgumentException("SHA-512 has 64 bytes.", nameof(sha512));
        var raw = key.Sign(SignedData(ns, [], "sha512", sha512));
        var numbers = new SshWriter().Integer(raw.AsSpan(0, P256.FieldBytes)).Integer(raw.AsSpan(P256.FieldBytes)).ToArray();
        var signature = new SshWriter().Text(VerifyingKey.Algorithm).Bytes(numbers).ToArray();
        return Armor(new SshWriter().Raw(Magic).Number(Version).Bytes(key.Public.Blob)
            .Text(ns).Text("").Text("sha512").Bytes(signature).ToArray());
    }

    /// <summary>Verifies an armored signature over <paramref name="message"/> by one of the <paramref name="allowed"/> keys.</summary>
    public static SshSignatureCheck Verify(
        string armored, ReadOnlySpan<byte> message, string ns, IReadOnlyCollection<VerifyingKey> allowed)
    {
        if (Parse(armored) is not { } parts) return new SshSignatureCheck.Refused(SshSignatureFault.Malformed);
        return Verify(parts, parts.Hash == "sha512" ? SHA512.HashData(message) : SHA256.HashData(message), ns, allowed);
    }

    /// <summary>
    /// The same for a message too long to hold, hashed by the caller with SHA-512. A signature over SHA-256, which
    /// <c>ssh-keygen</c> makes only when told to, is refused as <see cref="SshSignatureFault.OtherHash"/>.
    /// </summary>
    public static SshSignatureCheck VerifyHash(
        string armored, ReadOnlySpan<byte> sha512, string ns, IReadOnlyCollection<VerifyingKey> allowed)
    {
        if (Parse(armored) is not { } parts) return new SshSignatureCheck.Refused(SshSignatureFault.Malformed);
        if (parts.Hash != "sha512") return new SshSignatureCheck.Refused(SshSignatureFault.OtherHash);
        return Verify(parts, sha512, ns, allowed);
    }

    private static SshSignatureCheck Verify(Parts parts, ReadOnlySpan<byte> hash, string ns, IReadOnlyCollection<VerifyingKey> allowed)
    {
        if (parts.Namespace != ns) return new SshSignatureCheck.Refused(SshSignatureFault.WrongNamespace);
        if (VerifyingKey.TryReadBlob(parts.Key) is not { } key || !allowed.Contains(key))
            return new SshSignatureCheck.Refused(SshSignatureFault.UnknownKey);
        Span<byte> raw = stackalloc byte[P256.SignatureBytes];
        var outer = new SshReader(parts.Signature);
        if (!outer.TryText(MaxText, out var algorithm) || algorithm != VerifyingKey.Algorithm
            || !outer.TryBytes(P256.SignatureBytes + 16, out var numbers) || !outer.AtEnd)
            return new SshSignatureCheck.Refused(SshSignatureFault.Malformed);
        var inner = new SshReader(numbers);
        if (!inner.TryInteger(raw[..P256.FieldBytes]) || !inner.TryInteger(raw[P256.FieldBytes..]) || !inner.AtEnd)
            return new SshSignatureCheck.Refused(SshSignatureFault.Malformed);
        return key.Verify(SignedData(ns, parts.Reserved, parts.Hash, hash), raw)
            ? new SshSignatureCheck.Valid(key)
            : new SshSignatureCheck.Refused(SshSignatureFault.BadSignature);
    }

    private static byte[] SignedData(string ns, ReadOnlySpan<byte> reserved, string hashName, ReadOnlySpan<byte> hash) =>
        new SshWriter().Raw(Magic).Text(ns).Bytes(reserved).Text(hashName).Bytes(hash).ToArray();

    private static bool IsNamespace(string ns) => ns.Length is > 0 and <= MaxText && ns.All(c => c is >= ' ' and <= '~');

    private static Parts? Parse(string armored)
    {
        if (Unarmor(armored) is not { } blob) return null;
        var reader = new SshReader(blob);
        if (!reader.TryRaw(Magic.Length, out var magic) || !magic.SequenceEqual(Magic)) return null;
        if (!reader.TryNumber(out var version) || version != Version) return null;
        if (!reader.TryBytes(MaxLength, out var key)) return null;
        if (!reader.TryText(MaxText, out var ns) || ns.Length == 0) return null;
        // "Implementations should ignore the reserved field", but the signature covers it.
        if (!reader.TryBytes(MaxText, out var reserved)) return null;
        if (!reader.TryText(MaxText, out var hash) || hash is not ("sha512" or "sha256")) return null;
        if (!reader.TryBytes(MaxLength, out var signature) || !reader.AtEnd) return null;
        return new Parts(key.ToArray(), ns, reserved.ToArray(), hash, signature.ToArray());
    }

    private static string Armor(byte[] blob)
    {
        var text = new StringBuilder(Begin).Append('\n');
        foreach (var line in Convert.ToBase64String(blob).Chunk(Columns)) text.Append(line).Append('\n');
        return text.Append(End).Append('\n').ToString();
    }

    private static byte[]? Unarmor(string armored)
    {
        if (armored.Length > MaxLength) return null;
        // OpenSSH on Windows ends lines in CR LF.
        var lines = armored.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        if (lines is not [Begin, .. var body, End, ""] || body.Length == 0) return null;
        if (body[..^1].Any(line => line.Length != Columns) || body[^1].Length is 0 or > Columns) return null;
        return StrictBase64.Decode(string.Concat(body));
    }

    private sealed record Parts(byte[] Key, string Namespace, byte[] Reserved, string Hash, byte[] Signature);
}
