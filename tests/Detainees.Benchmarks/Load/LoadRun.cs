using System.Diagnostics;

namespace Detainees.Benchmarks.Load;

/// <summary>What one run measured and counted.</summary>
internal sealed record LoadFigures
{
    public required int Chats { get; init; }
    public required double UpdatesPerSecond { get; init; }
    public required double HandedOutP50 { get; init; }
    public required double HandedOutP99 { get; init; }
    public required double ActedP50 { get; init; }
    public required double ActedP99 { get; init; }
    public required double PeakMegabytes { get; init; }
    public required double CpuMicroseconds { get; init; }

    /// <summary>Cores the bot, this process and all others used in the counted time; the last is null where it cannot be read.</summary>
    public required double BotCores { get; init; }
    public required double LoadCores { get; init; }
    public required double? OtherCores { get; init; }
    public required double ReadyMilliseconds { get; init; }
    public required Yardstick Machine { get; init; }

    public required int Finished { get; init; }
    public required Books Books { get; init; }
    public required int Lost { get; init; }
    public required int Unexpected { get; init; }
    public required int PressesUnanswered { get; init; }
    public required int LeftStanding { get; init; }
    public required int Refused { get; init; }

    /// <summary>The longest that anybody waited from acting to the reply, warm-up and drain included.</summary>
    public required double LongestWaitSeconds { get; init; }

    public bool BooksAgree => Finished == Books.Reports && Books.IsWhole && Lost + Unexpected + PressesUnanswered + LeftStanding + Refused == 0;
}

/// <summary>One bot, one number of chats: start, warm up, count, drain, kill, read the books.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<LoadFigures> RunAsync(LoadOptions options, int chats, string program, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "load", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var machine = Yardstick.Measure(folder);
            var texts = ScreenTexts.Read(Path.Combine(AppContext.BaseDirectory, "en.json"));
            await using var server = await LoadServer.StartAsync(chats, options.RoundTrip, texts, cancel);
            var begun = Stopwatch.GetTimestamp();
            using var bot = BotProcess.Start(program, folder, server.Address, options.RepliesInFlight);
            await server.Polled.WaitAsync(Patience, cancel);
            var ready = Stopwatch.GetElapsedTime(begun);

            foreach (var user in server.Users) user.Start();
            await Task.Delay(options.Warmup, cancel);
            var (from, cpu, own, all) = (Stopwatch.GetTimestamp(), bot.Cpu, Environment.CpuUsage.TotalTime, MachineCpu());
            await Task.Delay(options.Seconds, cancel);
            var (to, botCpu, ownCpu, allCpu) = (Stopwatch.GetTimestamp(), bot.Cpu - cpu, Environment.CpuUsage.TotalTime - own, MachineCpu() - all);
            if (bot.HasEnded) throw new InvalidOperationException("The bot ended.");

            await DrainAsync(server.Users, cancel);
            var peak = bot.PeakBytes;
            bot.Kill();

            var users = server.Users;
            var counted = users.SelectMany(user => user.Answered).Where(one => one.At >= from && one.At < to).ToList();
            var handedOut = Sorted(counted, one => one.HandedOut);
            var acted = Sorted(counted, one => one.Acted);
            var seconds = Stopwatch.GetElapsedTime(from, to).TotalSeconds;
            return new LoadFigures
            {
                Chats = chats, UpdatesPerSecond = counted.Count / seconds,
                HandedOutP50 = Quantile(handedOut, 0.5), HandedOutP99 = Quantile(handedOut, 0.99),
                ActedP50 = Quantile(acted, 0.5), ActedP99 = Quantile(acted, 0.99),
                PeakMegabytes = peak / 1e6, CpuMicroseconds = botCpu.TotalMicroseconds / Math.Max(1, counted.Count),
                BotCores = botCpu.TotalSeconds / seconds, LoadCores = ownCpu.TotalSeconds / seconds,
                OtherCores = (allCpu - botCpu - ownCpu)?.TotalSeconds / seconds, ReadyMilliseconds = ready.TotalMilliseconds, Machine = machine,
                Finished = users.Sum(user => user.Finished), Books = await Books.ReadAsync(bot, cancel),
                Lost = users.Count(user => user.IsWaiting), Unexpected = users.Sum(user => user.Unexpected),
                PressesUnanswered = users.Sum(user => user.Presses - user.PressesAnswered),
                LeftStanding = users.Sum(user => user.LeftStanding), Refused = server.Refused,
                LongestWaitSeconds = users.SelectMany(user => user.Answered).Select(one => Stopwatch.GetElapsedTime(one.Acted, one.At).TotalSeconds).DefaultIfEmpty().Max(),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Nobody acts any more; whoever waits still gets an answer, or counts as lost.</summary>
    private static async Task DrainAsync(SimulatedUser[] users, CancellationToken cancel)
    {
        foreach (var user in users) user.Stop();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Patience && users.Any(user => user.IsWaiting || user.Presses > user.PressesAnswered))
            await Task.Delay(20, cancel);
        // Whatever is said twice is said soon after.
        await Task.Delay(300, cancel);
    }

    private static double[] Sorted(List<Answered> answers, Func<Answered, long> since)
    {
        var times = answers.Select(one => Stopwatch.GetElapsedTime(since(one), one.At).TotalMilliseconds).ToArray();
        Array.Sort(times);
        return times;
    }

    private static double Quantile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <summary>Time all programs used on all cores since the start of the machine; null where the kernel does not say it so.</summary>
    private static TimeSpan? MachineCpu()
    {
        if (!OperatingSystem.IsLinux()) return null;
        // proc(5), /proc/stat: user nice system idle iowait irq softirq …, in hundredths of a second.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromMilliseconds(10 * new[] { 1, 2, 3, 6, 7 }.Sum(i => long.Parse(fields[i], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
