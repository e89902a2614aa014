using System.Buffers.Binary;
using Detainees.Journal;

namespace Detainees.Storage.Keys;

/// <summary>What a box is bound to (its associated data): its table, its thread and its place there.</summary>
/// <remarks>A row copied over another, or an old version put back in its place under a newer revision, does not open.</remarks>
internal static class Bound
{
    public const int Size = 64;

    public static ReadOnlySpan<byte> State(Span<byte> buffer, ThreadKey thread, long revision) =>
        Write(buffer, "detainees/draft/1"u8, thread, revision);

    public static ReadOnlySpan<byte> DraftKey(Span<byte> buffer, ThreadKey thread, long revision) =>
        Write(buffer, "detainees/draft-key/1"u8, thread, revision);

    public static ReadOnlySpan<byte> Outgoing(Span<byte> buffer, ThreadKey thread, long id) =>
        Write(buffer, "detainees/outgoing/1"u8, thread, id);

    public static ReadOnlySpan<byte> Fetch(Span<byte> buffer, ThreadKey thread, Guid attachment)
    {
        var start = Write(buffer, "detainees/fetch/1"u8, thread, 0).Length;
        attachment.TryWriteBytes(buffer[start..], bigEndian: true, out var written);
        return buffer[..(start + written)];
    }

    private static ReadOnlySpan<byte> Write(Span<byte> buffer, ReadOnlySpan<byte> table, ThreadKey thread, long number)
    {
        table.CopyTo(buffer);
        thread.Value.TryWriteBytes(buffer[table.Length..], bigEndian: true, out var written);
        BinaryPrimitives.WriteInt64BigEndian(buffer[(table.Length + written)..], number);
        return buffer[..(table.Length + written + sizeof(long))];
    }
}
