namespace Detainees.Journal;

/// <summary>Writes files of known size into a tar, one after the other.</summary>
internal sealed class TarWriting(Stream destination, DateTimeOffset modified)
{
    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockBytes];
    private long size;
    private long written;

    public async Task BeginAsync(string name, long bytes, CancellationToken cancel)
    {
        (size, written) = (bytes, 0);
        await destination.WriteAsync(TarHeader.Encode(name, bytes, modified), cancel);
    }

    public async Task AddAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        written += content.Length;
        await destination.WriteAsync(content, cancel);
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        // The size stands before the content: had the source changed meanwhile, all that follows would be unreadable.
        if (written != size) throw new InvalidOperationException("The entries changed while the bundle was written.");
        await destination.WriteAsync(Zeros.AsMemory(0, TarHeader.Filling(size)), cancel);
    }

    public async Task FileAsync(string name, byte[] content, CancellationToken cancel)
    {
        await BeginAsync(name, content.Length, cancel);
        await AddAsync(content, cancel);
        await EndAsync(cancel);
    }

    /// <summary>Two empty blocks end an archive.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await destination.WriteAsync(Zeros, cancel);
        await destination.FlushAsync(cancel);
    }
}
