using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Detainees.Storage.Keys;

/// <summary>AES-256-GCM over padded bytes: 12 bytes nonce, ciphertext, 16 bytes tag.</summary>
/// <remarks>
/// The padded text is its length (4 bytes, big-endian), the bytes, and zeros up to a multiple of the bucket, so that a stored
/// size tells only a bucket. Nonces are random: a key seals far less than the 2^32 boxes that NIST SP 800-38D, 8.3 allows.
/// </remarks>
internal static class Box
{
    public const int NonceSize = 12;
    public const int TagSize = 16;
    public const int KeySize = 32;
    private const int LengthSize = 4;

    /// <summary>The size of the sealed box for so many bytes.</summary>
    public static int SizeFor(int bytes, int bucket) => NonceSize + Padded(bytes, bucket) + TagSize;

    /// <param name="box">Receives exactly <see cref="SizeFor"/> bytes.</param>
    public static void Seal(AesGcm key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> bound, Span<byte> box)
    {
        var nonce = box[..NonceSize];
        var text = box[NonceSize..^TagSize];
        Nonces.Fill(nonce);
        BinaryPrimitives.WriteInt32BigEndian(text, bytes.Length);
        bytes.CopyTo(text[LengthSize..]);
        text[(LengthSize + bytes.Length)..].Clear();
        // In place: no second copy of the plain bytes is ever made.
        key.Encrypt(nonce, text, text, box[^TagSize..], bound);
    }

    /// <returns>Null when the box was not sealed with this key for this place, or is damaged.</returns>
    public static byte[]? Open(AesGcm key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < NonceSize + LengthSize + TagSize) return null;
        var text = new byte[box.Length - NonceSize - TagSize];
        try
        {
            key.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], text, bound);
            var length = BinaryPrimitives.ReadInt32BigEndian(text);
            return length < 0 || length > text.Length - LengthSize ? null : text.AsSpan(LengthSize, length).ToArray();
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static int Padded(int bytes, int bucket) => (LengthSize + bytes + bucket - 1) / bucket * bucket;
}
