using System.Buffers;
using Detainees.Journal;

namespace Detainees.Desk.Store;

/// <summary>
/// Cuts a stream into encoded entries: each ends with the line that starts with "previous " (docs/journal.md, "An entry").
/// What is no entry comes out as bytes that do not decode, so that the verifier names it; then nothing more comes.
/// </summary>
/// <param name="limit">Bytes to read at most.</param>
internal sealed class EntryReader(Stream source, long limit)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> entry = new();
    private long left = limit;
    private int start, end, lineStart;
    private bool ended;

    public async ValueTask<byte[]?> NextAsync(CancellationToken cancel)
    {
        while (!ended)
        {
            if (TakeLines() is { } complete) return complete;
            if (entry.WrittenCount > JournalEntry.MaxEncodedBytes) break;
            end = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancel);
            start = 0;
            left -= end;
            if (end == 0) break;
        }

        var rest = ended || entry.WrittenCount == 0 ? null : entry.WrittenSpan[..Math.Min(entry.WrittenCount, JournalEntry.MaxEncodedBytes)].ToArray();
        ended = true;
        return rest;
    }

    private byte[]? TakeLines()
    {
        while (start < end && entry.WrittenCount <= JournalEntry.MaxEncodedBytes)
        {
            var content = buffer.AsSpan(start, end - start);
            var newline = content.IndexOf((byte)'\n');
            var part = newline < 0 ? content : content[..(newline + 1)];
            entry.Write(part);
            start += part.Length;
            if (newline < 0) return null;
            var isLast = entry.WrittenSpan[lineStart..].StartsWith("previous "u8);
            lineStart = entry.WrittenCount;
            if (!isLast) continue;
            var complete = entry.WrittenSpan.ToArray();
            entry.ResetWrittenCount();
            lineStart = 0;
            return complete;
        }

        return null;
    }
}
