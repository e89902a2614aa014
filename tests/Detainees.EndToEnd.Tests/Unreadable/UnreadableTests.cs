using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Unreadable;

/// <summary>P1 and P2 with the real process: all that it wrote, searched byte for byte for all that was said.</summary>
public class UnreadableTests
{
    private const int Seed = 8_192;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_file_of_the_bot_holds_eight_bytes_of_what_anybody_said()
    {
        var random = new Random(Seed);
        using var folder = new TemporaryFolder();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], OpenForm.Yaml, Cancel);
        bot.Start();
        await bot.PollsAsync(Cancel);
        var secrets = new Secrets(random);
        var names = new List<string>();
        foreach (var way in (Way[])[Way.Send, Way.Cancel, Way.LeaveOpen, Way.Erase, Way.Send])
        {
            names.Add(secrets.Text()[..30]);
            await using var chat = await ChatOnPhone.OpenAsync(phone.Address, names[^1], "en", Cancel);
            var teller = new Teller(chat, secrets, random);
            await teller.TellAsync(way, Cancel);
            if (teller.Reference is { } reference) secrets.Texts.Add(reference);
            secrets.Texts.Add(chat.Chat.ToString("D", null));
        }

        // No last words: what lies in the write-ahead log and in half-written files is searched as well.
        await bot.KillAsync();
        var needles = Needles.Of(secrets.Texts, secrets.Files, OpenForm.Yaml);
        Assert.Empty(Search.Files(bot.Everything, needles, out var looked));
        Assert.True(looked is { Files: > 5, Bytes: > 100_000 }, $"{looked}");
        Assert.InRange(needles.LeftOut, 0, needles.Count / 100);
        foreach (var line in bot.Output.Split('\n'))
        {
            var hits = new Dictionary<Form, int>();
            needles.CountIn(System.Text.Encoding.UTF8.GetBytes(line), hits);
            Assert.Empty(hits);
        }

        // P2: the keys of what is open lie beside the data and nowhere in it.
        var keys = Directory.GetFiles(bot.EpochKeys).Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(keys);
        Assert.Empty(Search.Files([bot.Data], Needles.OfBytes(keys), out _));
        Assert.Empty(Directory.GetFiles(folder["temporary"], "*", SearchOption.AllDirectories));
        TestContext.Current.TestOutputHelper?.WriteLine($"{needles.Count} runs of {secrets.Texts.Count} texts and {secrets.Files.Count} files in {looked.Files} files, {looked.Bytes} bytes; {needles.LeftOut} left out");
    }
}
