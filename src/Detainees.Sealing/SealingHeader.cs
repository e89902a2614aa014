using System.Security.Cryptography;
using System.Text;
using Detainees.Sealing.Ciphers;
using Detainees.Sealing.Curve25519;

namespace Detainees.Sealing;

/// <summary>Wraps a file key and writes the header of an age file, up to and including the payload's nonce.</summary>
internal static class SealingHeader
{
    /// <summary>Wraps the file key for one recipient with a share of its own, as age does: no two stanzas can be told to belong together.</summary>
    /// <exception cref="CryptographicException">The agreed secret is all zeros: the recipient's point has a small order.</exception>
    public static Stanza Wrap(ReadOnlySpan<byte> fileKey, Recipient recipient)
    {
        Span<byte> scalar = stackalloc byte[X25519.Bytes];
        Span<byte> secret = stackalloc byte[X25519.Bytes];
        Span<byte> wrapKey = stackalloc byte[AgeFormat.KeyBytes];
        Span<byte> share = stackalloc byte[X25519.Bytes];
        try
        {
            RandomNumberGenerator.Fill(scalar);
            X25519.Instance.MultiplyBase(scalar, share);
            if (!recipient.TryAgree(scalar, secret))
                throw new CryptographicException("No secret can be agreed with this recipient.");
            AgeFormat.X25519WrapKey(secret, share, recipient.Key, wrapKey);
            return new Stanza("X25519", [Stanza.Base64(share)], WrapWith(wrapKey, fileKey));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
            CryptographicOperations.ZeroMemory(secret);
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
