using Detainees.Opening.Ciphers;
using Detainees.Sealing;

namespace Detainees.Opening.Identities;

/// <summary>A file key as a stanza's body holds it: 32 bytes, under a key used once and a nonce of zeros.</summary>
internal static class WrappedKey
{
    public static bool TryOpen(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> body, Span<byte> fileKey)
    {
        Span<byte> nonce = stackalloc byte[AgeFormat.NonceBytes];
        nonce.Clear();
        using var cipher = OpeningCipher.Create(wrapKey);
        return cipher.TryOpen(nonce, body, fileKey);
    }
}
