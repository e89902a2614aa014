using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Detainees.Endurance.Stops;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>A program that runs can be asked whether it does, and ends when it is told to.</summary>
public sealed class RunningTests : IDisposable
{
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Fact]
    public async Task A_try_out_starts_with_nothing_prepared_and_says_that_nothing_is_private()
    {
        Directory.Delete(places["data"]);
        await using var bot = new RunningBot(places.TryOut());
        await bot.UntilSaidAsync("Polling began", Cancel);
        Assert.Contains("TRY-OUT", bot.Output, StringComparison.Ordinal);
        Assert.Contains("do not enter anything real", bot.Output, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("ok\nforms offered: 1\nform files that cannot be used: 0\n", await bot.HealthAsync(Cancel));
    }

    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task It_ends_when_it_is_told_to_and_lets_go_of_its_data(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix signals");
            return;
        }

        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using (var bot = new RunningBot(places.Practice(phone.Address)))
        {
            // A poll is under way and waits: it must not keep the program.
            await bot.UntilSaidAsync("Polling began", Cancel);
            var sent = await OutsideTools.RunAsync("/bin/kill", [$"-{signal}", $"{bot.Id}"], Cancel);
            Assert.True(sent.ExitCode == 0, sent.Error);
            Assert.Equal(0, await bot.EndAsync(Cancel));
            Assert.DoesNotContain("Exception", bot.Output, StringComparison.Ordinal);
        }

        await using var again = new RunningBot(places.Practice(phone.Address));
        await again.UntilSaidAsync("Polling began", Cancel);
    }

    [Fact]
    public async Task It_ends_in_order_when_it_is_told_to_before_it_has_started()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix signals");
            return;
        }

        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        var made = await OutsideTools.RunAsync("/usr/bin/mkfifo", [places["token"]], Cancel);
        Assert.True(made.ExitCode == 0, made.Error);
        string[] settings = [.. places.Practice(phone.Address).Where(s => !s.StartsWith("--Telegram:Token", StringComparison.Ordinal)), $"--Telegram:TokenFile={places["token"]}"];
        await using var bot = new RunningBot(settings);
        // Opened once the program has opened the other end, in the middle of its start; it waits there for what is written.
        await using (var token = await Task.Run(() => new FileStream(places["token"], FileMode.Open, FileAccess.Write), Cancel).WaitAsync(Cancel))
        {
            var sent = await OutsideTools.RunAsync("/bin/kill", ["-TERM", $"{bot.Id}"], Cancel);
            Assert.True(sent.ExitCode == 0, sent.Error);
            await token.WriteAsync(System.Text.Encoding.ASCII.GetBytes(PhoneServer.DummyToken), Cancel);
        }

        Assert.Equal(0, await bot.EndAsync(Cancel));
        Assert.DoesNotContain("Exception", bot.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task It_ends_in_order_and_within_five_seconds_in_the_middle_of_conversations_whatever_holds_it_up(bool held)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Unix signals");
            return;
        }

        // How much less it was is no promise; the round fails when it was more.
        var taken = await new StopRound(seed: 15, chats: 5).RunAsync(held, Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine($"{taken}");
    }

    [Fact]
    public async Task A_token_that_the_bot_api_refuses_ends_the_program_and_is_not_told()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions { Token = "2:AnotherTokenThanTheOneTheBotHas-0000000" }, Cancel);
        var run = await BotRun.ToEndAsync(places.Practice(phone.Address, $"--Telegram:Token={BotRun.Token}"), Cancel);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("refuses the token", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("AAinvented", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_may_come_from_a_file_or_the_environment()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions { Token = BotRun.Token }, Cancel);
        string[] without = [.. places.Practice(phone.Address).Where(s => !s.StartsWith("--Telegram:Token", StringComparison.Ordinal))];
        await File.WriteAllTextAsync(places["token"], BotRun.Token + "\n", Cancel);
        await using (var bot = new RunningBot([.. without, $"--Telegram:TokenFile={places["token"]}"])) await bot.UntilSaidAsync("Polling began", Cancel);
        await using (var bot = new RunningBot(without, new Dictionary<string, string> { ["TELEGRAM_BOT_TOKEN"] = BotRun.Token })) await bot.UntilSaidAsync("Polling began", Cancel);
    }

    [Fact]
    public async Task The_settings_file_holds_and_the_command_line_goes_before_it()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        var port = BotRun.FreePort();
        await File.WriteAllTextAsync(
            places["settings.json"], $$"""{ "Mode": "practice", "DeskApi": { "Listen": "http://127.0.0.1:{{port}}" }, "LogLevel": "Fatal" }""", Cancel);
        string[] settings = [.. places.Practice(phone.Address).Where(s => !s.StartsWith("--DeskApi", StringComparison.Ordinal) && !s.StartsWith("--Mode", StringComparison.Ordinal)), "--LogLevel=Information"];
        await using var bot = new RunningBot(settings, new Dictionary<string, string> { ["DETAINEES_CONFIG"] = places["settings.json"] });
        await bot.UntilSaidAsync("Polling began", Cancel);
        using var http = new HttpClient();
        Assert.StartsWith("ok\nforms offered: 1\nform files that cannot be used: 0\n", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/health"), Cancel));
    }

    [Fact]
    public async Task The_menu_of_commands_is_set_at_the_start_in_every_language_and_not_again_when_it_is_there()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        using var http = new HttpClient { BaseAddress = phone.Address };
        await using (var bot = new RunningBot(places.Practice(phone.Address))) await bot.UntilSaidAsync("The menu of commands was set for ar", Cancel);
        foreach (var (language, word) in new[] { ("hy", "սկսել"), ("ru", "начать"), ("en", "begin"), ("ka", "begin") })
        {
            using var made = await http.PostAsJsonAsync("phone/chats", new { name = "Anahit", language_code = language }, Cancel);
            using var chat = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Cancel));
            using var shown = JsonDocument.Parse(await http.GetStringAsync(new Uri($"phone/chats/{chat.RootElement.GetProperty("id").GetInt64()}", UriKind.Relative), Cancel));
            var commands = shown.RootElement.GetProperty("commands").EnumerateArray().ToList();
            Assert.Contains("erase", commands.Select(command => command.GetProperty("command").GetString()));
            Assert.StartsWith(word, commands[0].GetProperty("description").GetString(), StringComparison.Ordinal);
        }

        var set = await CountAsync("setMyCommands");
        var asked = await CountAsync("getMyCommands");
        await using var again = new RunningBot(places.Practice(phone.Address));
        await again.UntilSaidAsync("Polling began", Cancel);
        while (await CountAsync("getMyCommands") < 2 * asked) await Task.Yield();
        Assert.Equal((6, 6, 6), (set, asked, await CountAsync("setMyCommands")));

        async Task<int> CountAsync(string method)
        {
            using var journal = JsonDocument.Parse(await http.GetStringAsync(new Uri("phone/journal", UriKind.Relative), Cancel));
            return journal.RootElement.GetProperty("entries").EnumerateArray().Count(entry => entry.GetProperty("method").GetString() == method);
        }
    }

    [Fact]
    public async Task The_servers_key_is_printed_and_stays_the_same()
    {
        // A key made on the spot would be told to the desks as the server's.
        (await BotRun.ToEndAsync(["key", .. places.TryOut()], Cancel)).RefusedBecause("no secrets");
        Assert.False(Directory.Exists(places["secrets"]));
        Bot.Settings.ServerSecrets.OpenOrCreate(places["secrets"])?.Dispose();
        var first = await BotRun.ToEndAsync(["key", .. places.TryOut()], Cancel);
        var second = await BotRun.ToEndAsync(["key", .. places.TryOut()], Cancel);
        Assert.Equal((0, 0, first.Output), (first.ExitCode, second.ExitCode, second.Output));
        Assert.StartsWith("ecdsa-sha2-nistp256 ", first.Output, StringComparison.Ordinal);
    }
}
