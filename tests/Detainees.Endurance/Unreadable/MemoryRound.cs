using System.Globalization;
using System.Text;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.Endurance.Unreadable;

/// <summary>How much of what was sent or erased still stands in the process's memory, minute by minute. A figure: no promise says that it is none.</summary>
internal sealed class MemoryRound(int seed, int people, int minutes, Action<string> say)
{
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address);
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], OpenForm.Yaml, cancel);
        bot.Start();
        await bot.PollsAsync(cancel);
        var secrets = new Secrets(random);
        for (var i = 0; i < people; i++)
        {
            await using var chat = await ChatOnPhone.OpenAsync(phone.Address, $"Person {i}", "en", cancel);
            await new Teller(chat, secrets, random).TellAsync(i % 4 == 3 ? Way.Erase : Way.Send, cancel);
        }

        var needles = Needles.Of(secrets.Texts, secrets.Files, OpenForm.Yaml);
        var table = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{people} people, {secrets.Texts.Count} texts, {secrets.Files.Count} files, {needles.Count} runs searched for, seed {seed}\n");
        for (var minute = 0; minute <= minutes; minute++)
        {
            if (minute > 0) await Task.Delay(TimeSpan.FromMinutes(1), cancel);
            var hits = Search.Memory(bot.Id, needles, out var bytes) ?? throw new RoundFailedException("The process's memory cannot be read by this user.");
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"| {minute,3} min | {bytes >> 20,5} MB | {hits.Values.Sum(),8} hits | {string.Join(", ", hits.OrderBy(h => h.Key).Select(h => $"{h.Key} {h.Value}"))} |");
            table.Append(line).Append('\n');
            say(line);
        }

        await bot.KillAsync();
        return table.ToString();
    }
}
