using System.Text.Json;
using Detainees.Bot.Settings;
using Detainees.EndToEnd.Tests.Running;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Journeys;

/// <summary>An admin publishes a second version while families answer the first; the bot is killed in between and loses nobody.</summary>
public sealed class PublishingJourney
{
    private static string Form(string version, string question, string more = "") => $"""
        survey:
        - type: text
          name: name
          label::English (en): {question}
          bind::case:field: name.typed
        {more}settings:
        - form_title: Journey
          form_id: journey
          version: '{version}'
          default_language: English (en)

        """;

    private const string Second = "- type: text\n  name: father\n  label::English (en): And the father's?\n  bind::case:field: name.father\n";

    [Fact]
    public async Task A_version_published_while_a_conversation_runs_is_for_new_ones_and_both_arrive_on_their_own()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        await using var bot = new BotUnderTest(folder, phone.Address, "Verbose", Checkout.Path("config", "forms"));
        Directory.CreateDirectory(bot.Data);
        await PublishAsync(folder, Form("1", "Whom do you look for?"), 0, cancel);
        string[] settings = [$"--Forms:Published={folder["published"]}"];
        await bot.StartAsync(cancel, settings);

        await using var first = await ChatOnPhone.OpenAsync(phone.Address, "Anahit", "en", cancel);
        await first.SayAsync("/start", cancel);
        await first.PressAsync("Begin", cancel);
        await first.AwaitTextAsync("Whom do you look for?", cancel);

        // Other content under a version that is published is refused, and changes nothing.
        await PublishAsync(folder, Form("1", "Something else"), 2, cancel);
        await PublishAsync(folder, Form("2", "What is the person called?", Second), 0, cancel);
        await UntilHealthAsync(bot, "2", folder, cancel);
        await using var second = await ChatOnPhone.OpenAsync(phone.Address, "Boris", "en", cancel);
        await second.SayAsync("/start", cancel);
        await second.PressAsync("Begin", cancel);
        await second.AwaitTextAsync("What is the person called?", cancel);
        var list = await RunAsync(["form", "list", .. settings, $"--Storage:DataDirectory={bot.Data}"], cancel);
        Assert.Matches("journey +1 +earlier +[0-9a-f]{12} +1 ", list.Output);
        Assert.Matches("journey +2 +offered +[0-9a-f]{12} +1 ", list.Output);

        await bot.KillAsync();
        // Spoilt while nothing ran: what was offered stays, and the one under way too.
        await File.AppendAllTextAsync(folder["published", "journey", "2", "form.yaml"], "# changed\n", cancel);
        await bot.StartAsync(cancel, settings);
        await first.SayAsync("Arman Testyan", cancel);
        await first.PressAsync("Send", cancel);
        await first.PressAsync("Send now", cancel);
        await first.AwaitAsync(m => !m.Own && m.Buttons.Any(b => b.Label.Contains("Copy", StringComparison.Ordinal)), cancel, "the first reference");
        await second.SayAsync("Karen Testyan", cancel);
        await second.AwaitTextAsync("And the father's?", cancel);
        await second.SayAsync("Hayk", cancel);
        await second.PressAsync("Send", cancel);
        await second.PressAsync("Send now", cancel);
        await second.AwaitAsync(m => !m.Own && m.Buttons.Any(b => b.Label.Contains("Copy", StringComparison.Ordinal)), cancel, "the second reference");

        Assert.Equal(["1: Arman Testyan", "2: Karen Testyan, Hayk"], (await ReportsAsync(bot, folder, cancel)).Order(StringComparer.Ordinal));
    }

    /// <summary>Writes the draft and publishes it with the bot's own command.</summary>
    private static async Task PublishAsync(TemporaryFolder folder, string form, int expected, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder["published"]);
        await File.WriteAllTextAsync(folder["draft.yaml"], form, cancel);
        var published = await RunAsync(["form", "publish", folder["draft.yaml"], $"--Forms:Published={folder["published"]}"], cancel);
        Assert.True(published.ExitCode == expected, published.Output + published.Error);
    }

    private static Task<BotRun> RunAsync(string[] arguments, CancellationToken cancel) => BotRun.ToEndAsync(arguments, cancel);

    /// <summary>The running bot tells in its log that it took the forms over.</summary>
    private static async Task UntilHealthAsync(BotUnderTest bot, string version, TemporaryFolder folder, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!bot.Output.Contains("The forms were read again", StringComparison.Ordinal)) await Task.Yield();
        Assert.True(Directory.Exists(folder["published", "journey", version]));
    }

    private static async Task<List<string>> ReportsAsync(BotUnderTest bot, TemporaryFolder folder, CancellationToken cancel)
    {
        var desk = Path.Combine(AppContext.BaseDirectory, "Detainees.Desk.dll");
        var pulled = await OutsideTools.RunAsync("dotnet", [desk, "pull", "--try-out", "--server", bot.DeskAddress, "--desk", folder["desk"]], cancel, folder: Checkout.Root);
        Assert.True(pulled.ExitCode == 0, pulled.Text + pulled.Error);
        var exported = await OutsideTools.RunAsync(
            "dotnet", [desk, "export", "--format", "json", "--out", folder["export"], "--try-out", "--server", bot.DeskAddress, "--desk", folder["desk"]], cancel, folder: Checkout.Root);
        Assert.True(exported.ExitCode == 0, exported.Text + exported.Error);
        var reports = new List<string>();
        foreach (var file in Directory.GetFiles(folder["export"], "*.json"))
        {
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancel));
            if (!json.RootElement.TryGetProperty("answers", out var answers)) continue;
            reports.Add($"{json.RootElement.GetProperty("form").GetProperty("version").GetString()}: {string.Join(", ", answers.EnumerateArray().Select(a => a.GetProperty("value").GetString()))}");
        }

        return reports;
    }
}
