using System.Security.Cryptography;
using Detainees.Journal;

namespace Detainees.Storage.Keys;

/// <summary>The key of one epoch: wraps draft keys, seals what waits to be said or fetched.</summary>
internal sealed class EpochKey : IDisposable
{
    public const int OutgoingBucket = 256;
    private readonly Lock gate = new(); // an AesGcm is not for two threads at once
    private readonly AesGcm key;
    private bool disposed;

    /// <param name="number">The epoch's number: time since 1970 divided by the epoch's length.</param>
    /// <param name="bytes">32 bytes, copied.</param>
    public EpochKey(long number, ReadOnlySpan<byte> bytes)
    {
        Number = number;
        key = new AesGcm(bytes, Box.TagSize);
    }

    public long Number { get; }

    public byte[] WrapDraftKey(ReadOnlySpan<byte> draftKey, ThreadKey thread, long revision)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Seal(draftKey, Bound.DraftKey(bound, thread, revision), bucket: 1);
    }

    public byte[]? UnwrapDraftKey(ReadOnlySpan<byte> box, ThreadKey thread, long revision)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Open(box, Bound.DraftKey(bound, thread, revision)) is { Length: Box.KeySize } bytes ? bytes : null;
    }

    public byte[] SealOutgoing(ReadOnlySpan<byte> payload, ThreadKey thread, long id)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Seal(payload, Bound.Outgoing(bound, thread, id), OutgoingBucket);
    }

    public byte[]? OpenOutgoing(ReadOnlySpan<byte> box, ThreadKey thread, long id)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Open(box, Bound.Outgoing(bound, thread, id));
    }

    public byte[] SealFetch(ReadOnlySpan<byte> payload, ThreadKey thread, Guid attachment)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Seal(payload, Bound.Fetch(bound, thread, attachment), OutgoingBucket);
    }

    public byte[]? OpenFetch(ReadOnlySpan<byte> box, ThreadKey thread, Guid attachment)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        return Open(box, Bound.Fetch(bound, thread, attachment));
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            key.Dispose();
        }
    }

    private byte[] Seal(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> bound, int bucket)
    {
        var box = new byte[Box.SizeFor(bytes.Length, bucket)];
        lock (gate) Box.Seal(key, bytes, bound, box);
        return box;
    }

    // A key destroyed while a reader had it in hand opens nothing more.
    private byte[]? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        lock (gate) return disposed ? null : Box.Open(key, box, bound);
    }
}
