using System.Diagnostics;
using Xunit;

namespace Detainees.Testing;

/// <summary>Programs that some tests run for real: <c>age</c>, <c>ssh-keygen</c>, Chromium, Node.</summary>
/// <remarks>Missing on a person's machine: the test is skipped and says so. Missing in CI (<c>CI=true</c>): the test fails.</remarks>
public static class OutsideTools
{
    public static bool InCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>The full path of a program on PATH; skips the test where it is not installed.</summary>
    public static string Require(string program)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            var candidate = Path.Combine(folder, program);
            if (File.Exists(candidate)) return candidate;
            if (OperatingSystem.IsWindows() && File.Exists(candidate + ".exe")) return candidate + ".exe";
        }

        Missing($"the program '{program}'");
        return program;
    }

    /// <summary>Skips the test with a label, or fails it in CI.</summary>
    public static void Missing(string what)
    {
        if (InCi) Assert.Fail($"CI must have {what}; .ci/run installs it.");
        Assert.Skip($"needs {what}, which is not on this machine");
    }

    /// <summary>Runs a program to its end, feeding <paramref name="input"/>, and returns what it wrote.</summary>
    public static async Task<ProgramResult> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancel, byte[]? input = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program may refuse and leave before it has read everything: its exit code tells.
        }

        await reading;
        var error = await errors;
        await process.WaitForExitAsync(cancel);
        return new ProgramResult(process.ExitCode, output.ToArray(), error);
    }
}

/// <param name="ExitCode">As the program gave it.</param>
/// <param name="Output">Standard output, as bytes.</param>
/// <param name="Error">Standard error, as text.</param>
public sealed record ProgramResult(int ExitCode, byte[] Output, string Error)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Output);
}
