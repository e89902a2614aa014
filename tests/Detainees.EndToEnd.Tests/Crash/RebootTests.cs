using System.Security.Cryptography;
using System.Text.Json;
using Detainees.Endurance.Kills;
using Detainees.Endurance.Running;
using Detainees.Endurance.Unreadable;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Crash;

/// <summary>The machine loses power: the process is gone, and with the memory file system the epoch keys.</summary>
public class RebootTests
{
    private const string Name = "Vahram Testyan-Orbeli", Place = "the old mill near Testadzor", Other = "Smbat Inventyan-Lori";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_reboot_nothing_that_was_answered_can_be_read_and_all_of_it_can_be_sent_or_erased()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], KillForm.Yaml, Cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        using var bench = new PhoneBench(phone.Address);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose");
        await bot.StartAsync(Cancel);
        byte[] photo = [0xFF, 0xD8, 0xFF, 0xE0, .. RandomNumberGenerator.GetBytes(20_000)];
        await using var ani = await ChatOnPhone.OpenAsync(phone.Address, "Ani", "en", Cancel);
        await using var boris = await ChatOnPhone.OpenAsync(phone.Address, "Boris", "en", Cancel);
        await BeginAsync(ani, Name);
        await ani.SayAsync("47", Cancel);
        await ani.PressAsync("Often met", Cancel);
        await ani.AwaitTextAsync(KillForm.Photo, Cancel);
        await ani.SendFileAsync("photo", photo, "photo.jpg", "image/jpeg", Cancel);
        await ani.PressAsync("Done", Cancel);
        await ani.AwaitTextAsync(KillForm.Place, Cancel);
        await ani.SayAsync(Place, Cancel);
        await ani.AwaitTextAsync(KillForm.Word, Cancel);
        await BeginAsync(boris, Other);
        await bench.QuietAsync(Cancel);

        await bot.KillAsync();
        Directory.Delete(bot.EpochKeys, recursive: true);
        await bot.StartAsync(Cancel);

        await ChooseAsync(ani, "Send what is kept");
        var reference = (await ani.AwaitAsync(m => !m.Own && m.Copies is not null, Cancel, "the reference")).Copies;
        var asked = await ChooseAsync(boris, "Erase everything");
        await boris.PressAsync("Erase everything", Cancel, asked);
        await boris.AwaitAsync(m => !m.Own && m.Buttons.Count == 0 && m.Text.Contains("/start", StringComparison.Ordinal), Cancel, "the word that all is erased");
        await bench.QuietAsync(Cancel);

        var answers = await AtTheDeskAsync(bot, folder);
        Assert.True(File.Exists(folder["export", $"{reference}.json"]), "The desk does not find the report by what the family was told.");
        Assert.Equal(["age 47", "met often", $"name {Name}", $"place {Place}"], answers);
        Assert.Contains(Directory.GetFiles(folder["export"], "*", SearchOption.AllDirectories), file => File.ReadAllBytes(file).AsSpan().SequenceEqual(photo));
        Assert.Equal(0, await bot.StopAsync(Cancel));
        Assert.Empty(Search.Files(bot.Everything, Needles.Of([Name, Place, Other, reference ?? ""], [photo], KillForm.Yaml), out _));
        foreach (var said in (string[])[Name, Place, Other]) Assert.DoesNotContain(said, bot.Output, StringComparison.Ordinal);
    }

    private static async Task BeginAsync(ChatOnPhone chat, string name)
    {
        await chat.SayAsync("/start", Cancel);
        await chat.PressAsync("Begin", Cancel);
        await chat.AwaitTextAsync(KillForm.Name, Cancel);
        await chat.SayAsync(name, Cancel);
        await chat.AwaitTextAsync(KillForm.Age, Cancel);
    }

    /// <summary>Says something to the bot, which does not know any more what was said before, and presses one of what it offers.</summary>
    private static async Task<long> ChooseAsync(ChatOnPhone chat, string choice)
    {
        var said = await chat.SayAsync("hello", Cancel);
        var offer = await chat.AwaitTextAsync("they are not lost", Cancel, said);
        foreach (var answer in (string[])[Name, Place, Other]) Assert.DoesNotContain(answer, offer.Text, StringComparison.Ordinal);
        return await chat.PressAsync(choice, Cancel, said);
    }

    /// <summary>The one report that there is, with the desk's own commands.</summary>
    private static async Task<List<string>> AtTheDeskAsync(BotUnderTest bot, TemporaryFolder folder)
    {
        var desk = Path.Combine(AppContext.BaseDirectory, "Detainees.Desk.dll");
        foreach (var command in (string[][])[["pull"], ["export", "--format", "json", "--out", folder["export"]]])
        {
            var run = await OutsideTools.RunAsync(
                "dotnet", [desk, .. command, "--try-out", "--server", bot.DeskAddress, "--desk", folder["desk"]], Cancel, folder: Checkout.Root);
            Assert.True(run.ExitCode == 0, run.Text + run.Error);
        }

        var reports = new List<JsonElement>();
        foreach (var file in Directory.GetFiles(folder["export"], "*.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, Cancel));
            if (json.RootElement.TryGetProperty("answers", out _)) reports.Add(json.RootElement.Clone());
        }

        var report = Assert.Single(reports);
        return
        [
            .. report.GetProperty("answers").EnumerateArray()
                .Select(answer => $"{answer.GetProperty("path").GetString()?.Split('/')[^1]} {answer.GetProperty("value").GetString()}")
                // A file's value is its number; its bytes are looked at beside this.
                .Where(answer => !answer.EndsWith(' ') && !answer.StartsWith("photo ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
    }
}
