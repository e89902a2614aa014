using System.Buffers.Binary;
using System.Numerics;

namespace Detainees.Storage.Files;

/// <summary>
/// What became of outgoing rows since the writer's last transaction, in a small file beside the database: noting it needs no
/// transaction, a process that is killed finds it again, and the next transaction, mostly a turn's, takes it into the tables.
/// </summary>
/// <remarks>
/// A ring of places of 32 bytes: number, row, message, kind, CRC-32C; little-endian. Nothing is synced: after a power cut a note may be
/// missing, and its row is sent once more. A place is not cleared when its note is taken in, because taking one in twice changes
/// nothing: ids of rows are never used again.
/// </remarks>
internal sealed class SettledNotes : IDisposable
{
    public const string FileName = "settled";
    public const int Places = 4096;
    private const int PlaceSize = 32;

    private readonly Lock gate = new();
    private readonly FileStream file;
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle handle; // taken once: the stream seeks each time it is asked
    private readonly Queue<SettledNote> waiting;
    private long next;
    private bool isDirty;

    private SettledNotes(FileStream file, Queue<SettledNote> waiting) =>
        (this.file, handle, this.waiting, next, isDirty) = (file, file.SafeFileHandle, waiting, waiting.Count, waiting.Count > 0);

    public bool Any
    {
        get { lock (gate) return waiting.Count > 0; }
    }

    /// <summary>Opens the file of a data directory, or makes it, with what a process that was killed has left there.</summary>
    /// <param name="greatestId">
    /// The greatest id that may have been given to a row. A note of a greater one is of another database, which was exchanged for this one.
    /// </param>
    public static SettledNotes Open(string folder, long greatestId)
    {
        var file = new FileStream(Path.Combine(folder, FileName), Durable.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
        try
        {
            return new SettledNotes(file, new Queue<SettledNote>(TakeUp(file, greatestId)));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is of use moves to the first places, and nothing else stays: it must not come to life under a later id.</summary>
    private static List<SettledNote> TakeUp(FileStream file, long greatestId)
    {
        var content = new byte[Places * PlaceSize];
        var isWhole = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length;
        var left = Read(content).Where(item => item.Note.Outgoing <= greatestId).OrderBy(item => item.Number).Select(item => item.Note).ToList();
        if (isWhole && !content.AsSpan().ContainsAnyExcept((byte)0)) return left;
        Array.Clear(content);
        for (var i = 0; i < left.Count; i++) Write(content.AsSpan(i * PlaceSize, PlaceSize), i, left[i]);
        file.Position = 0;
        file.Write(content);
        file.SetLength(content.Length);
        file.Flush(flushToDisk: true);
        return left;
    }

    /// <summary>Notes it all, so that it outlives this process.</summary>
    /// <returns>
    /// False when there is no room or the file cannot be written: then only a transaction will do. Some may stand in the file by then; they are true, and
    /// taking one in twice changes nothing.
    /// </returns>
    public bool TryAdd(IReadOnlyList<SettledNote> notes)
    {
        lock (gate)
        {
            if (waiting.Count + notes.Count > Places) return false;
            Span<byte> buffer = stackalloc byte[PlaceSize * 16];
            try
            {
                isDirty = true;
                for (var first = 0; first < notes.Count;)
                {
                    // As far as the buffer and the end of the ring.
                    var place = (int)((next + first) % Places);
                    var count = Math.Min(Math.Min(notes.Count - first, buffer.Length / PlaceSize), Places - place);
                    for (var i = 0; i < count; i++) Write(buffer.Slice(i * PlaceSize, PlaceSize), next + first + i, notes[first + i]);
                    RandomAccess.Write(handle, buffer[..(count * PlaceSize)], (long)place * PlaceSize);
                    first += count;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }

            next += notes.Count;
            foreach (var note in notes) waiting.Enqueue(note);
            return true;
        }
    }

    /// <summary>What is to be taken in, oldest first; it stays until <see cref="Taken"/>.</summary>
    public void CopyTo(List<SettledNote> target)
    {
        lock (gate) target.AddRange(waiting);
    }

    /// <summary>So many, the oldest, are in the tables.</summary>
    public void Taken(int count)
    {
        lock (gate)
            for (var i = 0; i < count; i++) waiting.Dequeue();
    }

    /// <summary>Overwrites what was taken in. Where something waits, nothing is done: the next time will do.</summary>
    public void Wipe()
    {
        lock (gate)
        {
            if (!isDirty || waiting.Count > 0) return;
            try
            {
                RandomAccess.Write(handle, new byte[Places * PlaceSize], 0);
                isDirty = false;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Numbers of messages in chats that nobody can tell from this; the next time may do.
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static List<(long Number, SettledNote Note)> Read(ReadOnlySpan<byte> content)
    {
        var found = new List<(long, SettledNote)>();
        for (; content.Length >= PlaceSize; content = content[PlaceSize..])
        {
            var place = content[..PlaceSize];
            var kind = (SettledKind)BinaryPrimitives.ReadInt32LittleEndian(place[24..]);
            // A place that was never written has no kind.
            if (!Enum.IsDefined(kind) || BinaryPrimitives.ReadUInt32LittleEndian(place[28..]) != Check(place)) continue;
            found.Add((BinaryPrimitives.ReadInt64LittleEndian(place),
                new SettledNote(kind, BinaryPrimitives.ReadInt64LittleEndian(place[8..]), BinaryPrimitives.ReadInt64LittleEndian(place[16..]))));
        }

        return found;
    }

    private static void Write(Span<byte> place, long number, SettledNote note)
    {
        BinaryPrimitives.WriteInt64LittleEndian(place, number);
        BinaryPrimitives.WriteInt64LittleEndian(place[8..], note.Outgoing);
        BinaryPrimitives.WriteInt64LittleEndian(place[16..], note.Message);
        BinaryPrimitives.WriteInt32LittleEndian(place[24..], (int)note.Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(place[28..], Check(place));
    }

    private static uint Check(ReadOnlySpan<byte> place)
    {
        var crc = 0u;
        for (var i = 0; i < 24; i += sizeof(ulong)) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(place[i..]));
        return BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(place[24..]));
    }
}
