using System.Security.Cryptography;
using Detainees.Sealing.Ciphers;

namespace Detainees.Sealing;

/// <summary>Seals to a team: age v1 files with X25519 recipients, which any stock <c>age</c> opens and this program cannot.</summary>
public static class Age
{
    /// <summary>Seals a small text or file as one piece.</summary>
    /// <returns>102 + 98 bytes for each recipient more than the plaintext, and 16 for each further 64 KiB.</returns>
    /// <exception cref="ArgumentException">There is nobody to seal to.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> plaintext, IReadOnlyList<Recipient> to)
    {
        var header = Begin(to, out var payload);
        using (payload) return SealPayload(header, plaintext, payload);
    }

    /// <summary>Seals what is written to the returned stream, in constant memory. The file is good only after its Complete.</summary>
    /// <param name="leaveOpen">Whether the destination outlives the returned stream.</param>
    /// <exception cref="ArgumentException">There is nobody to seal to.</exception>
    public static SealingStream SealTo(Stream destination, IReadOnlyList<Recipient> to, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var header = Begin(to, out var payload);
        return new SealingStream(destination, header, payload, leaveOpen);
    }

    /// <summary>As <see cref="Seal"/>, with stanzas made by the caller: for passphrases, which only the opening half knows.</summary>
    internal static byte[] SealWith(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> fileKey, IReadOnlyList<Stanza> stanzas)
    {
        var header = SealingHeader.Write(fileKey, stanzas, out var payload);
        using (payload) return SealPayload(header, plaintext, payload);
    }

    private static byte[] Begin(IReadOnlyList<Recipient> to, out ISealingCipher payload)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (to.Count == 0) throw new ArgumentException("Nothing is sealed to nobody.", nameof(to));
        Span<byte> fileKey = stackalloc byte[AgeFormat.FileKeyBytes];
        RandomNumberGenerator.Fill(fileKey);
        try
        {
            return SealingHeader.Write(fileKey, SealingHeader.Wrap(fileKey, to), out payload);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    private static byte[] SealPayload(byte[] header, ReadOnlySpan<byte> plaintext, ISealingCipher payload)
    {
        var chunks = Math.Max(1, (plaintext.Length + (long)AgeFormat.ChunkBytes - 1) / AgeFormat.ChunkBytes);
        var file = new byte[header.Length + plaintext.Length + chunks * AgeFormat.TagBytes];
        header.CopyTo(file, 0);
        var rest = file.AsSpan(header.Length);
        Span<byte> nonce = stackalloc byte[AgeFormat.NonceBytes];
        for (long index = 0; index < chunks; index++)
        {
            var chunk = plaintext[..Math.Min(AgeFormat.ChunkBytes, plaintext.Length)];
            AgeFormat.ChunkNonce(index, isLast: index == chunks - 1, nonce);
            payload.Seal(nonce, chunk, rest[..(chunk.Length + AgeFormat.TagBytes)]);
            plaintext = plaintext[chunk.Length..];
            rest = rest[(chunk.Length + AgeFormat.TagBytes)..];
        }

        return file;
    }
}
