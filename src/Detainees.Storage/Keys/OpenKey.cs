using System.Security.Cryptography;
using Detainees.Journal;

namespace Detainees.Storage.Keys;

/// <summary>
/// A draft's key, ready for use: unwrapping it and expanding it for the cipher costs several times what sealing an answer does. For all threads.
/// </summary>
/// <remarks>
/// Whoever reads this process's memory has the epoch's key as well, which unwraps all of them; nothing more is given away here. A draft that is
/// erased takes its key along (<see cref="Dispose"/>).
/// </remarks>
internal sealed class OpenKey : IDisposable
{
    private readonly Lock gate = new(); // an AesGcm is not for two threads at once
    private readonly AesGcm cipher;
    private readonly byte[] bytes;
    private bool isDisposed;

    /// <param name="key">32 bytes; copied.</param>
    public OpenKey(ReadOnlySpan<byte> key) => (cipher, bytes) = (new AesGcm(key, Box.TagSize), key.ToArray());

    /// <returns>Null when the epoch's key is gone or the row's key does not open.</returns>
    public static OpenKey? Unwrap(EpochKey? epoch, ThreadKey thread, long revision, ReadOnlySpan<byte> wrapped)
    {
        if (epoch?.UnwrapDraftKey(wrapped, thread, revision) is not { } key) return null;
        try
        {
            return new OpenKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public bool IsDisposed
    {
        get { lock (gate) return isDisposed; }
    }

    /// <summary>The key itself, sealed for its row.</summary>
    public byte[] Wrap(EpochKey epoch, ThreadKey thread, long revision)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return epoch.WrapDraftKey(bytes, thread, revision);
        }
    }

    /// <param name="box">Receives exactly <see cref="Box.SizeFor"/> bytes.</param>
    public void SealState(ReadOnlySpan<byte> state, ThreadKey thread, long revision, Span<byte> box)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            Box.Seal(cipher, state, Bound.State(bound, thread, revision), box);
        }
    }

    /// <returns>Null when the box is not this draft's at this revision, is damaged, or the key is disposed of.</returns>
    public byte[]? OpenState(ReadOnlySpan<byte> box, ThreadKey thread, long revision)
    {
        Span<byte> bound = stackalloc byte[Bound.Size];
        lock (gate) return isDisposed ? null : Box.Open(cipher, box, Bound.State(bound, thread, revision));
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public override string ToString() => "[redacted]";
}
