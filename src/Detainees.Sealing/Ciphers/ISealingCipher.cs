namespace Detainees.Sealing.Ciphers;

/// <summary>ChaCha20-Poly1305 (RFC 8439, section 2.8) without associated data, under one key; the sealing direction only.</summary>
internal interface ISealingCipher : IDisposable
{
    /// <param name="nonce">12 bytes, never twice under the same key.</param>
    /// <param name="ciphertext">Receives the ciphertext and its tag: exactly 16 bytes more than the plaintext; must not overlap it.</param>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext);
}
