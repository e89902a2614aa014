namespace Detainees.Storage.Sqlite;

/// <summary>
/// Brings the write-ahead log into the database before it grows long. Nearly all of it is copied beside the writer, on a connection of its own;
/// the writer itself copies what came meanwhile, and then begins the log anew. The engine's own way would hold up every turn that waits.
/// </summary>
internal sealed class WriteAheadLog(string path, Database writer, TimeProvider time)
{
    /// <summary>4 MB: what is copied at once occupies the disk, and the turns wait behind it.</summary>
    private const long Few = 1000;

    /// <summary>In a rush the same pages are written again and again, and copying them each time would cost more than it saves.</summary>
    private const long Many = 3000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long begun = writer.PagesWritten;
    private long begunAt = time.GetTimestamp();
    private Task? copying;

    /// <summary>To be called by the writer after each commit.</summary>
    public void Grown()
    {
        if (copying is null)
        {
            if (IsLong(writer.PagesWritten - begun)) copying = Task.Run(() => Copy(path));
        }
        else if (copying.IsCompleted)
        {
            copying = null;
            TryCopyRest();
            (begun, begunAt) = (writer.PagesWritten, time.GetTimestamp());
        }
    }

    private bool IsLong(long pages) => pages >= Many || (pages >= Few && time.GetElapsedTime(begunAt) >= Pause);

    /// <summary>Copies what no reader still needs from the log, on a connection of its own. Others may write meanwhile.</summary>
    public static void Copy(string path)
    {
        try
        {
            using var beside = Database.Open(path, writes: true);
            beside.CopyLog();
        }
        catch (SqliteFault)
        {
            // Whoever comes next copies more.
        }
    }

    /// <summary>Waits for a copy under way.</summary>
    public void End() => copying?.Wait();

    private void TryCopyRest()
    {
        try
        {
            writer.CopyLog();
        }
        catch (SqliteFault)
        {
            // A full or failing disk. The log goes on and is tried again; what is in it is safe there.
        }
    }
}
