using System.Buffers;

namespace Detainees.Telegram;

/// <summary>An answer's bytes in a rented array, wiped when given back: it may hold what people wrote.</summary>
internal sealed class AnswerBuffer : IDisposable
{
    /// <summary>100 updates of the longest messages stay far below this; a page that never ends does not.</summary>
    public const int MaxBytes = 32 << 20;

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    /// <summary>Reads to the end; false when there is more than <see cref="MaxBytes"/>.</summary>
    public async ValueTask<bool> FillAsync(Stream content, CancellationToken cancel)
    {
        while (true)
        {
            if (length == bytes.Length && !Grow()) return false;
            var read = await content.ReadAsync(bytes.AsMemory(length), cancel);
            if (read == 0) return true;
            length += read;
        }
    }

    private bool Grow()
    {
        if (length >= MaxBytes) return false;
        var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        bytes = larger;
        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
}
