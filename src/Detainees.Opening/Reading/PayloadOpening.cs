using System.Buffers;
using System.Security.Cryptography;
using Detainees.Opening.Ciphers;
using Detainees.Sealing;

namespace Detainees.Opening.Reading;

/// <summary>Opens the payload chunk by chunk (C2SP age.md, "Payload"); a chunk's plaintext is released only after its tag verified.</summary>
internal sealed class PayloadOpening : IDisposable
{
    private readonly byte[] fileKey;
    private readonly PlaintextBuffer output;
    private readonly byte[] held = ArrayPool<byte>.Shared.Rent(AgeFormat.SealedChunkBytes);
    private IOpeningCipher? cipher;
    private int heldBytes;
    private long index;
    private bool ended;

    public PayloadOpening(ReadOnlySpan<byte> fileKey, PlaintextBuffer output) => (this.fileKey, this.output) = (fileKey.ToArray(), output);

    public OpenFailure? Push(ReadOnlySpan<byte> input)
    {
        if (cipher is null)
        {
            Hold(ref input, AgeFormat.PayloadNonceBytes);
            if (heldBytes < AgeFormat.PayloadNonceBytes) return null;
            Span<byte> key = stackalloc byte[AgeFormat.KeyBytes];
            AgeFormat.PayloadKey(fileKey, held.AsSpan(0, heldBytes), key);
            cipher = OpeningCipher.Create(key);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(fileKey);
            heldBytes = 0;
        }

        while (input.Length > 0)
        {
            if (ended) return OpenFailure.PayloadInvalid; // something follows the last chunk
            Hold(ref input, AgeFormat.SealedChunkBytes);
            if (heldBytes < AgeFormat.SealedChunkBytes) return null;
            // Only the tag tells whether a full chunk is the last one. Tried as another chunk first: a cut file is then
            // found by its missing end, after all that is genuine.
            if (!OpenHeld(isLast: false) && !(ended = OpenHeld(isLast: true))) return OpenFailure.PayloadInvalid;
            heldBytes = 0;
        }

        return null;
    }

    public OpenFailure? Finish()
    {
        if (cipher is null) return OpenFailure.HeaderInvalid; // cut within the nonce, which the vectors count as header
        if (ended) return null;
        // The last chunk is empty only when the file is.
        var least = index == 0 ? AgeFormat.TagBytes : AgeFormat.TagBytes + 1;
        return heldBytes >= least && OpenHeld(isLast: true) ? null : OpenFailure.PayloadInvalid;
    }

    public void Dispose()
    {
        cipher?.Dispose();
        CryptographicOperations.ZeroMemory(fileKey);
        ArrayPool<byte>.Shared.Return(held);
    }

    private void Hold(ref ReadOnlySpan<byte> input, int upTo)
    {
        var taken = Math.Min(input.Length, upTo - heldBytes);
        input[..taken].CopyTo(held.AsSpan(heldBytes));
        heldBytes += taken;
        input = input[taken..];
    }

    private bool OpenHeld(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[AgeFormat.NonceBytes];
        AgeFormat.ChunkNonce(index, isLast, nonce);
        var room = output.Room(heldBytes - AgeFormat.TagBytes);
        if (cipher is null || !cipher.TryOpen(nonce, held.AsSpan(0, heldBytes), room)) return false;
        output.Advance(room.Length);
        index++;
        return true;
    }
}
