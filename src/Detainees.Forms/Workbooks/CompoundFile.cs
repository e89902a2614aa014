using System.Buffers.Binary;
using System.Text;

namespace Detainees.Forms;

/// <summary>
/// The streams of a compound file ([MS-CFB]), with every chain of sectors walked once: a chain that comes round would keep the
/// library that reads .xls going for ever.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const int HeaderEntries = 109;
    private const int DirectoryEntry = 128;

    private readonly byte[] bytes;
    private readonly int sectorSize;
    private readonly List<uint> fat = [];
    private readonly List<uint> miniFat = [];
    private readonly List<(string Name, uint Start, uint Size)> streams = [];
    private byte[] miniStream = [];

    private CompoundFile(byte[] bytes)
    {
        this.bytes = bytes;
        sectorSize = bytes.Length >= 512 && bytes[30] is 9 or 12 ? 1 << bytes[30] : throw Damaged();
    }

    public IEnumerable<string> Names => streams.Select(stream => stream.Name);

    public static CompoundFile Open(byte[] bytes)
    {
        var file = new CompoundFile(bytes);
        file.ReadFat();
        file.ReadDirectory();
        return file;
    }

    /// <summary>A stream's content; null when there is none of that name.</summary>
    public byte[]? Find(string name)
    {
        foreach (var (known, start, size) in streams)
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase)) return Read(start, size);
        return null;
    }

    private uint At(long offset) => offset >= 0 && offset + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)offset)) : throw Damaged();

    private long Offset(uint sector) => ((long)sector + 1) * sectorSize;

    private void ReadFat()
    {
        var parts = new List<uint>();
        for (var i = 0; i < HeaderEntries; i++) parts.Add(At(76 + i * 4));
        var seen = 0;
        for (var sector = At(68); sector < EndOfChain; sector = At(Offset(sector) + sectorSize - 4))
        {
            if (++seen > bytes.Length / sectorSize) throw Damaged();
            for (var i = 0; i < sectorSize / 4 - 1; i++) parts.Add(At(Offset(sector) + i * 4));
        }

        foreach (var part in parts.Where(part => part != Free && part != EndOfChain))
            for (var i = 0; i < sectorSize / 4 && fat.Count <= bytes.Length / sectorSize; i++) fat.Add(At(Offset(part) + i * 4));
    }

    private void ReadDirectory()
    {
        var directory = Join(Chain(At(48), fat));
        foreach (var sector in Chain(At(60), fat))
            for (var i = 0; i < sectorSize / 4; i++) miniFat.Add(At(Offset(sector) + i * 4));
        for (var at = 0; at + DirectoryEntry <= directory.Length; at += DirectoryEntry)
        {
            var entry = directory.AsSpan(at, DirectoryEntry);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
            if (length is < 2 or > 64) continue;
            var (name, start, size) = (Encoding.Unicode.GetString(entry[..(length - 2)]), BinaryPrimitives.ReadUInt32LittleEndian(entry[116..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]));
            if (entry[66] == 5) miniStream = size == 0 ? [] : Join(Chain(start, fat));
            else if (entry[66] == 2) streams.Add((name, start, size));
        }

        foreach (var (_, start, size) in streams)
            if (size > 0) _ = Chain(start, size < 4096 ? miniFat : fat);
    }

    private byte[] Read(uint start, uint size)
    {
        if (size == 0) return [];
        if (size >= 4096) return Join(Chain(start, fat)) is var whole && whole.Length > size ? whole[..(int)size] : whole;
        var content = new List<byte>();
        foreach (var sector in Chain(start, miniFat))
        {
            var at = (long)sector * 64;
            if (at + 64 <= miniStream.Length) content.AddRange(miniStream.AsSpan((int)at, 64));
        }

        return [.. content.Take((int)size)];
    }

    private static List<uint> Chain(uint start, List<uint> table)
    {
        var chain = new List<uint>();
        for (var sector = start; sector < EndOfChain; sector = table[(int)sector])
        {
            if (sector >= table.Count || chain.Count > table.Count) throw Damaged();
            chain.Add(sector);
        }

        return chain;
    }

    private byte[] Join(List<uint> chain)
    {
        var whole = new byte[(long)chain.Count * sectorSize];
        for (var i = 0; i < chain.Count; i++)
        {
            var from = Offset(chain[i]);
            if (from >= bytes.Length) throw Damaged();
            bytes.AsSpan((int)from, (int)Math.Min(sectorSize, bytes.Length - from)).CopyTo(whole.AsSpan(i * sectorSize));
        }

        return whole;
    }

    private static RefusedWorkbookException Damaged() =>
        RefusedWorkbookException.Damaged("The workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again as .xlsx.");
}
