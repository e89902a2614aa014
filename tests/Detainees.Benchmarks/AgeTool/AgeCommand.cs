using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Opening;
using Detainees.Sealing;
using Detainees.Sealing.Curve25519;

namespace Detainees.Benchmarks.AgeTool;

/// <summary>
/// Sealing and opening in our process beside the age program, by turns: small reports against a shell loop that starts age for
/// each, one large file against one age, and what bounds ours.
/// </summary>
internal static class AgeCommand
{
    private const int NoTool = 2, ReportBytes = 2048, Reports = 10_000, ByShell = 1_000, LargeMegabytes = 200, SmallMegabytes = 20;

    public static async Task<int> RunAsync(int rounds, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "age", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            if (!TryShell(folder, "age --version && age-keygen --version"))
            {
                await output.WriteLineAsync("Nothing was compared: there is no age program on this machine.");
                return NoTool;
            }

            using var identity = Identity.Create();
            Prepare(folder, identity);
            var figures = new List<Dictionary<string, double>>();
            // The first round warms our code and everybody's files, and is not counted.
            for (var round = 0; round <= rounds; round++)
            {
                var measured = await RoundAsync(folder, identity, cancel);
                if (round > 0) figures.Add(measured);
            }

            await output.WriteLineAsync(Table(figures));
            await output.WriteLineAsync(await MemoryAsync(folder, identity, cancel));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, double>> RoundAsync(string folder, Identity identity, CancellationToken cancel)
    {
        Recipient[] to = [identity.Recipient];
        var reports = Enumerable.Range(0, Reports).Select(i => Path.Combine(folder, "s", Name(i))).ToArray();
        var report = RandomNumberGenerator.GetBytes(ReportBytes);
        var round = new Dictionary<string, double>();
        round["seal, shell"] = ByShell / Seconds(() => Shell(folder, "R=$(cat pub.txt); for f in s/0???; do age -r $R -o $f.tmp $f; done"));
        Shell(folder, "rm -f s/*.tmp");
        round["seal, ours"] = Reports / Seconds(() => { for (var i = 0; i < Reports; i++) _ = Age.Seal(report, to); });
        round["open, shell"] = ByShell / Seconds(() => Shell(folder, "for f in s/0???; do age -d -i key.txt $f.age; done > all.txt"));
        round["open, ours"] = Reports / Seconds(() =>
        {
            using var all = File.Create(Path.Combine(folder, "all.txt"));
            foreach (var file in reports)
                all.Write(AgeOpening.Open(File.ReadAllBytes(file + ".age"), [identity]) is OpenResult.Opened opened ? opened.Plaintext : throw new InvalidOperationException("not opened"));
        });
        round["seal stream, shell"] = LargeMegabytes / Seconds(() => Shell(folder, "age -R pub.txt large > /dev/null"));
        round["seal stream, ours"] = LargeMegabytes / Seconds(() => SealFile(Path.Combine(folder, "large"), "/dev/null", to));
        round["seal large, shell"] = LargeMegabytes / Seconds(() => Shell(folder, "age -R pub.txt -o large.tmp large"));
        round["seal large, ours"] = LargeMegabytes / Seconds(() => SealFile(Path.Combine(folder, "large"), Path.Combine(folder, "large.age"), to));
        round["open large, shell"] = LargeMegabytes / Seconds(() => Shell(folder, "age -d -i key.txt -o large.tmp large.age"));
        round["open large, ours"] = LargeMegabytes / await SecondsAsync(() => OpenFileAsync(Path.Combine(folder, "large.age"), Path.Combine(folder, "large.tmp"), identity, cancel));
        byte[] scalar = RandomNumberGenerator.GetBytes(32), product = new byte[32], key = RandomNumberGenerator.GetBytes(32), nonce = new byte[12], tag = new byte[16];
        var point = identity.Recipient.Key.ToArray();
        round["X25519"] = 2_000 / Seconds(() => { for (var i = 0; i < 2_000; i++) X25519.Instance.Multiply(scalar, point, product); });
        byte[] chunk = new byte[64 << 10], into = new byte[64 << 10];
        using var cipher = new ChaCha20Poly1305(key);
        round["ChaCha20-Poly1305"] = 4_000 * chunk.Length / 1e6 / Seconds(() => { for (var i = 0; i < 4_000; i++) cipher.Encrypt(nonce, chunk, into, tag); });
        return round;
    }

    private static string Table(List<Dictionary<string, double>> rounds)
    {
        string Row(string what, string name, string unit) => string.Create(CultureInfo.InvariantCulture,
            $"| {what} | {Spread(r => r[$"{name}, shell"])} {unit} | {Spread(r => r[$"{name}, ours"])} {unit} | {Spread(r => r[$"{name}, ours"] / r[$"{name}, shell"], "0.0")} |\n");
        string Spread(Func<Dictionary<string, double>, double> figure, string format = "#,0")
        {
            var values = rounds.Select(figure).Order().ToArray();
            string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
            return $"{Text(values[values.Length / 2])} [{Text(values[0])}-{Text(values[^1])}]";
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"""
            {rounds.Count} rounds by turns; median [least-greatest]; one recipient; ours on one thread. The shell loop does {ByShell} reports a round, ours {Reports}.

            | what | age program | ours | times |
            |---|---|---|---|
            """) + "\n"
            + Row("seal reports of 2 KiB (a shell loop; ours in memory)", "seal", "/s")
            + Row("open them (a shell loop; both from files into one)", "open", "/s")
            + Row($"seal a file of {LargeMegabytes} MB into nowhere", "seal stream", "MB/s")
            + Row("seal it into a file", "seal large", "MB/s")
            + Row("open that into a file", "open large", "MB/s")
            + $"\nOne X25519 multiplication with a new point: {Spread(r => r["X25519"])}/s; ChaCha20-Poly1305 of the platform, 64 KiB: {Spread(r => r["ChaCha20-Poly1305"])} MB/s.\n";
    }

    /// <summary>What is allocated for a file must not grow with it.</summary>
    private static async Task<string> MemoryAsync(string folder, Identity identity, CancellationToken cancel)
    {
        Recipient[] to = [identity.Recipient];
        var (small, large, made) = (Path.Combine(folder, "small"), Path.Combine(folder, "large"), Path.Combine(folder, "made"));
        double Allocated(Action work)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            work();
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0;
        }

        async Task<double> AllocatedAsync(Func<Task> work)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0;
        }

