using System.Security.Cryptography;
using System.Text;
using Detainees.Sealing.Ciphers;
using Detainees.Sealing.Curve25519;

namespace Detainees.Sealing;

/// <summary>Wraps a file key and writes the header of an age file, up to and including the payload's nonce.</summary>
internal static class SealingHeader
{
    /// <summary>Wraps the file key for each recipient with a share of its own, as age does: no two stanzas can be told to belong together.</summary>
    /// <exception cref="CryptographicException">An agreed secret is all zeros: the recipient's point has a small order.</exception>
    public static Stanza[] Wrap(ReadOnlySpan<byte> fileKey, IReadOnlyList<Recipient> to)
    {
        var stanzas = new Stanza[to.Count];
        for (var at = 0; at < stanzas.Length; at += X25519.MostAtOnce)
        {
            var points = new PublicPoint[Math.Min(X25519.MostAtOnce, stanzas.Length - at)];
            for (var i = 0; i < points.Length; i++) points[i] = to[at + i].Point;
            Wrap(fileKey, points, stanzas.AsSpan(at));
        }

        return stanzas;
    }

    /// <param name="points">At most <see cref="X25519.MostAtOnce"/>.</param>
    private static void Wrap(ReadOnlySpan<byte> fileKey, PublicPoint[] points, Span<Stanza> stanzas)
    {
        const int Most = X25519.MostAtOnce * X25519.Bytes;
        var used = points.Length * X25519.Bytes;
        Span<byte> scalars = stackalloc byte[Most], shares = stackalloc byte[Most], secrets = stackalloc byte[Most];
        Span<byte> wrapKey = stackalloc byte[AgeFormat.KeyBytes];
        try
        {
            RandomNumberGenerator.Fill(scalars[..used]);
            if (!X25519.TryAgree(scalars[..used], points, shares[..used], secrets[..used]))
                throw new CryptographicException("No secret can be agreed with a recipient.");
            for (var i = 0; i < points.Length; i++)
            {
                ReadOnlySpan<byte> share = shares.Slice(i * X25519.Bytes, X25519.Bytes), secret = secrets.Slice(i * X25519.Bytes, X25519.Bytes);
                AgeFormat.X25519WrapKey(secret, share, points[i].Bytes, wrapKey);
                stanzas[i] = new Stanza("X25519", [Stanza.Base64(share)], WrapWith(wrapKey, fileKey));
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalars);
            CryptographicOperations.ZeroMemory(secrets);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>The file key under a key that is used this once, and so under a nonce of zeros.</summary>
    public static byte[] WrapWith(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> fileKey)
    {
        var body = new byte[AgeFormat.WrappedKeyBytes];
        Span<byte> nonce = stackalloc byte[AgeFormat.NonceBytes];
        nonce.Clear();
        using var cipher = SealingCipher.Create(wrapKey);
        cipher.Seal(nonce, fileKey, body);
        return body;
    }

    /// <summary>The header and a fresh payload nonce; gives the cipher of the payload.</summary>
    public static byte[] Write(ReadOnlySpan<byte> fileKey, IReadOnlyList<Stanza> stanzas, out ISealingCipher payload)
    {
        var text = new StringBuilder(AgeFormat.Intro, 64 + 128 * stanzas.Count);
        foreach (var stanza in stanzas) stanza.WriteTo(text);
        text.Append(AgeFormat.FooterMark);
        Span<byte> mac = stackalloc byte[AgeFormat.MacBytes];
        AgeFormat.HeaderMac(fileKey, Encoding.ASCII.GetBytes(text.ToString()), mac);
        text.Append(' ').Append(Stanza.Base64(mac)).Append('\n');

        var header = new byte[text.Length + AgeFormat.PayloadNonceBytes];
        Encoding.ASCII.GetBytes(text.ToString(), header);
        var nonce = header.AsSpan(text.Length);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> key = stackalloc byte[AgeFormat.KeyBytes];
        AgeFormat.PayloadKey(fileKey, nonce, key);
        payload = SealingCipher.Create(key);
        CryptographicOperations.ZeroMemory(key);
        return header;
    }
}
