using System.Diagnostics;
using System.Globalization;
using Detainees.Benchmarks.Load;

namespace Detainees.Benchmarks.Jobs;

/// <summary>
/// What the bot's own jobs cost those who are writing: in one run first nothing is due, then the purge, the ends of drafts,
/// reminders and the wiping of the log come together.
/// </summary>
internal static class JobsCommand
{
    private const int NotBuilt = 2, WaitsInVain = 1;

    /// <summary>From the bot's first poll. Its purge comes a minute after its start, its look for due drafts every 15 seconds.</summary>
    private static readonly TimeSpan QuietFrom = TimeSpan.FromSeconds(25), QuietTo = TimeSpan.FromSeconds(50), Due = TimeSpan.FromSeconds(55), BusyTo = TimeSpan.FromSeconds(80);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="data">A filled folder to run on, which the run changes; empty for a new store.</param>
    /// <param name="pause">Between an answer and the next act of each person.</param>
    public static async Task<int> RunAsync(int people, TimeSpan pause, string data, int rounds, TextWriter output, CancellationToken cancel)
    {
        if (BotProcess.FindProgram() is not { } program)
        {
            await output.WriteLineAsync("The bot is not built beside this program: dotnet run -c Release --project tests/Detainees.Benchmarks");
            return NotBuilt;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"""
            {people} people, each acting {pause.TotalMilliseconds} ms after an answer. Due: {DueWork.Rows} ids of updates and {DueWork.Rows} messages older than two days,
            {DueWork.Ended} drafts to close, {DueWork.LongEnded} to remove, {DueWork.Ends} that end and {DueWork.Reminders} reminders.

            | round | nothing due: updates/s | acted → reply p50, p99, longest ms | jobs: updates/s | p50, p99, longest ms | p99, times | left of what was due | peak MB |
            |---|---|---|---|---|---|---|---|
            """));
        var result = 0;
        for (var round = 1; round <= rounds; round++) result = Math.Max(result, await RoundAsync(program, people, pause, data, round, output, cancel));
        return result;
    }

    private static async Task<int> RoundAsync(string program, int people, TimeSpan pause, string data, int round, TextWriter output, CancellationToken cancel)
    {
        var folder = data.Length > 0 ? Path.GetFullPath(data) : Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "load", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var texts = ScreenTexts.Read(Path.Combine(AppContext.BaseDirectory, "en.json"));
            await DueWork.WriteAsync(folder, round, Due, cancel);
            await using var server = await LoadServer.StartAsync(people, TimeSpan.Zero, texts, cancel, pause);
            using var bot = BotProcess.Start(program, folder, server.Address, repliesInFlight: 256);
            await server.Polled.WaitAsync(Patience, cancel);
            var begun = Stopwatch.GetTimestamp();
            foreach (var user in server.Users) user.Start();
            await Task.Delay(BusyTo, cancel);
            foreach (var user in server.Users) user.Stop();
            var stopped = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(stopped) < Patience && server.Users.Any(user => user.IsWaiting)) await Task.Delay(50, cancel);
            var waiting = server.Users.Count(user => user.IsWaiting);
            var peak = bot.PeakBytes;
            bot.Kill();

            var (quiet, busy) = (Waits(server, begun, QuietFrom, QuietTo), Waits(server, begun, Due, BusyTo));
            var left = await LeftAsync(folder, cancel);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {round} | {quiet.Length / (QuietTo - QuietFrom).TotalSeconds:0} | {Spread(quiet)} | {busy.Length / (BusyTo - Due).TotalSeconds:0} | {Spread(busy)} | {At(busy, 0.99) / At(quiet, 0.99):0.00} | {left} | {peak / 1e6:0} |"));
            if (waiting > 0) await output.WriteLineAsync($"People who waited in vain: {waiting}");
            return waiting == 0 ? 0 : WaitsInVain;
        }
        finally
        {
            if (data.Length == 0) Directory.Delete(folder, recursive: true);
        }
    }

    private static double[] Waits(LoadServer server, long begun, TimeSpan from, TimeSpan to)
    {
        var (first, last) = (begun + (long)(from.TotalSeconds * Stopwatch.Frequency), begun + (long)(to.TotalSeconds * Stopwatch.Frequency));
        return [.. server.Users.SelectMany(user => user.AnsweredBetween(first, last)).Select(one => Stopwatch.GetElapsedTime(one.Acted, one.At).TotalMilliseconds).Order()];
    }

    /// <summary>Shows that the jobs really were done in that time.</summary>
    private static async Task<string> LeftAsync(string folder, CancellationToken cancel)
    {
        var left = "";
        await Fill.StoreFolder.WriteAsync(folder, TimeProvider.System, async store =>
        {
            var due = await store.DueAsync(DateTimeOffset.UtcNow, 1000, cancel);
            var purge = await store.PurgeAsync(cancel);
            left = string.Create(CultureInfo.InvariantCulture, $"{due.Length} to wake, {purge.Updates + purge.Messages + purge.Drafts} to purge");
        }, cancel);
        return left;
    }

    private static string Spread(double[] sorted) =>
        string.Create(CultureInfo.InvariantCulture, $"{At(sorted, 0.5):0.0}, {At(sorted, 0.99):0.0}, {At(sorted, 1):0}");

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
