using System.Globalization;

namespace Detainees.Endurance.Unreadable;

/// <summary>Looks through everything that a process has written, and through its memory.</summary>
internal static class Search
{
    private const int Block = 8 << 20;
    private const int Overlap = 256;

    /// <summary>What stands in which file; empty when nothing does.</summary>
    public static IReadOnlyList<string> Files(IEnumerable<string> folders, Needles needles, out (int Files, long Bytes) looked)
    {
        var found = new List<string>();
        looked = default;
        foreach (var path in folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            var content = File.ReadAllBytes(path);
            looked = (looked.Files + 1, looked.Bytes + content.Length);
            var hits = new Dictionary<Form, int>();
            needles.CountIn(content, hits);
            // Names of files are written to the disk as well.
            needles.CountIn(System.Text.Encoding.UTF8.GetBytes(path), hits);
            if (hits.Count > 0) found.Add($"{Path.GetFileName(path)}: {string.Join(", ", hits.Select(h => $"{h.Value} in {h.Key}"))}");
        }

        return found;
    }

    /// <summary>Hits by form in all writable memory of a process; null where this user may not read it.</summary>
    public static Dictionary<Form, int>? Memory(int process, Needles needles, out long bytes)
    {
        bytes = 0;
        var hits = new Dictionary<Form, int>();
        try
        {
            using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            foreach (var line in File.ReadAllLines($"/proc/{process}/maps"))
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (!parts[1].StartsWith("rw", StringComparison.Ordinal)) continue;
                var range = parts[0].Split('-');
                bytes += Look(memory, long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), needles, hits);
            }
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException)
        {
            return null;
        }

        return hits;
    }

    private static long Look(FileStream memory, long from, long to, Needles needles, Dictionary<Form, int> hits)
    {
        var buffer = new byte[Block];
        var looked = 0L;
        for (var at = from; at < to; at += Block - Overlap)
        {
            var want = (int)Math.Min(Block, to - at);
            int read;
            try
            {
                read = RandomAccess.Read(memory.SafeFileHandle, buffer.AsSpan(0, want), at);
            }
            catch (Exception gone) when (gone is IOException or ArgumentOutOfRangeException)
            {
                return looked; // reserved and not there, or the kernel's own
            }

            needles.CountIn(buffer.AsSpan(0, read), hits);
            looked += read;
            if (read < want) return looked;
        }

        return looked;
    }
}
