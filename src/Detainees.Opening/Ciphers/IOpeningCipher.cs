namespace Detainees.Opening.Ciphers;

/// <summary>ChaCha20-Poly1305 (RFC 8439, section 2.8) without associated data, under one key; the opening direction only.</summary>
internal interface IOpeningCipher : IDisposable
{
    /// <param name="nonce">12 bytes.</param>
    /// <param name="ciphertext">The ciphertext and its tag, at least 16 bytes.</param>
    /// <param name="plaintext">Exactly 16 bytes fewer; left without anything of the plaintext when the answer is false.</param>
    /// <returns>False when the tag does not verify.</returns>
    bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext);
}
