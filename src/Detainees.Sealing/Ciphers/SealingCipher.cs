using System.Security.Cryptography;

namespace Detainees.Sealing.Ciphers;

/// <summary>Chooses the platform's cipher, or ours where the platform has none (Windows before build 20142).</summary>
internal static class SealingCipher
{
    public static ISealingCipher Create(ReadOnlySpan<byte> key) => Create(key, ChaCha20Poly1305.IsSupported);

    internal static ISealingCipher Create(ReadOnlySpan<byte> key, bool platform) =>
        platform ? new Platform(key) : new Managed(key);

    private sealed class Platform(ReadOnlySpan<byte> key) : ISealingCipher
    {
        private readonly ChaCha20Poly1305 cipher = new(key);

        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) =>
            cipher.Encrypt(nonce, plaintext, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..]);

        public void Dispose() => cipher.Dispose();
    }

    private sealed class Managed(ReadOnlySpan<byte> key) : ISealingCipher
    {
        private readonly byte[] key = key.ToArray();

        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
        {
            var body = ciphertext[..plaintext.Length];
            ChaCha20.Xor(key, nonce, counter: 1, plaintext, body);
            Poly1305.Authenticate(key, nonce, [], body, ciphertext[plaintext.Length..]);
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(key);
    }
}
