using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Detainees.Sealing;

/// <summary>What both halves of age v1 know: sizes, key derivations, nonces. C2SP age.md.</summary>
internal static class AgeFormat
{
    public const string Intro = "age-encryption.org/v1\n";
    public const string FooterMark = "---";
    public const int FileKeyBytes = 16;
    public const int WrappedKeyBytes = FileKeyBytes + TagBytes;
    public const int PayloadNonceBytes = 16;
    public const int ChunkBytes = 65536;
    public const int TagBytes = 16;
    public const int SealedChunkBytes = ChunkBytes + TagBytes;
    public const int NonceBytes = 12;
    public const int KeyBytes = 32;
    public const int MacBytes = 32;

    /// <summary>The header's MAC over everything up to and including "---".</summary>
    public static void HeaderMac(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> header, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, salt: [], info: "header"u8);
        HMACSHA256.HashData(key, header, mac);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The key of the payload's chunks.</summary>
    /// <param name="nonce">The 16 bytes after the header.</param>
    public static void PayloadKey(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> nonce, Span<byte> key) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, nonce, "payload"u8);

    /// <summary>The key that wraps the file key for one X25519 recipient.</summary>
    public static void X25519WrapKey(
        ReadOnlySpan<byte> secret, ReadOnlySpan<byte> share, ReadOnlySpan<byte> recipient, Span<byte> key)
    {
        Span<byte> salt = stackalloc byte[64];
        share.CopyTo(salt);
        recipient.CopyTo(salt[32..]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt, "age-encryption.org/v1/X25519"u8);
    }

    /// <summary>The nonce of a chunk: 11 bytes of big-endian counter, then 1 for the last chunk.</summary>
    public static void ChunkNonce(long index, bool isLast, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], index);
        nonce[11] = isLast ? (byte)1 : (byte)0;
    }
}
