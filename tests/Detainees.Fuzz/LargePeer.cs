using System.Diagnostics;

namespace Detainees.Fuzz;

/// <summary>Another implementation of age, as a program from standard input to standard output.</summary>
internal abstract record LargePeer(string Name)
{
    /// <summary>The stock program.</summary>
    public sealed record Stock() : LargePeer("stock age");

    /// <summary>age-encryption for JavaScript, run by Node.</summary>
    /// <param name="Script">Such as <c>tests/Detainees.Sealing.Tests/interop/age.mjs</c>.</param>
    public sealed record JavaScript(string Script) : LargePeer("age-encryption");

    /// <param name="identityFile">With one line that is no comment: the identity.</param>
    public Task<bool> OpenAsync(string identityFile, string from, string to, CancellationToken cancel) => this switch
    {
        Stock => RunAsync("age", ["-d", "-i", identityFile], from, to, cancel),
        JavaScript(var script) => RunAsync("node", [script, "open", File.ReadLines(identityFile).First(line => !line.StartsWith('#'))], from, to, cancel),
        _ => throw new UnreachableException(Name),
    };

    public Task<bool> SealAsync(string recipient, string from, string to, CancellationToken cancel) => this switch
    {
        Stock => RunAsync("age", ["-r", recipient], from, to, cancel),
        JavaScript(var script) => RunAsync("node", [script, "seal", recipient], from, to, cancel),
        _ => throw new UnreachableException(Name),
    };

    private static async Task<bool> RunAsync(string program, string[] arguments, string from, string to, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        await using var input = File.OpenRead(from);
        await using var output = File.Create(to);
        await Task.WhenAll(FeedAsync(process, input, cancel), process.StandardOutput.BaseStream.CopyToAsync(output, cancel));
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0;
    }

    private static async Task FeedAsync(Process process, FileStream input, CancellationToken cancel)
    {
        await input.CopyToAsync(process.StandardInput.BaseStream, cancel);
        process.StandardInput.Close();
    }
}
