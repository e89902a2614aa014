using System.Diagnostics;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.Endurance.Kills;

/// <summary>
/// The bot's process under load is killed at random moments, started again, and in the end the books are checked. The network
/// fails all the while: refusals, broken connections before and after the effect, updates that come twice.
/// </summary>
/// <param name="seed">What people do, when the process is killed, which requests fail. The machine's own timing stays its own.</param>
/// <param name="say">Told of the progress; never of what people say.</param>
internal sealed class KillRound(int seed, int kills, int chats, Action<string> say)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<string, int> faults = [];
    private int killed;
    private long seenOfJournal;

    /// <exception cref="RoundFailedException">A promise did not hold.</exception>
    public async Task<KillFigures> RunAsync(CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], KillForm.Yaml, cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        using var bench = new PhoneBench(phone.Address);
        await BreakAsync(bench, cancel);
        await using var bot = new BotUnderTest(folder, phone.Address);
        var opened = new List<ChatOnPhone>();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var talking = Task.CompletedTask;
        try
        {
            for (var i = 0; i < chats; i++) opened.Add(await ChatOnPhone.OpenAsync(phone.Address, $"Person {i}", "en", cancel));
            var families = opened.Select(chat => new Family(chat, new Random(random.Next()))).ToList();
            bot.Start();
            talking = Task.WhenAll(families.Select(f => f.TalkAsync(() => killed >= kills, giveUp.Token)));
            await KillAsync(bot, bench, talking, cancel);
            await bench.MendAsync(cancel);
            await bot.PollsAsync(cancel);
            await talking;
            await bench.QuietAsync(cancel);
            await CountFaultsAsync(bench, cancel);
            var exit = await bot.StopAsync(cancel);
            RoundFailedException.Unless(exit == 0, $"Asked to end, the bot gave {exit}:\n{bot.Output}");

            var told = families.SelectMany(f => f.Told).ToList();
            await using var books = await Books.OpenAsync(bot, cancel);
            await books.CheckAsync(told, cancel);
            return new KillFigures(
                seed, killed, chats, told.Count(t => t.Ending == Ending.Sent), told.Count(t => t.Ending == Ending.Open), told.Count(t => t.Ending == Ending.Erased),
                told.Sum(t => t.Acknowledged), faults, await LeftStandingAsync(opened, families, cancel), watch.Elapsed);
        }
        catch (RoundFailedException failed)
        {
            throw new RoundFailedException($"seed {seed}, {killed} kills: {failed.Message}\n{await Traces.OfAsync(bot, bench)}");
        }
        finally
        {
            await giveUp.CancelAsync();
            await Task.WhenAny(talking);
            foreach (var chat in opened) await chat.DisposeAsync();
        }
    }

    private async Task BreakAsync(PhoneBench bench, CancellationToken cancel)
    {
        await bench.SeedAsync(seed, cancel);
        await bench.BreakAsync("too_many_requests", 0.006, cancel);
        await bench.BreakAsync("html_error", 0.02, cancel);
        await bench.BreakAsync("cut_before", 0.02, cancel);
        await bench.BreakAsync("cut_after", 0.03, cancel);
        await bench.BreakAsync("duplicate_updates", 0.05, cancel);
        await bench.BreakAsync("repeat_updates", 0.05, cancel);
        await bench.BreakAsync("truncated_download", 0.1, cancel);
    }

    private async Task KillAsync(BotUnderTest bot, PhoneBench bench, Task talking, CancellationToken cancel)
    {
        while (killed < kills)
        {
            // Some die while they open their store. The others get so many requests done: on a slow machine they must get on as well.
            if (random.Next(5) == 0)
            {
                await Task.WhenAny(talking, Task.Delay(random.Next(50, 900), cancel));
            }
            else
            {
                await bot.PollsAsync(cancel);
                await bench.RequestsAsync(random.Next(1, 40), TimeSpan.FromSeconds(20), cancel);
                await Task.WhenAny(talking, Task.Delay(random.Next(0, 30), cancel));
            }

            // A person who waits in vain ends the round at once.
            if (talking.IsFaulted) await talking;
            await CountFaultsAsync(bench, cancel);
            await bot.KillAsync();
            killed++;
            bot.Start();
            if (killed % 10 == 0) say($"{killed} kills");
        }
    }

    private async Task CountFaultsAsync(PhoneBench bench, CancellationToken cancel)
    {
        using var journal = await bench.JournalAsync(cancel, seenOfJournal);
        foreach (var entry in journal.RootElement.GetProperty("entries").EnumerateArray())
        {
            seenOfJournal = entry.GetProperty("number").GetInt64();
            if (entry.GetProperty("fault").GetString() is { } fault) faults[fault] = faults.GetValueOrDefault(fault) + 1;
        }
    }

    /// <summary>In a chat whose report is sent only the last message should stand.</summary>
    private static async Task<int> LeftStandingAsync(List<ChatOnPhone> chats, List<Family> families, CancellationToken cancel)
    {
        var left = 0;
        for (var i = 0; i < chats.Count; i++)
        {
            if (families[i].Told[^1].Ending == Ending.Open) continue;
            left += Math.Max(0, (await chats[i].MessagesAsync(cancel)).Count - 1);
        }

        return left;
    }
}
