using System.Net;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Phone.Tests;

/// <summary>Who gets in, what is known, and how it starts.</summary>
public sealed class DoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bot_knows_who_it_is()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var me = await phone.OkAsync("getMe");
        Assert.Equal(1, (long)me["id"]!);
        Assert.True((bool)me["is_bot"]!);
    }

    [Theory]
    [InlineData("/bot1:WRONG/getMe", 401, "Unauthorized")]
    [InlineData("/bot/getMe", 401, "Unauthorized")]
    [InlineData("/bot" + PhoneServer.DummyToken + "/noSuchMethod", 404, "Not Found: method not found")]
    [InlineData("/bot" + PhoneServer.DummyToken + "/", 404, "Not Found: method not found")]
    [InlineData("/file/bot1:WRONG/documents/file_0", 401, "Unauthorized")]
    [InlineData("/file/bot" + PhoneServer.DummyToken + "/../../etc/passwd", 404, null)]
    [InlineData("/file/bot" + PhoneServer.DummyToken + "/documents/file_0", 404, "Not Found")]
    public async Task A_wrong_token_or_an_unknown_method_is_refused_in_the_servers_words(string path, int code, string? description)
    {
        await using var phone = await PhoneHarness.StartAsync();
        using var response = await phone.Http.GetAsync(path, Cancel);
        Assert.Equal(code, (int)response.StatusCode);
        if (description is not null) Assert.Equal(description, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["description"]);
    }

    [Fact]
    public async Task A_method_that_the_phone_does_not_know_answers_true_and_leaves_a_warning()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var answer = await phone.CallAsync("sendDice", new JsonObject { ["chat_id"] = 1 });
        Assert.True((bool)answer["result"]!);
        Assert.Equal("sendDice", (string?)Assert.Single((await phone.LookAsync("warnings"))["warnings"]!.AsArray())!["method"]);
    }

    [Theory]
    [InlineData("Host", "detainees.example.org")]
    [InlineData("Host", "192.168.0.5")]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Origin", "null")]
    public async Task Pages_of_other_sites_cannot_reach_the_phone(string header, string value)
    {
        await using var phone = await PhoneHarness.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/phone/chats");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await phone.Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_page_may_load_from_itself_only()
    {
        await using var phone = await PhoneHarness.StartAsync();
        using var response = await phone.Http.GetAsync("/", Cancel);
        Assert.StartsWith("default-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("<script type=\"module\" src=\"app.js\">", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public void No_module_of_the_page_writes_markup()
    {
        foreach (var file in Directory.GetFiles(Checkout.Path("src", "Detainees.Phone", "Page"), "*.js"))
        {
            foreach (var way in (string[])["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"])
                Assert.DoesNotContain(way, File.ReadAllText(file));
        }
    }

    [Fact]
    public async Task A_taken_port_is_said_in_words_for_people()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var port = phone.Server.Address.Port;
        var refusal = await Assert.ThrowsAsync<PhonePortInUseException>(() => PhoneServer.StartAsync(new PhoneOptions { Port = port }, Cancel));
        Assert.Equal(port, refusal.Port);
        Assert.Equal($"Port {port} is in use by another program. Choose another port, or 0 for any free one.", refusal.Message);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.1")]
    [InlineData("::")]
    public async Task It_listens_on_loopback_and_nowhere_else(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => PhoneServer.StartAsync(new PhoneOptions { Address = IPAddress.Parse(address) }, Cancel));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1:")]
    [InlineData("x:abc")]
    [InlineData("1:a/b")]
    public async Task A_token_of_another_shape_is_refused(string token) =>
        await Assert.ThrowsAsync<ArgumentException>(() => PhoneServer.StartAsync(new PhoneOptions { Token = token }, Cancel));

    [Fact]
    public async Task What_the_server_has_stored_is_shown_as_names_sizes_and_first_bytes()
    {
        await using var phone = await PhoneHarness.StartAsync(stored: _ => Task.FromResult<IReadOnlyList<StoredItem>>([new("a.age", 200, new string('f', 400))]));
        var item = Assert.Single((await phone.LookAsync("stored"))["items"]!.AsArray())!;
        Assert.Equal(("a.age", 200, 128), ((string?)item["name"], (int)item["bytes"]!, ((string)item["hex"]!).Length));
    }

    [Fact]
    public async Task The_journal_tells_what_was_asked_and_what_came_of_it_without_the_token()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await phone.OkAsync("getMe");
        await phone.CallAsync("sendMessage", new JsonObject { ["chat_id"] = 5, ["text"] = "x" });
        var journal = await phone.LookAsync("journal");
        var entries = journal["entries"]!.AsArray();
        Assert.Equal([("getMe", 200), ("sendMessage", 400)], entries.Select(e => ((string)e!["method"]!, (int)e["status"]!)));
        Assert.Equal("Bad Request: chat not found", (string?)entries[1]!["description"]);
        Assert.DoesNotContain("TRYOUT", journal.ToJsonString());
    }

    [Fact]
    public async Task Commands_and_descriptions_are_kept_by_language()
    {
        await using var phone = await PhoneHarness.StartAsync();
        static JsonObject Commands(string word, string? language) => new() { ["commands"] = new JsonArray(new JsonObject { ["command"] = "help", ["description"] = word }), ["language_code"] = language };
        await phone.OkAsync("setMyCommands", Commands("Help", null));
        await phone.OkAsync("setMyCommands", Commands("Օգնություն", "hy"));
        await phone.OkAsync("setMyDescription", new JsonObject { ["description"] = "Բարև", ["language_code"] = "hy" });
        Assert.Equal("Օգնություն", (string?)(await phone.OkAsync("getMyCommands", new JsonObject { ["language_code"] = "hy" }))[0]!["description"]);
        var chat = await phone.LookAsync($"chats/{await phone.NewChatAsync(language: "hy")}");
        Assert.Equal(("Օգնություն", "Բարև"), ((string?)chat["commands"]![0]!["description"], (string?)chat["description"]));
        Assert.Equal("Help", (string?)(await phone.LookAsync($"chats/{await phone.NewChatAsync(language: "fr")}"))["commands"]![0]!["description"]);
    }

    [Theory]
    [InlineData(100, "help", true)]
    [InlineData(101, "help", false)]
    [InlineData(1, "Help", false)]
    [InlineData(1, "abcdefghijklmnopqrstuvwxyz_0123456", false)] // 33
    public async Task At_most_100_commands_of_small_letters(int count, string name, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var commands = new JsonArray([.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["command"] = name, ["description"] = "d" })]);
        if (fits) await phone.OkAsync("setMyCommands", new JsonObject { ["commands"] = commands });
        else await phone.RefusedAsync(400, "setMyCommands", new JsonObject { ["commands"] = commands });
    }

    [Fact]
    public async Task A_page_that_lost_its_connection_goes_on_where_it_was()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var seen = (long)(await phone.LookAsync($"chats/{chat}"))["seq"]!;
        await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "while away" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/phone/events?after=0");
        request.Headers.Add("Last-Event-ID", seen.ToString());
        using var response = await phone.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var reader = new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
        Assert.Equal("while away", (string?)(await reader.BotMessageAsync())["text"]);
    }
}
