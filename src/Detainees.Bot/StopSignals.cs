using System.Runtime.InteropServices;

namespace Detainees.Bot;

/// <summary>Asks what runs to end when the process is told to (SIGTERM, SIGINT), and ends without it where it takes too long.</summary>
internal static class StopSignals
{
    /// <returns>What it gave; 128 and the signal's number where it had not ended by <see cref="StopLimits.Everything"/>.</returns>
    public static async Task<int> HeedAsync(Func<CancellationToken, Task<int>> program)
    {
        var asked = new CancellationTokenSource(); // not disposed of: another signal may come while the process ends
        var tooLate = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Ask(signal, 128 + 15));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Ask(signal, 128 + 2));
        try
        {
            return await await Task.WhenAny(program(asked.Token), tooLate.Task);
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            return 0; // it was asked to end before it had started
        }

        void Ask(PosixSignalContext signal, int code)
        {
            // Otherwise the runtime ends the process at once.
            signal.Cancel = true;
            asked.Cancel();
            _ = Task.Delay(StopLimits.Everything).ContinueWith(_ => tooLate.TrySetResult(code), TaskScheduler.Default);
        }
    }
}
