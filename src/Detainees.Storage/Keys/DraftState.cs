using System.Security.Cryptography;
using Detainees.Journal;

namespace Detainees.Storage.Keys;

/// <summary>Opens a stored draft.</summary>
internal static class DraftState
{
    /// <returns>Null when the epoch key is gone or the row does not open.</returns>
    public static byte[]? Open(EpochKey? epoch, ThreadKey thread, long revision, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> state)
    {
        if (epoch?.UnwrapDraftKey(wrappedKey, thread, revision) is not { } key) return null;
        try
        {
            Span<byte> bound = stackalloc byte[Bound.Size];
            using var gcm = new AesGcm(key, Box.TagSize);
            return Box.Open(gcm, state, Bound.State(bound, thread, revision));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
