using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Detainees.Fuzz.Running;

/// <summary>
/// Keeps the input that is being read in a mapped file, so that a process that dies of it (a stack that ran over, memory that
/// ran out) leaves it behind, and reports one that does not end.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const int Room = 8 << 20;
    private static readonly TimeSpan Hopeless = TimeSpan.FromSeconds(60);

    private readonly string folder;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Timer timer;
    private string target = "";
    private byte[]? running;
    private TimeSpan begun;
    private byte[]? reported;

    /// <param name="folder">Gets <c>running.bin</c> (four bytes of length, then the input) and the inputs that do not end.</param>
    public Watchdog(string folder)
    {
        this.folder = folder;
        file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, "running.bin"), FileMode.Create, null, Room);
        view = file.CreateViewAccessor();
        timer = new Timer(_ => Look(), null, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500));
    }

    public void Begin(string name, byte[] input)
    {
        var length = Math.Min(input.Length, Room - 4);
        view.WriteArray(4, input, 0, length);
        view.Write(0, length);
        target = name;
        begun = TimeSpan.MinValue;
        Volatile.Write(ref running, input);
    }

    public void End() => Volatile.Write(ref running, null);

    public void Dispose()
    {
        timer.Dispose();
        view.Dispose();
        file.Dispose();
    }

    private void Look()
    {
        var now = Process.GetCurrentProcess().TotalProcessorTime;
        if (Volatile.Read(ref running) is not { } input) return;
        if (begun == TimeSpan.MinValue)
        {
            begun = now;
            return;
        }

        if (now - begun > Fuzzer.MostTime && !ReferenceEquals(reported, input))
        {
            reported = input;
            File.WriteAllBytes(Path.Combine(folder, $"{target}-does-not-end.bin"), input);
            Console.Error.WriteLine($"{target}: an input of {input.Length:N0} bytes has run for more than {Fuzzer.MostTime.TotalSeconds} s and is written down.");
        }

        // Nothing can end a thread from outside: the process ends, and what it read is kept.
        if (now - begun > Hopeless) Environment.Exit(3);
    }
}
