using System.Collections.Concurrent;
using System.Diagnostics;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>A bot's process that goes on running until it is told to end.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly SemaphoreSlim said = new(0);
    private readonly string? desk;

    public RunningBot(IReadOnlyList<string> settings, IReadOnlyDictionary<string, string>? environment = null)
        : this(BotRun.Start(settings, environment), settings)
    {
    }

    public RunningBot(Process started, IEnumerable<string> settings)
    {
        process = started;
        desk = settings.LastOrDefault(s => s.StartsWith("--DeskApi:Listen=", StringComparison.Ordinal))?.Split('=', 2)[1];
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => said.Release();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>Both streams.</summary>
    public string Output => string.Join('\n', lines);

    public async Task UntilSaidAsync(string words, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            Assert.False(process.HasExited, $"It ended:\n{Output}");
            await said.WaitAsync(patience.Token);
        }
    }

    public async Task<string> HealthAsync(CancellationToken cancel)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"{desk}/health"), cancel);
    }

    /// <summary>Waits for the end that was asked for.</summary>
    public async Task<int> EndAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        said.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        said.Release();
    }
}
