using System.Buffers;
using System.Security.Cryptography;

namespace Detainees.Opening.Reading;

/// <summary>A pooled buffer of fixed size that plaintext is collected in and that is wiped before anybody else gets it.</summary>
internal sealed class PlaintextBuffer(int capacity) : IDisposable
{
    private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, capacity));
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);
    public ReadOnlyMemory<byte> WrittenMemory => bytes.AsMemory(0, length);

    /// <summary>Room for a chunk, which <see cref="Advance"/> takes when the chunk is verified.</summary>
    public Span<byte> Room(int size) => bytes.AsSpan(length, size);

    public void Advance(int size) => length += size;

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
        length = 0;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(bytes);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
