using SQLitePCL;

namespace Detainees.Storage.Tests.Faults;

/// <summary>
/// The files of one folder as the engine writes them, with a fault at the n-th operation. It remembers what was synced and what was
/// not, so that it can put the files back as a power cut might leave them. Syncs themselves are skipped: they are what is simulated.
/// </summary>
internal sealed class FaultyDisk : IDisposable
{
    private const int While = 6;
    private const int Sector = 512;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Shadow> files = [];
    private readonly string folder;
    private DiskFault kind;
    private int strikesAt = int.MaxValue;
    private int failsUntil;
    private bool dead;

    public FaultyDisk(string folder)
    {
        this.folder = folder;
        EngineFiles.Watch(folder, this);
    }

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    public void StrikeAt(int operation, DiskFault fault)
    {
        lock (gate) (strikesAt, kind, failsUntil) = (operation, fault, operation + (fault is DiskFault.FullForAWhile or DiskFault.ReadOnlyForAWhile ? While : 1));
    }

    public void Opened(string path)
    {
        lock (gate)
            if (!files.ContainsKey(path)) files[path] = new Shadow(File.Exists(path) ? File.ReadAllBytes(path) : []);
    }

    /// <summary>What a write, truncation, sync or removal gives; <paramref name="done"/> says how much of a write is to be done first.</summary>
    public int Operate(int bytes, out int done)
    {
        lock (gate)
        {
            done = 0;
            if (dead) return raw.SQLITE_IOERR;
            var number = ++Operations;
            if (number < strikesAt || number >= failsUntil)
            {
                done = bytes;
                return raw.SQLITE_OK;
            }

            if (kind is DiskFault.KillTorn or DiskFault.FailedTorn) done = bytes / 2;
            dead = kind is DiskFault.Kill or DiskFault.KillTorn or DiskFault.PowerCut;
            return kind switch
            {
                DiskFault.Kill or DiskFault.KillTorn or DiskFault.PowerCut or DiskFault.Failed or DiskFault.FailedTorn => raw.SQLITE_IOERR,
                DiskFault.Full or DiskFault.FullForAWhile => raw.SQLITE_FULL,
                DiskFault.ReadOnlyForAWhile => raw.SQLITE_READONLY,
            };
        }
    }

    public void Written(string path, long at, ReadOnlySpan<byte> bytes)
    {
        lock (gate) files[path].Pending.Add((at, bytes.ToArray()));
    }

    public void Truncated(string path, long size)
    {
        lock (gate) files[path].Pending.Add((size, null));
    }

    public void Synced(string path)
    {
        lock (gate) files[path].Sync();
    }

    public void Removed(string path)
    {
        lock (gate) files.Remove(path);
    }

    /// <summary>After everything is closed: puts the files as the power cut left them. The order of writes without a sync is the disk's own.</summary>
    public void RestoreAfterPowerCut(Random random)
    {
        foreach (var (path, shadow) in files)
        {
            foreach (var (at, bytes) in shadow.Pending)
            {
                if (random.Next(2) == 0) continue;
                var kept = bytes is null || random.Next(4) > 0 ? bytes : bytes[..(bytes.Length / Sector * Sector * random.Next(0, 4) / 4)];
                shadow.Apply(at, kept);
            }

            File.WriteAllBytes(path, shadow.Durable);
        }

        // It lies in memory: after a power cut there is none.
        foreach (var index in Directory.GetFiles(folder, "*-shm")) File.Delete(index);
    }

    public void Dispose() => EngineFiles.Leave(folder);

    private sealed class Shadow(byte[] durable)
    {
        public byte[] Durable { get; private set; } = durable;

        /// <summary>Writes (place, bytes) and truncations (size, null) since the last sync.</summary>
        public List<(long At, byte[]? Bytes)> Pending { get; } = [];

        public void Sync()
        {
            foreach (var (at, bytes) in Pending) Apply(at, bytes);
            Pending.Clear();
        }

        public void Apply(long at, byte[]? bytes)
        {
            var content = Durable;
            var size = bytes is null ? (int)at : Math.Max(content.Length, (int)at + bytes.Length);
            Array.Resize(ref content, size);
            bytes?.CopyTo(content, at);
            Durable = content;
        }
    }
}
