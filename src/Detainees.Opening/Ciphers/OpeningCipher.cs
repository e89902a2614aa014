using System.Security.Cryptography;
using Detainees.Sealing;
using Detainees.Sealing.Ciphers;

namespace Detainees.Opening.Ciphers;

/// <summary>Chooses the platform's cipher, or ours where the platform has none (Windows before build 20142).</summary>
internal static class OpeningCipher
{
    public static IOpeningCipher Create(ReadOnlySpan<byte> key) => Create(key, ChaCha20Poly1305.IsSupported);

    internal static IOpeningCipher Create(ReadOnlySpan<byte> key, bool platform) =>
        platform ? new Platform(key) : new Managed(key);

    private sealed class Platform(ReadOnlySpan<byte> key) : IOpeningCipher
    {
        private readonly ChaCha20Poly1305 cipher = new(key);

        public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
        {
            try
            {
                cipher.Decrypt(nonce, ciphertext[..^AgeFormat.TagBytes], ciphertext[^AgeFormat.TagBytes..], plaintext);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false; // the platform has cleared the plaintext
            }
        }

        public void Dispose() => cipher.Dispose();
    }

    private sealed class Managed(ReadOnlySpan<byte> key) : IOpeningCipher
    {
        private readonly byte[] key = key.ToArray();

        public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
        {
            var body = ciphertext[..^AgeFormat.TagBytes];
            Span<byte> tag = stackalloc byte[AgeFormat.TagBytes];
            Poly1305.Authenticate(key, nonce, [], body, tag);
            if (!CryptographicOperations.FixedTimeEquals(tag, ciphertext[^AgeFormat.TagBytes..])) return false;
            ChaCha20.Xor(key, nonce, counter: 1, body, plaintext);
            return true;
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(key);
    }
}
