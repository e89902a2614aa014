using System.Diagnostics;

namespace Detainees.Benchmarks.Load;

/// <summary>The shipped bot as its own process, everything on, with folders of its own.</summary>
internal sealed class BotProcess : IDisposable
{
    private const string Token = "123456789:AAthis-token-opens-nothing-at-all-0123";
    private readonly Process process;

    private BotProcess(Process process, string folder) => (this.process, Folder) = (process, folder);

    public string Folder { get; }
    public string Data => Path.Combine(Folder, "data");
    public string EpochKeys => Path.Combine(Folder, "epochs");
    public string Secrets => Path.Combine(Folder, "secrets");
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public long PeakBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    public bool HasEnded => process.HasExited;

    /// <summary>The published program that <c>DETAINEES_PROGRAM</c> names, else what was built beside us, in the same configuration; null when it is not there.</summary>
    public static string? FindProgram()
    {
        if (Environment.GetEnvironmentVariable("DETAINEES_PROGRAM") is { Length: > 0 } published) return Path.GetFullPath(published);
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var checkout = output;
        while (checkout is not null && !File.Exists(Path.Combine(checkout.FullName, "Detainees.sln"))) checkout = checkout.Parent;
        if (checkout is null) return null;
        var program = Path.Combine(checkout.FullName, "src", "Detainees.Bot", "bin", output.Parent!.Name, output.Name, "Detainees.Bot.dll");
        return File.Exists(program) ? program : null;
    }

    /// <param name="limited">With the shipped limits for one chat; else with none that simulated people could reach, who never pause.</param>
    public static BotProcess Start(string program, string folder, Uri api, int repliesInFlight, bool limited = false)
    {
        // On the disk of the build, not in the folder for temporary files: that may be memory, where a sync costs nothing.
        var forms = Directory.CreateDirectory(Path.Combine(folder, "forms"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "bench.yaml"), Path.Combine(forms.FullName, "bench.yaml"), overwrite: true);
        var built = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(built ? "dotnet" : program, built ? [program] : [])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var argument in (string[])
        [
            "--Mode=practice", $"--Telegram:Token={Token}", $"--Telegram:ApiRoot={api}", $"--Telegram:RepliesInFlight={repliesInFlight}",
            $"--Storage:DataDirectory={Path.Combine(folder, "data")}", $"--Storage:EpochKeyDirectory={Path.Combine(folder, "epochs")}",
            $"--Storage:SecretsDirectory={Path.Combine(folder, "secrets")}", $"--Forms:Directory={forms.FullName}", "--Forms:Only=bench",
            "--DeskApi:Listen=http://127.0.0.1:0", "--LogLevel=Warning",
        ]) start.ArgumentList.Add(argument);
        foreach (var limit in limited ? [] : (string[])["UpdatesPerDay=100000000", "Burst=10000000", "UpdatesPerSecond=1000000", "ReportsPerDay=1000000"])
            start.ArgumentList.Add($"--Intake:{limit}");
        start.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        start.Environment.Remove("TELEGRAM_BOT_TOKEN");
        var process = Process.Start(start) ?? throw new InvalidOperationException("the bot did not start");
        process.OutputDataReceived += (_, line) => Show(line.Data);
        process.ErrorDataReceived += (_, line) => Show(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new BotProcess(process, folder);
    }

    /// <summary>kill -9: what is in the store afterwards was durable.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private static void Show(string? line)
    {
        if (!string.IsNullOrEmpty(line)) Console.Error.WriteLine($"bot: {line}");
    }
}
