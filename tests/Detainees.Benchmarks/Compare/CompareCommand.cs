using System.Diagnostics;
using System.Globalization;

namespace Detainees.Benchmarks.Compare;

/// <summary>
/// The shipped bot beside bots on other frameworks and beside bare ones, with one command: builds the outside harness in a folder
/// of its own, publishes bot and desk, runs, and writes the tables.
/// </summary>
internal static class CompareCommand
{
    private const int NotThere = 2, Failed = 1;

    public static async Task<int> RunAsync(CompareOptions options, TextWriter output, CancellationToken cancel)
    {
        if (FindCheckout() is not { } checkout)
        {
            await output.WriteLineAsync("This runs in the checkout: dotnet run -c Release --project tests/Detainees.Benchmarks -- compare");
            return NotThere;
        }

        var harness = options.Harness.Length > 0 ? options.Harness : Path.Combine(checkout, "..", "shared", "bench");
        if (!File.Exists(Path.Combine(harness, "load", "load.csproj")))
        {
            await output.WriteLineAsync($"Nothing was compared: there is no load harness in {harness}. Name its folder with --harness.");
            return NotThere;
        }

        var project = Path.Combine(checkout, "tests", "Detainees.Benchmarks");
        var built = Directory.CreateDirectory(options.Output.Length > 0 ? options.Output : Path.Combine(project, "bin", "compare")).FullName;
        var shipped = Path.Combine(project, "bin", "shipped");
        CopyHarness(harness, built);
        (string Program, string[] Arguments, string Folder)[] steps =
        [
            ("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo"], Path.Combine(built, "load")),
            ("dotnet", ["build", "-c", "Release", "-v", "q", "--nologo"], Path.Combine(built, "limits")),
            ("npm", ["ci", "--no-audit", "--no-fund"], Path.Combine(built, "peers")),
            ("dotnet", ["publish", "src/Detainees.Bot", "-c", "Release", "-v", "q", "--nologo", "-o", Path.Combine(shipped, "bot")], checkout),
            ("dotnet", ["publish", "src/Detainees.Desk", "-c", "Release", "-v", "q", "--nologo", "-o", Path.Combine(shipped, "desk")], checkout),
        ];
        foreach (var (program, arguments, folder) in steps)
        {
            if (program == "npm" && Directory.Exists(Path.Combine(folder, "node_modules"))) continue;
            if (await RunAsync(program, arguments, folder, TextWriter.Null, cancel) == 0) continue;
            await output.WriteLineAsync($"Nothing was compared: '{program} {string.Join(' ', arguments)}' failed in {folder}.");
            return Failed;
        }

        return await MeasureAsync(options, built, Path.Combine(project, "ours.json"), output, cancel);
    }

    private static async Task<int> MeasureAsync(CompareOptions options, string built, string ours, TextWriter output, CancellationToken cancel)
    {
        var figures = Path.Combine(built, "figures.jsonl");
        File.Delete(figures);
        await using var tables = new StreamWriter(Path.Combine(built, "tables.md"));
        var result = 0;
        await SayAsync(string.Create(CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, .NET {Environment.Version}, runs {options.Runs}{(options.Quick ? ", quick" : "")}, others below {options.Others} cores\n"));
        foreach (var run in CompareRuns.All(options.Quick).Where(run => options.Runs.Contains(run.Letter, StringComparison.OrdinalIgnoreCase)))
        {
            await SayAsync($"{run.Letter}. {run.Is}\n");
            var table = new StringWriter();
            if (await RunAsync("dotnet", CompareRuns.CommandLine(run, options, ours, figures), built, table, cancel) != 0) result = Failed;
            await SayAsync(table.ToString());
        }

        await SayAsync(TargetTable.Of(File.Exists(figures) ? await File.ReadAllLinesAsync(figures, cancel) : []));
        return result;

        async Task SayAsync(string text)
        {
            await output.WriteLineAsync(text);
            await tables.WriteLineAsync(text);
            await tables.FlushAsync(cancel);
        }
    }

    private static async Task<int> RunAsync(string program, string[] arguments, string folder, TextWriter output, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException(program);
        await output.WriteAsync(await process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    private static string? FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Detainees.sln"))) folder = folder.Parent;
        return folder?.FullName;
    }

    /// <summary>The harness may lie where nothing can be written. Our own build's rules are not for it, though it may be built below us.</summary>
    private static void CopyHarness(string from, string to)
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(to, name), "<Project />");
        File.WriteAllText(Path.Combine(to, ".editorconfig"), "root = true");
        foreach (var part in (string[])["load", "limits", "peers"])
        {
            Directory.CreateDirectory(Path.Combine(to, part));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(from, part)))
                File.Copy(file, Path.Combine(to, part, Path.GetFileName(file)), overwrite: true);
        }
    }
}
