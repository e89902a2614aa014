using Microsoft.Extensions.Hosting;

namespace Detainees.Bot.Intake;

internal static class HostStart
{
    /// <summary>
    /// Waits until the host has started, its address included. Before that nothing may be taken or said: a program that then
    /// ends, because its port is taken, would have spoken to families and gone.
    /// </summary>
    public static async Task StartedAsync(this IHostApplicationLifetime life, CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }
}
