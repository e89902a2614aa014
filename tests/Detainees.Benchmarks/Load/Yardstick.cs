using System.Diagnostics;
using System.Security.Cryptography;

namespace Detainees.Benchmarks.Load;

/// <summary>
/// How quick the machine is at the moment, so that figures of different hours and machines can be compared by their ratios.
/// </summary>
/// <param name="Syncs">Overwrites of 4 KiB made durable, a second, one after another.</param>
/// <param name="HashedMegabytes">SHA-256 over 64 KiB pieces on one thread, a second; with less than a whole core it falls.</param>
internal sealed record Yardstick(double Syncs, double HashedMegabytes)
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(0.7);

    public static Yardstick Measure(string folder)
    {
        var path = Path.Combine(folder, "yardstick");
        var block = new byte[4096];
        var piece = new byte[65536];
        var syncs = 0;
        long begun;
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, new byte[1 << 20], 0);
            RandomAccess.FlushToDisk(file);
            for (begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Time; syncs++)
            {
                RandomAccess.Write(file, block, syncs % 256 * 4096L);
                RandomAccess.FlushToDisk(file);
            }
        }

        var syncTime = Stopwatch.GetElapsedTime(begun);
        File.Delete(path);
        var pieces = 0;
        for (begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Time; pieces++) SHA256.HashData(piece);
        return new Yardstick(syncs / syncTime.TotalSeconds, pieces / 16.0 / Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }
}
