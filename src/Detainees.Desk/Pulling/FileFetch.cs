using System.Net;
using System.Security.Cryptography;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Pulling;

internal enum FetchFault
{
    /// <summary>The server does not hold the file (any more).</summary>
    NotHeld,

    /// <summary>What the server gave is not what the journal names.</summary>
    Damaged,

    /// <summary>The connection broke, three times; what came is kept and the next pull goes on from there.</summary>
    BrokenOff,

    /// <summary>The server stopped answering, here or for a file before.</summary>
    NoAnswer,
}

/// <summary>Fetches one sealed file: into <c>incoming/</c>, from where an earlier pull broke off; given its name when size and hash are right.</summary>
internal static class FileFetch
{
    private const int Tries = 3;
    private const int BufferBytes = 64 * 1024;

    public static async Task<FetchFault?> RunAsync(ServerClient client, DeskFolder folder, BundleItem item, CancellationToken cancel)
    {
        FetchFault? fault = null;
        for (var i = 0; i < Tries; i++)
        {
            await using (var part = PrivateFiles.Open(folder.IncomingPathOf(item), FileMode.OpenOrCreate))
                fault = await CompleteAsync(client, part, item, cancel);
            if (fault is null)
            {
                folder.Keep(item);
                return null;
            }

            if (fault == FetchFault.NotHeld) break;
        }

        if (fault is FetchFault.NotHeld or FetchFault.Damaged) File.Delete(folder.IncomingPathOf(item));
        return fault;
    }

    private static async Task<FetchFault?> CompleteAsync(ServerClient client, FileStream part, BundleItem item, CancellationToken cancel)
    {
        if (part.Length > item.Sealed.Bytes) part.SetLength(0);
        if (part.Length < item.Sealed.Bytes && await FillAsync(client, part, item, cancel) is { } fault) return fault;
        part.Position = 0;
        if (part.Length == item.Sealed.Bytes && Sha256Hash.FromBytes(await SHA256.HashDataAsync(part, cancel)) == item.Sealed.Hash)
        {
            part.Flush(flushToDisk: true);
            return null;
        }

        // A part of an earlier pull may have gone bad: the next try is from the start.
        part.SetLength(0);
        return FetchFault.Damaged;
    }

    private static async Task<FetchFault?> FillAsync(ServerClient client, FileStream part, BundleItem item, CancellationToken cancel)
    {
        var path = "/desk/v1/" + item.FileName[..^".age".Length];
        var sent = await client.FileAsync(path, part.Length, cancel);
        if (sent is not Attempt<HttpResponseMessage>.Done(var answer)) return FetchFault.NoAnswer;
        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.NotFound) return FetchFault.NotHeld;
            var continues = answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == part.Length;
            if (!continues) part.SetLength(0);
            // The file at the server ends before what the journal says.
            if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return FetchFault.Damaged;
            part.Position = part.Length;
            return await CopyAsync(answer, part, item.Sealed.Bytes, cancel);
        }
    }

    /// <summary>Never takes more than the journal names, whatever the server sends.</summary>
    private static async Task<FetchFault?> CopyAsync(HttpResponseMessage answer, FileStream part, long size, CancellationToken cancel)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using var content = await answer.Content.ReadAsStreamAsync(cancel);
            while (part.Position < size)
            {
                int read;
                patience.CancelAfter(ServerClient.Patience);
                try
                {
                    read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferBytes, size - part.Position)), patience.Token);
                }
                catch (Exception fault) when (fault is IOException or HttpRequestException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
                {
                    return FetchFault.BrokenOff;
                }

                if (read == 0) return FetchFault.BrokenOff;
                await part.WriteAsync(buffer.AsMemory(0, read), cancel);
            }

            return null;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
