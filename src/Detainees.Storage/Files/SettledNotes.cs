using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics;

namespace Detainees.Storage.Files;

/// <summary>
/// What became of outgoing rows since the writer's last transaction, in a small file beside the database: noting it needs no
/// transaction, a process that is killed finds it again, and the next transaction, mostly a turn's, takes it into the tables.
/// </summary>
/// <remarks>
/// A ring of places of 32 bytes: number, row, message, kind, CRC-32C; little-endian. It is mapped, so a note is some stores to memory, which the system
/// keeps when the process dies. Nothing is synced: after a power cut a note may be
/// missing, and its row is sent once more. A place is not cleared when its note is taken in, because taking one in twice changes
/// nothing: ids of rows are never used again.
/// </remarks>
internal sealed class SettledNotes : IDisposable
{
    public const string FileName = "settled";
    public const int Places = 4096;
    private const int PlaceSize = 32;

    private readonly Lock gate = new();
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Queue<SettledNote> waiting;
    private long next;
    private bool isDirty;

    private SettledNotes(MemoryMappedFile file, Queue<SettledNote> waiting)
    {
        (this.file, this.waiting, next, isDirty) = (file, waiting, waiting.Count, waiting.Count > 0);
        view = file.CreateViewAccessor();
    }

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
            var left = new Queue<SettledNote>(TakeUp(file, greatestId));
            return new SettledNotes(
                MemoryMappedFile.CreateFromFile(file, null, Places * PlaceSize, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false), left);
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
    /// <returns>False, and nothing is kept, when there is no room: then only a transaction will do.</returns>
    public bool TryAdd(IReadOnlyList<SettledNote> notes)
    {
        lock (gate)
        {
            if (waiting.Count + notes.Count > Places) return false;
            Span<byte> place = stackalloc byte[PlaceSize];
            isDirty = true;
            foreach (var note in notes)
            {
                Write(place, next, note);
                view.SafeMemoryMappedViewHandle.WriteSpan<byte>((ulong)(next % Places * PlaceSize), place);
                next++;
                waiting.Enqueue(note);
            }

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
            view.SafeMemoryMappedViewHandle.WriteSpan<byte>(0, new byte[Places * PlaceSize]);
            isDirty = false;
        }
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

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
