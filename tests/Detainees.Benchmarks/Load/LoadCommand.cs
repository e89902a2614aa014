using System.Globalization;

namespace Detainees.Benchmarks.Load;

/// <summary>All runs in turn, and their tables.</summary>
internal static class LoadCommand
{
    private const int NotBuilt = 2, BooksDisagree = 1;

    public static async Task<int> RunAsync(LoadOptions options, TextWriter output, CancellationToken cancel)
    {
        if (BotProcess.FindProgram() is not { } program)
        {
            await output.WriteLineAsync("The bot is not built beside this program: dotnet run -c Release --project tests/Detainees.Benchmarks");
            return NotBuilt;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{options.Warmup.TotalSeconds} s warm-up, {options.Seconds.TotalSeconds} s counted, round trip {options.RoundTrip.TotalMilliseconds} ms, {options.RepliesInFlight} replies in flight, {Environment.ProcessorCount} cores\n"));
        var runs = new List<LoadFigures>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var chats in options.Chats)
            {
                var figures = await LoadRun.RunAsync(options, chats, program, cancel);
                runs.Add(figures);
                if (options.Rounds > 1) await output.WriteLineAsync(Row([figures]));
            }
        }

        await output.WriteLineAsync(
            """

            | chats | updates/s | handed out → reply p50, p99 ms | acted → reply p50, p99 ms | CPU µs/update | peak MB | ready ms | cores: bot, load, others | syncs/s | SHA-256 MB/s |
            |---|---|---|---|---|---|---|---|---|---|
            """);
        foreach (var group in runs.GroupBy(run => run.Chats)) await output.WriteLineAsync(Row([.. group]));
        await output.WriteLineAsync(
            """

            | chats | finished visits | reports in the journal | chain whole | bytes/report | replies lost | said twice or out of turn | presses unanswered | messages left standing | calls refused | longest wait s |
            |---|---|---|---|---|---|---|---|---|---|---|
            """);
        foreach (var group in runs.GroupBy(run => run.Chats)) await output.WriteLineAsync(BooksRow([.. group]));
        return runs.TrueForAll(run => run.BooksAgree) ? 0 : BooksDisagree;
    }

    private static string Row(LoadFigures[] runs) => string.Create(CultureInfo.InvariantCulture,
        $"| {runs[0].Chats} | {Spread(runs, r => r.UpdatesPerSecond)} | {Spread(runs, r => r.HandedOutP50, 1)}, {Spread(runs, r => r.HandedOutP99, 1)} | {Spread(runs, r => r.ActedP50, 1)}, {Spread(runs, r => r.ActedP99, 1)} | {Spread(runs, r => r.CpuMicroseconds)} | {Spread(runs, r => r.PeakMegabytes)} | {Spread(runs, r => r.ReadyMilliseconds)} | {Spread(runs, r => r.BotCores, 2)}, {Spread(runs, r => r.LoadCores, 2)}, {Spread(runs, r => r.OtherCores ?? double.NaN, 2)} | {Spread(runs, r => r.Machine.Syncs)} | {Spread(runs, r => r.Machine.HashedMegabytes)} |");

    private static string BooksRow(LoadFigures[] runs) => string.Create(CultureInfo.InvariantCulture,
        $"| {runs[0].Chats} | {runs.Sum(r => r.Finished)} | {runs.Sum(r => r.Books.Reports)} | {(runs.All(r => r.Books.IsWhole) ? "yes" : "NO")} | {runs.Max(r => r.Books.BytesPerReport)} | {runs.Sum(r => r.Lost)} | {runs.Sum(r => r.Unexpected)} | {runs.Sum(r => r.PressesUnanswered)} | {runs.Sum(r => r.LeftStanding)} | {runs.Sum(r => r.Refused)} | {runs.Max(r => r.LongestWaitSeconds):0.0} |");

    /// <summary>The median, and with several runs the smallest and the greatest.</summary>
    private static string Spread(LoadFigures[] runs, Func<LoadFigures, double> figure, int decimals = 0)
    {
        var values = runs.Select(figure).Order().ToArray();
        var format = decimals == 0 ? "#,0" : "0." + new string('0', decimals);
        string Text(double value) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
        var median = (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        return values.Length == 1 ? Text(median) : $"{Text(median)} [{Text(values[0])}-{Text(values[^1])}]";
    }
}
