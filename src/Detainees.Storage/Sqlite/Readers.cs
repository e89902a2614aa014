using System.Collections.Concurrent;

namespace Detainees.Storage.Sqlite;

/// <summary>The connections that read. They never wait for the writer, nor it for them.</summary>
internal sealed class Readers(string path) : IDisposable
{
    private const int Max = 8;
    private readonly ConcurrentBag<Reader> idle = [];
    private readonly SemaphoreSlim free = new(Max);
    private volatile bool isClosing;

    public async ValueTask<T> ReadAsync<T>(Func<Reader, T> read, CancellationToken cancel)
    {
        // Almost always there is one free and the read takes some microseconds: then nothing here waits or allocates a task.
        if (!free.Wait(0, CancellationToken.None)) await free.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(isClosing, typeof(IIntakeStore));
            var reader = idle.TryTake(out var known) ? known : new Reader(path);
            try
            {
                return read(reader);
            }
            finally
            {
                idle.Add(reader);
            }
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for the reads under way.</summary>
    public void Dispose()
    {
        isClosing = true;
        for (var i = 0; i < Max; i++) free.Wait();
        while (idle.TryTake(out var reader)) reader.Dispose();
        free.Release(Max);
    }
}
