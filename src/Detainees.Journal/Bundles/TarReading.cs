namespace Detainees.Journal;

/// <summary>
/// Walks through a tar that may be damaged. Where a header does not verify, it looks at the following blocks until one does:
/// the files behind the damage are found again. A source that ends, or fails to be read, is at its end.
/// </summary>
internal sealed class TarReading(Stream source)
{
    private readonly byte[] block = new byte[TarHeader.BlockBytes];
    private readonly byte[] skipped = new byte[64 * 1024];
    private long left; // of the content of the current file
    private int filling;

    /// <summary>The next header, or null at the end.</summary>
    public async Task<TarHeader?> NextAsync(CancellationToken cancel)
    {
        while (left > 0 || filling > 0)
        {
            if (left == 0) (left, filling) = (filling, 0);
            if (await ReadAsync(skipped, cancel) == 0) return null;
        }

        var empty = 0;
        while (await FillAsync(block, cancel))
        {
            if (TarHeader.TryDecode(block) is { } header)
            {
                (left, filling) = (header.Size, TarHeader.Filling(header.Size));
                return header;
            }

            empty = block.AsSpan().ContainsAnyExcept((byte)0) ? 0 : empty + 1;
            if (empty == 2) return null;
        }

        return null;
    }

    /// <summary>Content of the current file; 0 when there is no more of it.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        if (left == 0) return 0;
        var read = await TryReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancel);
        left = read == 0 ? 0 : left - read;
        return read;
    }

    private async Task<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await source.ReadAsync(buffer, cancel);
        }
        catch (IOException)
        {
            return 0; // a bad stick: what was read so far still counts, and the rest is reported as missing
        }
    }

    private async Task<bool> FillAsync(byte[] buffer, CancellationToken cancel)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await TryReadAsync(buffer.AsMemory(filled), cancel);
            if (read == 0) return false;
            filled += read;
        }

        return true;
    }
}
