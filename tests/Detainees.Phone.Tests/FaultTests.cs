using System.Net;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class FaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private static JsonObject Hello(long chat) => new() { ["chat_id"] = chat, ["text"] = "Hello" };

    private static Task<JsonObject> OrderAsync(PhoneHarness phone, string kind, string? method = "sendMessage", int? next = 1, double? probability = null) =>
        phone.PhoneAsync("faults", new JsonObject { ["kind"] = kind, ["method"] = method, ["next"] = next, ["probability"] = probability, ["retry_after"] = 7, ["seed"] = 5 });

    private static async Task<int> SaidAsync(PhoneHarness phone, long chat) =>
        (await phone.LookAsync($"chats/{chat}"))["messages"]!.AsArray().Count(m => !(bool)m!["own"]!);

    [Fact]
    public async Task Too_many_requests_says_the_wait_in_body_and_header_and_does_nothing()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await OrderAsync(phone, "too_many_requests");
        using var content = new StringContent(Hello(chat).ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await phone.Http.PostAsync(phone.Method("sendMessage"), content, Cancel);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Equal((429, 7, 7), ((int)response.StatusCode, (int)body["parameters"]!["retry_after"]!, (int)response.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("Too Many Requests: retry after 7", (string?)body["description"]);
        Assert.Equal(0, await SaidAsync(phone, chat));
        await phone.OkAsync("sendMessage", Hello(chat)); // once only
    }

    [Theory]
    [InlineData("cut_before", 0)]
    [InlineData("cut_after", 1)]
    public async Task A_cut_connection_leaves_the_caller_in_doubt_whether_it_was_done(string kind, int said)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await OrderAsync(phone, kind);
        await Assert.ThrowsAsync<HttpRequestException>(() => phone.CallAsync("sendMessage", Hello(chat)));
        Assert.Equal(said, await SaidAsync(phone, chat));
    }

    [Fact]
    public async Task A_gateway_may_answer_in_HTML()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await OrderAsync(phone, "html_error", "getMe");
        using var response = await phone.Http.GetAsync(phone.Method("getMe"), Cancel);
        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task An_error_may_be_given_its_own_words()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await phone.PhoneAsync("faults", new JsonObject { ["kind"] = "server_error", ["status"] = 403, ["description"] = "Forbidden: user is deactivated" });
        Assert.Equal("Forbidden: user is deactivated", await phone.RefusedAsync(403, "sendMessage", Hello(1)));
    }

    [Fact]
    public async Task A_hanging_call_hangs_until_the_caller_gives_up_and_others_go_on()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await OrderAsync(phone, "hang", "getMe");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var hanging = phone.Http.GetAsync(phone.Method("getMe"), patience.Token);
        JsonArray entries;
        do entries = (await phone.LookAsync("journal"))["entries"]!.AsArray();
        while (entries.Count == 0);
        Assert.Equal("hang", (string?)entries[0]!["fault"]);
        await phone.OkAsync("getMe");
        Assert.False(hanging.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task One_press_may_come_twice_under_two_ids_and_confirmed_updates_once_more()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await OrderAsync(phone, "duplicate_updates", "message");
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "x" });
        var twice = await phone.UpdatesAsync();
        Assert.Equal(2, twice.Count);
        Assert.Equal((long)twice[0]["message"]!["message_id"]!, (long)twice[1]["message"]!["message_id"]!);
        await OrderAsync(phone, "repeat_updates", null);
        var after = (long)twice[1]["update_id"]! + 1;
        Assert.Empty(await phone.UpdatesAsync(after));
        Assert.Equal(2, (await phone.UpdatesAsync()).Count); // the confirmation was lost
        Assert.Empty(await phone.UpdatesAsync(after));
        Assert.Empty(await phone.UpdatesAsync());
    }

    [Fact]
    public async Task A_download_may_be_cut_short()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await phone.SendFilesAsync(await phone.NewChatAsync(), "document", null, ("a.bin", "application/octet-stream", new byte[100_000]));
        var id = (await phone.TakeUpdatesAsync())[0]["message"]!["document"]!["file_id"]!.DeepClone();
        var path = (string?)(await phone.OkAsync("getFile", new JsonObject { ["file_id"] = id }))["file_path"];
        await OrderAsync(phone, "truncated_download", null);
        await Assert.ThrowsAnyAsync<Exception>(() => phone.Http.GetByteArrayAsync($"/file/bot{PhoneServer.DummyToken}/{path}", Cancel));
        Assert.Equal(100_000, (await phone.Http.GetByteArrayAsync($"/file/bot{PhoneServer.DummyToken}/{path}", Cancel)).Length);
    }

    [Fact]
    public async Task A_slow_download_takes_its_time_by_the_phones_clock()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await phone.SendFilesAsync(await phone.NewChatAsync(), "document", null, ("a.bin", "application/octet-stream", new byte[1000]));
        var id = (await phone.TakeUpdatesAsync())[0]["message"]!["document"]!["file_id"]!.DeepClone();
        var path = (string?)(await phone.OkAsync("getFile", new JsonObject { ["file_id"] = id }))["file_path"];
        await OrderAsync(phone, "slow_download", null);
        var download = phone.Http.GetByteArrayAsync($"/file/bot{PhoneServer.DummyToken}/{path}", Cancel);
        var seconds = 0;
        for (; !download.IsCompleted && seconds < 1000; seconds++)
        {
            phone.Clock.Advance(TimeSpan.FromSeconds(1));
            await phone.LookAsync("clock");
        }

        Assert.Equal(1000, (await download).Length);
        Assert.True(seconds >= 7);
    }

    [Fact]
    public async Task Faults_by_chance_strike_the_same_calls_for_the_same_seed()
    {
        List<string> outcomes = [];
        for (var run = 0; run < 2; run++)
        {
            await using var phone = await PhoneHarness.StartAsync();
            await OrderAsync(phone, "server_error", "getMe", null, 0.5);
            var outcome = "";
            for (var i = 0; i < 20; i++) outcome += (bool)(await phone.CallAsync("getMe"))["ok"]! ? "." : "x";
            outcomes.Add(outcome);
        }

        Assert.Equal(outcomes[0], outcomes[1]);
        Assert.Contains("x", outcomes[0]);
        Assert.Contains(".", outcomes[0]);
    }

    [Fact]
    public async Task Faults_can_be_taken_back_and_unknown_ones_are_refused()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await OrderAsync(phone, "server_error", null, 1000);
        Assert.Single((await phone.LookAsync("faults"))["faults"]!.AsArray());
        using var response = await phone.Http.DeleteAsync("/phone/faults", Cancel);
        await phone.OkAsync("getMe");
        await phone.PhoneAsync("faults", new JsonObject { ["kind"] = "earthquake" }, status: 400);
    }
}
