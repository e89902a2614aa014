using System.Collections.Concurrent;
using System.Diagnostics;
using Detainees.Bot.Settings;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Running;

/// <summary>The bot as its own process, as it is built, with folders of the test's own. It can be killed and started again.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly Uri apiRoot;
    private readonly string forms;
    private readonly ConcurrentQueue<string> output = new();
    private Process? process;

    public BotProcess(TemporaryFolder folder, Uri apiRoot, string? forms = null)
    {
        this.folder = folder;
        this.apiRoot = apiRoot;
        this.forms = forms ?? Checkout.Path("config", "forms");
        DeskPort = FreePort();
    }

    public int DeskPort { get; }
    public string DeskAddress => $"http://127.0.0.1:{DeskPort}";
    public string Data => folder["data"];
    public string EpochKeys => folder["epochs"];
    public string Secrets => folder["secrets"];
    public string Output => string.Join('\n', output);

    /// <summary>Starts it and waits until it polls.</summary>
    public async Task StartAsync(CancellationToken cancel, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root,
        };
        foreach (var argument in (string[])
        [
            typeof(BotOptions).Assembly.Location, "--Mode=practice", $"--Telegram:Token={PhoneServer.DummyToken}", $"--Telegram:ApiRoot={apiRoot}",
            $"--Storage:DataDirectory={Data}", $"--Storage:EpochKeyDirectory={EpochKeys}", $"--Storage:SecretsDirectory={Secrets}",
            $"--Forms:Directory={forms}", $"--DeskApi:Listen={DeskAddress}", "--LogLevel=Verbose", .. more,
        ]) start.ArgumentList.Add(argument);
        // Crash dumps and diagnostics ports are off in production as well.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment.Remove("TELEGRAM_BOT_TOKEN");
        process = Process.Start(start) ?? throw new InvalidOperationException("the bot did not start");
        var polling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Note(line.Data, polling);
        process.ErrorDataReceived += (_, line) => Note(line.Data, polling);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => polling.TrySetException(new InvalidOperationException($"The bot ended at its start:\n{Output}"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await polling.Task.WaitAsync(TimeSpan.FromSeconds(60), cancel);
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        if (process is null) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancel);
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync(CancellationToken.None);

    private void Note(string? line, TaskCompletionSource polling)
    {
        if (line is null) return;
        output.Enqueue(line);
        if (line.Contains("Polling began", StringComparison.Ordinal)) polling.TrySetResult();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
