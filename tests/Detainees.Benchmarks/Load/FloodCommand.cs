using System.Diagnostics;
using System.Globalization;

namespace Detainees.Benchmarks.Load;

/// <summary>
/// What a flood costs the others: one bot, people who answer at their own pace, and in the same run nothing else, then one chat that writes
/// without end, then thousands of new chats.
/// </summary>
internal static class FloodCommand
{
    private const int NotBuilt = 2, PeopleWaitInVain = 1;
    private const int FloodPerSecond = 200, NewChats = 10_000, StepsPerSecond = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Warmup = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(30);

    /// <param name="seconds">Of each of the first two phases; the new chats take a minute.</param>
    public static async Task<int> RunAsync(int people, TimeSpan seconds, TextWriter output, CancellationToken cancel)
    {
        if (BotProcess.FindProgram() is not { } program)
        {
            await output.WriteLineAsync("The bot is not built beside this program: dotnet run -c Release --project tests/Detainees.Benchmarks");
            return NotBuilt;
        }

        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "load", Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var texts = ScreenTexts.Read(Path.Combine(AppContext.BaseDirectory, "en.json"));
            await using var server = await LoadServer.StartAsync(people, TimeSpan.Zero, texts, cancel, Pause);
            using var bot = BotProcess.Start(program, folder, server.Address, repliesInFlight: 64, limited: true);
            await server.Polled.WaitAsync(Patience, cancel);
            foreach (var user in server.Users) user.Start();
            await Task.Delay(Warmup, cancel);
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{people} people, each acting {Pause.TotalMilliseconds} ms after an answer\n\n| meanwhile | others: updates/s | acted → reply p50, p99, longest ms | flood: sent | flood: messages said to it | peak MB |\n|---|---|---|---|---|---|"));

            var flooder = new SimulatedUser(LoadServer.FirstFloodChat, server.Feed, texts);
            await PhaseAsync("nothing else", seconds, 0, _ => 0);
            await PhaseAsync("one chat, 200 messages a second", seconds, FloodPerSecond, _ => LoadServer.FirstFloodChat);
            await PhaseAsync("10,000 new chats in a minute", TimeSpan.FromMinutes(1), NewChats / 60.0, n => LoadServer.FirstFloodChat + 1 + n);
            foreach (var user in server.Users) user.Stop();
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < Patience && server.Users.Any(user => user.IsWaiting)) await Task.Delay(50, cancel);
            var waiting = server.Users.Count(user => user.IsWaiting);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\npeople who waited in vain: {waiting}; bot ended: {(bot.HasEnded ? "YES" : "no")}"));
            return waiting == 0 && !bot.HasEnded ? 0 : PeopleWaitInVain;

            async Task PhaseAsync(string name, TimeSpan length, double perSecond, Func<int, long> chatOf)
            {
                var (from, said, sent) = (Stopwatch.GetTimestamp(), server.FloodMessages, 0);
                while (Stopwatch.GetElapsedTime(from) < length)
                {
                    for (var due = (int)(Stopwatch.GetElapsedTime(from).TotalSeconds * perSecond); sent < due; sent++)
                    {
                        var chat = chatOf(sent);
                        server.Feed.Add(chat == flooder.Chat ? flooder : new SimulatedUser(chat, server.Feed, texts), isPress: false, "/start", sent + 1);
                    }

                    await Task.Delay(TimeSpan.FromSeconds(1.0 / StepsPerSecond), cancel);
                }

                var to = Stopwatch.GetTimestamp();
                var waits = server.Users.SelectMany(user => user.AnsweredBetween(from, to)).Select(one => Stopwatch.GetElapsedTime(one.Acted, one.At).TotalMilliseconds).Order().ToArray();
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {waits.Length / Stopwatch.GetElapsedTime(from, to).TotalSeconds:0} | {At(waits, 0.5):0.0}, {At(waits, 0.99):0.0}, {At(waits, 1):0} | {sent} | {server.FloodMessages - said} | {bot.PeakBytes / 1e6:0} |"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
