using System.Buffers;

namespace Detainees.Conversations;

/// <summary>What is being written, in borrowed memory that goes back empty: an answer must not lie about in it for whoever borrows it next.</summary>
internal sealed class ClearedBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsSpan(length);
    }

    public byte[] ToArray() => bytes[..length];

    public void Dispose()
    {
        Give(bytes, length);
        bytes = [];
    }

    private void MakeRoom(int sizeHint)
    {
        if (bytes.Length - length >= Math.Max(1, sizeHint)) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + sizeHint));
        bytes.AsSpan(0, length).CopyTo(larger);
        Give(bytes, length);
        bytes = larger;
    }

    private static void Give(byte[] borrowed, int used)
    {
        borrowed.AsSpan(0, used).Clear();
        ArrayPool<byte>.Shared.Return(borrowed);
    }
}
