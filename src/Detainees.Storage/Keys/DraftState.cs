using Detainees.Journal;

namespace Detainees.Storage.Keys;

/// <summary>Opens a stored draft.</summary>
internal static class DraftState
{
    /// <returns>Null when the epoch key is gone or the row does not open.</returns>
    public static byte[]? Open(EpochKey? epoch, ThreadKey thread, long revision, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> state)
    {
        using var key = OpenKey.Unwrap(epoch, thread, revision, wrappedKey);
        return key?.OpenState(state, thread, revision);
    }
}
