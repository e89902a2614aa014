using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Detainees.Fuzz.Running;

/// <summary>Processor time of the calling thread, so that a busy machine makes no input look slow. On systems other than Linux the clock's time.</summary>
internal static partial class ThreadTime
{
    private const int ThreadProcessorClock = 3; // CLOCK_THREAD_CPUTIME_ID

    public static TimeSpan Now
    {
        get
        {
            if (!OperatingSystem.IsLinux() || GetTime(ThreadProcessorClock, out var time) != 0)
                return Stopwatch.GetElapsedTime(0);
            return TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out UnixTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct UnixTime
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
