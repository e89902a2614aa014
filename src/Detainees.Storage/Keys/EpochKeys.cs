using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Storage.Files;

namespace Detainees.Storage.Keys;

/// <summary>The epoch keys: one file of 32 random bytes for each epoch, in a folder of their own.</summary>
/// <remarks>
/// Destroying one file makes every draft that was last touched in its epoch unreadable, wherever copies of the database may
/// be. <see cref="Current"/> and <see cref="DestroyOld"/> are for one thread; <see cref="Find"/> is for all.
/// </remarks>
internal sealed class EpochKeys : IDisposable
{
    private const string Suffix = ".epoch";
    private const string Unfinished = ".new";
    private readonly string folder;
    private readonly TimeProvider time;
    private readonly long ticks;
    private readonly long epochsKept;
    private readonly ConcurrentDictionary<long, EpochKey> keys = new();
    private EpochKey? newest;

    private EpochKeys(string folder, TimeProvider time, TimeSpan epoch, TimeSpan maxDraftLife)
    {
        (this.folder, this.time, ticks) = (folder, time, epoch.Ticks);
        // A draft touched at the very end of an epoch lives that much longer than the epoch's first moment.
        epochsKept = (maxDraftLife.Ticks + ticks - 1) / ticks + 1;
    }

    public int Count => keys.Count;

    /// <summary>The oldest epoch whose key is here; what was sealed before it cannot be read.</summary>
    public long? Oldest => keys.IsEmpty ? null : keys.Keys.Min();

    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be used.</exception>
    public static EpochKeys Open(string folder, TimeProvider time, TimeSpan epoch, TimeSpan maxDraftLife)
    {
        Durable.CreateFolder(folder);
        Durable.MakePrivate(folder);
        var opened = new EpochKeys(folder, time, epoch, maxDraftLife);
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Unfinished)) Durable.Shred(file);
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Suffix)) opened.Load(file);
        _ = opened.Current(); // finds out now whether the folder can be written
        return opened;
    }

    /// <summary>The key of the present epoch; makes it if there is none.</summary>
    public EpochKey Current()
    {
        var number = NumberOf(time.GetUtcNow());
        if (newest?.Number == number) return newest;
        if (keys.TryGetValue(number, out var known)) return newest = known;
        Span<byte> bytes = stackalloc byte[Box.KeySize];
        RandomNumberGenerator.Fill(bytes);
        var key = new EpochKey(number, bytes);
        try
        {
            Save(number, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && newest is not null)
        {
            // The folder was good at the start and is gone or full now. A key that lives in memory only costs the review page
            // after a restart; refusing answers would cost the answers.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        keys[number] = key;
        return newest = key;
    }

    public EpochKey? Find(long number) => keys.GetValueOrDefault(number);

    /// <summary>Destroys the keys that no living draft can need.</summary>
    /// <returns>How many.</returns>
    public int DestroyOld()
    {
        var now = NumberOf(time.GetUtcNow());
        var destroyed = 0;
        foreach (var (number, key) in keys)
        {
            // Also keys from far ahead, made while the clock was wrong: they would not grow old for as long as it was wrong.
            if (Math.Abs(now - number) <= epochsKept) continue;
            if (!TryShred(PathOf(number))) continue; // the next purge tries again
            keys.TryRemove(number, out _);
            if (ReferenceEquals(newest, key)) newest = null;
            key.Dispose();
            destroyed++;
        }

        return destroyed;
    }

    private static bool TryShred(string path)
    {
        try
        {
            if (File.Exists(path)) Durable.Shred(path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var key in keys.Values) key.Dispose();
        keys.Clear();
    }

    private long NumberOf(DateTimeOffset moment) => Math.Max(0, (moment - DateTimeOffset.UnixEpoch).Ticks) / ticks;

    private string PathOf(long number) => Path.Combine(folder, number.ToString("D12", CultureInfo.InvariantCulture) + Suffix);

    private void Load(string file)
    {
        if (!long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return;
        var bytes = File.ReadAllBytes(file);
        try
        {
            if (bytes.Length == Box.KeySize) keys[number] = new EpochKey(number, bytes);
            else Durable.Shred(file); // torn: nothing was ever sealed with it, because that comes after the sync
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private void Save(long number, ReadOnlySpan<byte> bytes)
    {
        var path = PathOf(number);
        using (var file = Durable.Create(path + Unfinished))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
        Durable.SyncFolder(folder);
    }
}
