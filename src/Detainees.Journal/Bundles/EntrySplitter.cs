using System.Buffers;

namespace Detainees.Journal;

/// <summary>Cuts journal.txt into entries as it comes: each ends with the line that starts with "previous ".</summary>
internal sealed class EntrySplitter
{
    private static readonly byte[] LastLineStart = System.Text.Encoding.ASCII.GetBytes(EntryText.LastLineStart);
    private readonly ArrayBufferWriter<byte> entry = new();
    private int lineStart;

    /// <summary>Something other than whole entries came; nothing more is cut.</summary>
    public bool IsOverlong { get; private set; }

    public bool IsBetweenEntries => entry.WrittenCount == 0;

    public List<byte[]> Push(ReadOnlySpan<byte> content)
    {
        var complete = new List<byte[]>();
        while (!content.IsEmpty && !IsOverlong)
        {
            var end = content.IndexOf((byte)'\n');
            var part = end < 0 ? content : content[..(end + 1)];
            content = content[part.Length..];
            if (entry.WrittenCount + part.Length > JournalEntry.MaxEncodedBytes)
            {
                IsOverlong = true;
                break;
            }

            entry.Write(part);
            if (end < 0) break;
            if (entry.WrittenSpan[lineStart..].StartsWith(LastLineStart))
            {
                complete.Add(entry.WrittenSpan.ToArray());
                entry.ResetWrittenCount();
            }

            lineStart = entry.WrittenCount;
        }

        return complete;
    }
}
