using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Detainees.Phone;
using Detainees.Testing;
using SQLitePCL;

namespace Detainees.Endurance.Running;

/// <summary>
/// The bot's own program as a process of its own, in practice mode. Everything that it may write lies below one folder: its data,
/// its keys, its home and its folder for temporary files. It can be killed and started again.
/// </summary>
/// <param name="forms">By default the folder's own <c>forms</c>.</param>
internal sealed class BotUnderTest(TemporaryFolder folder, Uri api, string logLevel = "Information", string? forms = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<string> lines = new();
    private readonly int desk = FreePort();
    private Process? process;
    private TaskCompletionSource polling = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string DeskAddress => $"http://127.0.0.1:{desk}";
    public string Data => folder["data"];
    public string EpochKeys => folder["run", "epochs"];
    public string Secrets => folder["secrets"];
    public string Output => string.Join('\n', lines);
    public int Id => process?.Id ?? throw new InvalidOperationException("It does not run.");

    /// <summary>The folders below which the process can write.</summary>
    public IReadOnlyList<string> Everything => [Data, folder["run"], Secrets, folder["home"], folder["temporary"]];

    /// <summary>More variables for its start.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Starts it and waits until it asks for updates.</summary>
    /// <param name="more">Settings besides its own.</param>
    public Task StartAsync(CancellationToken cancel, params string[] more)
    {
        Start(more);
        return PollsAsync(cancel);
    }

    /// <summary>Starts it; it may still be opening its store when this returns.</summary>
    public void Start(params string[] more)
    {
        foreach (var part in (string[])["data", "run", "home", "temporary"]) Directory.CreateDirectory(folder[part]);
        var start = BotProgram.Start(
            [
                "--Mode=practice", $"--Telegram:Token={PhoneServer.DummyToken}", $"--Telegram:ApiRoot={api}",
                $"--Storage:DataDirectory={Data}", $"--Storage:EpochKeyDirectory={EpochKeys}", $"--Storage:SecretsDirectory={Secrets}",
                $"--Forms:Directory={forms ?? folder["forms"]}", $"--DeskApi:Listen={DeskAddress}", $"--LogLevel={logLevel}", .. more,
            ],
            folder["home"]);
        start.Environment["HOME"] = folder["home"];
        start.Environment["TMPDIR"] = folder["temporary"];
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        var started = polling = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Process.Start(start) ?? throw new InvalidOperationException("the bot did not start");
        process.OutputDataReceived += (_, line) => Note(line.Data, started);
        process.ErrorDataReceived += (_, line) => Note(line.Data, started);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits until it asks for updates.</summary>
    public async Task PollsAsync(CancellationToken cancel)
    {
        var ended = process!.WaitForExitAsync(cancel); // set by Start, which comes first
        var first = await Task.WhenAny(polling.Task, ended, Task.Delay(Patience, cancel));
        RoundFailedException.Unless(first == polling.Task, $"The bot {(first == ended ? "ended" : "does not poll")} at its start:\n{Output}");
    }

    /// <summary>
    /// Waits until it has taken note of all that it said: a message whose answer from the server it has not read yet is said again after a
    /// kill, and the number of the first copy is never known.
    /// </summary>
    public async Task HasNotedAsync(CancellationToken cancel)
    {
        Batteries_V2.Init();
        RoundFailedException.Unless(
            raw.sqlite3_open_v2(Path.Combine(Data, "intake.db"), out var database, raw.SQLITE_OPEN_READONLY, null) == raw.SQLITE_OK, "the store cannot be read");
        using (database)
        {
            RoundFailedException.Unless(raw.sqlite3_prepare_v2(database, "SELECT count(*) FROM outgoing", out var statement) == raw.SQLITE_OK, "the outbox cannot be read");
            using (statement)
            {
                while (raw.sqlite3_step(statement) != raw.SQLITE_ROW || raw.sqlite3_column_int64(statement, 0) > 0)
                {
                    raw.sqlite3_reset(statement);
                    cancel.ThrowIfCancellationRequested();
                    await Task.Yield();
                }
            }
        }
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        RoundFailedException.Unless(!process.HasExited, $"The bot ended of its own accord:\n{Output}");
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        process = null;
    }

    /// <summary>Asks it to end, as a supervisor does, and gives the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancel)
    {
        var running = process ?? throw new InvalidOperationException("It does not run.");
        var told = await OutsideTools.RunAsync("/bin/kill", ["-TERM", $"{running.Id}"], cancel);
        RoundFailedException.Unless(told.ExitCode == 0, told.Error);
        await running.WaitForExitAsync(cancel).WaitAsync(Patience, cancel);
        process = null;
        using (running) return running.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false }) await KillAsync();
    }

    private void Note(string? line, TaskCompletionSource started)
    {
        if (line is null) return;
        lines.Enqueue(line);
        if (line.Contains("Polling began", StringComparison.Ordinal)) started.TrySetResult();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