        var sealing = (Allocated(() => SealFile(small, small + ".age", to)), Allocated(() => SealFile(large, made, to)));
        var opening = (await AllocatedAsync(() => OpenFileAsync(small + ".age", small + ".out", identity, cancel)), await AllocatedAsync(() => OpenFileAsync(made, large + ".out", identity, cancel)));
        return string.Create(CultureInfo.InvariantCulture,
            $"Allocated in all, file of {SmallMegabytes} MB and of {LargeMegabytes} MB: sealing {sealing.Item1:0} and {sealing.Item2:0} KB, opening {opening.Item1:0} and {opening.Item2:0} KB; peak resident memory of this process {Environment.WorkingSet / 1e6:0} MB at its end.");
    }

    private static void Prepare(string folder, Identity identity)
    {
        File.WriteAllText(Path.Combine(folder, "key.txt"), identity.Reveal() + "\n");
        File.WriteAllText(Path.Combine(folder, "pub.txt"), identity.Recipient.ToString() + "\n");
        Directory.CreateDirectory(Path.Combine(folder, "s"));
        for (var i = 0; i < Reports; i++)
        {
            var report = RandomNumberGenerator.GetBytes(ReportBytes);
            var file = Path.Combine(folder, "s", Name(i));
            File.WriteAllBytes(file, report);
            File.WriteAllBytes(file + ".age", Age.Seal(report, [identity.Recipient]));
        }

        foreach (var (name, megabytes) in new[] { ("large", LargeMegabytes), ("small", SmallMegabytes) })
        {
            using var file = File.Create(Path.Combine(folder, name));
            for (var i = 0; i < megabytes; i++) file.Write(RandomNumberGenerator.GetBytes(1_000_000));
        }
    }

    private static void SealFile(string from, string into, Recipient[] to)
    {
        using var source = Read(from);
        using var target = Write(into);
        using var sealing = Age.SealTo(target, to, leaveOpen: true);
        source.CopyTo(sealing, 64 << 10);
        sealing.Complete();
    }

    private static async Task OpenFileAsync(string from, string into, Identity identity, CancellationToken cancel)
    {
        await using var source = Read(from);
        await using var target = Write(into);
        if (await AgeOpening.OpenToAsync(source, target, [identity], cancel) is not StreamOpenResult.Opened) throw new InvalidOperationException("not opened");
    }

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static FileStream Write(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static string Name(int i) => i.ToString("D4", CultureInfo.InvariantCulture);

    private static double Seconds(Action work)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void Shell(string folder, string script)
    {
        if (!TryShell(folder, script)) throw new InvalidOperationException($"failed: {script}");
    }

    private static bool TryShell(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(script);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh");
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
