using System.Buffers;
using System.Security.Cryptography;
using Detainees.Sealing.Ciphers;

namespace Detainees.Sealing;

/// <summary>
/// Write-only: seals what is written to it in chunks of 64 KiB. Only <see cref="Complete"/> or <see cref="CompleteAsync"/>
/// writes the last chunk; disposed of before, it leaves an unfinished file, which every opener refuses.
/// </summary>
/// <remarks>
/// A full chunk is held until more comes or the file is complete, because the last one is marked (C2SP age.md, "Payload").
/// Holds two pooled buffers of one chunk, whatever the length. Asynchronous writes never write synchronously. When a write
/// to the destination fails, the file is lost: every later write and Complete throws.
/// </remarks>
public sealed class SealingStream : Stream
{
    private readonly Stream destination;
    private readonly ISealingCipher payload;
    private readonly bool leaveOpen;
    private readonly byte[] plain = ArrayPool<byte>.Shared.Rent(AgeFormat.ChunkBytes);
    private readonly byte[] chunk = ArrayPool<byte>.Shared.Rent(AgeFormat.SealedChunkBytes);
    private byte[]? header;
    private int held;
    private long index;
    private State state = State.Open;

    internal SealingStream(Stream destination, byte[] header, ISealingCipher payload, bool leaveOpen) =>
        (this.destination, this.header, this.payload, this.leaveOpen) = (destination, header, payload, leaveOpen);

    private enum State { Open, Writing, Complete, Disposed }

    /// <summary>How much plaintext was written so far, padding included.</summary>
    public long PlaintextBytes { get; private set; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => state is State.Open;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckOpen();
        while (buffer.Length > 0)
        {
            if (held == AgeFormat.ChunkBytes) Emit(isLast: false);
            buffer = buffer[Take(buffer)..];
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        while (buffer.Length > 0)
        {
            if (held == AgeFormat.ChunkBytes) await EmitAsync(isLast: false, cancellationToken);
            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes the last chunk and flushes the destination. Nothing can be written after it.</summary>
    public void Complete()
    {
        CheckOpen();
        Emit(isLast: true);
        destination.Flush();
        state = State.Complete;
    }

    /// <inheritdoc cref="Complete"/>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        CheckOpen();
        await EmitAsync(isLast: true, cancel);
        await destination.FlushAsync(cancel);
        state = State.Complete;
    }

    /// <summary>Appends zero bytes up to <see cref="Padding.PaddedLength"/>, then completes. Photographs, sound and documents open with them.</summary>
    public async Task CompletePaddedAsync(CancellationToken cancel)
    {
        CheckOpen();
        for (var missing = Padding.PaddedLength(PlaintextBytes) - PlaintextBytes; missing > 0;)
        {
            if (held == AgeFormat.ChunkBytes) await EmitAsync(isLast: false, cancel);
            var zeros = (int)Math.Min(missing, AgeFormat.ChunkBytes - held);
            plain.AsSpan(held, zeros).Clear();
            held += zeros;
            PlaintextBytes += zeros;
            missing -= zeros;
        }

        await CompleteAsync(cancel);
    }

    /// <summary>Does nothing: a chunk cannot be written before it is known whether it is the last one.</summary>
    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Release() && !leaveOpen) destination.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Release() && !leaveOpen) await destination.DisposeAsync();
        await base.DisposeAsync();
    }

    private int Take(ReadOnlySpan<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, AgeFormat.ChunkBytes - held);
        buffer[..taken].CopyTo(plain.AsSpan(held));
        held += taken;
        PlaintextBytes += taken;
        return taken;
    }

    private void Emit(bool isLast)
    {
        state = State.Writing;
        if (header is not null) destination.Write(header);
        header = null;
        destination.Write(chunk.AsSpan(0, SealChunk(isLast)));
        state = State.Open;
    }

    private async ValueTask EmitAsync(bool isLast, CancellationToken cancel)
    {
        state = State.Writing;
        if (header is not null) await destination.WriteAsync(header, cancel);
        header = null;
        await destination.WriteAsync(chunk.AsMemory(0, SealChunk(isLast)), cancel);
        state = State.Open;
    }

    private int SealChunk(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[AgeFormat.NonceBytes];
        AgeFormat.ChunkNonce(index++, isLast, nonce);
        var length = held + AgeFormat.TagBytes;
        payload.Seal(nonce, plain.AsSpan(0, held), chunk.AsSpan(0, length));
        held = 0;
        return length;
    }

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(state is State.Disposed, this);
        // Still "writing" here means that a write failed, was cancelled or is under way: a part of a chunk may be out.
        if (state is State.Writing) throw new InvalidOperationException("A write before this one did not end well.");
        if (state is State.Complete) throw new InvalidOperationException("The file is complete.");
    }

    private bool Release()
    {
        if (state is State.Disposed) return false;
        state = State.Disposed;
        payload.Dispose();
        CryptographicOperations.ZeroMemory(plain); // the pool gives it to anybody
        ArrayPool<byte>.Shared.Return(plain);
        ArrayPool<byte>.Shared.Return(chunk);
        return true;
    }
}
