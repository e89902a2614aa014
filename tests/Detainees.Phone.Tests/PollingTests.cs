using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class PollingTests
{
    private static async Task WriteAsync(PhoneHarness phone, long chat, int count)
    {
        for (var i = 0; i < count; i++) await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = $"message {i}" });
    }

    private static long Id(JsonObject update) => (long)update["update_id"]!;

    [Fact]
    public async Task Updates_come_again_until_a_later_offset_confirms_them()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await WriteAsync(phone, await phone.NewChatAsync(), 3);
        var first = await phone.UpdatesAsync();
        Assert.Equal(first.ConvertAll(Id), (await phone.UpdatesAsync()).ConvertAll(Id));
        Assert.Equal([Id(first[0]), Id(first[0]) + 1, Id(first[0]) + 2], first.ConvertAll(Id));
        Assert.Equal([Id(first[1]), Id(first[2])], (await phone.UpdatesAsync(Id(first[1]))).ConvertAll(Id));
        Assert.Equal([Id(first[1]), Id(first[2])], (await phone.UpdatesAsync()).ConvertAll(Id));
        Assert.Empty(await phone.UpdatesAsync(Id(first[2]) + 1));
    }

    [Fact]
    public async Task The_first_update_id_is_random()
    {
        var ids = new HashSet<long>();
        for (var i = 0; i < 3; i++)
        {
            await using var phone = await PhoneHarness.StartAsync();
            await WriteAsync(phone, await phone.NewChatAsync(), 1);
            ids.Add(Id((await phone.UpdatesAsync())[0]));
        }

        Assert.True(ids.Count > 1);
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(1)]
    public async Task An_offset_far_off_the_mark_is_taken_as_none(long offset)
    {
        await using var phone = await PhoneHarness.StartAsync();
        await WriteAsync(phone, await phone.NewChatAsync(), 2);
        Assert.Equal(2, (await phone.UpdatesAsync(offset)).Count);
        Assert.Equal(2, (await phone.UpdatesAsync()).Count);
    }

    [Fact]
    public async Task A_negative_offset_keeps_that_many_from_the_end_and_forgets_the_rest()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await WriteAsync(phone, await phone.NewChatAsync(), 5);
        Assert.Equal(["message 3", "message 4"], (await phone.UpdatesAsync(-2)).ConvertAll(u => (string?)u["message"]!["text"]));
        Assert.Equal(2, (await phone.UpdatesAsync()).Count);
    }

    /// <summary>For any sequence of writes and polls: what a poll gives is what a plain model of the queue gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Polls_in_any_order_agree_with_a_plain_queue(int seed)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await WriteAsync(phone, chat, 1);
        var random = new Random(seed);
        var model = (await phone.UpdatesAsync()).ConvertAll(Id);
        var next = model[0] + 1;
        for (var i = 0; i < 60; i++)
        {
            if (random.Next(2) == 0)
            {
                await WriteAsync(phone, chat, 1);
                model.Add(next++);
                continue;
            }

            var offset = random.Next(4) == 0 ? 0 : next - random.Next(6);
            var limit = random.Next(1, 5);
            if (offset > 0) model.RemoveAll(id => id < offset);
            Assert.Equal(model.Where(id => id >= offset).Take(limit), (await phone.UpdatesAsync(offset, limit)).ConvertAll(Id));
        }
    }

    [Fact]
    public async Task A_long_poll_wakes_at_once_for_an_update()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var poll = phone.OkAsync("getUpdates", new JsonObject { ["timeout"] = 50 });
        await WriteAsync(phone, chat, 1); // the clock stands: only the update can end the poll
        Assert.Single((await poll).AsArray());
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(50, 50)]
    [InlineData(600, 50)]
    public async Task A_poll_waits_as_long_as_asked_and_at_most_50_seconds(int timeout, int seconds)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var wait = phone.Clock.NextWaitAsync();
        var poll = phone.OkAsync("getUpdates", new JsonObject { ["timeout"] = timeout });
        Assert.Equal(TimeSpan.FromSeconds(seconds), await wait);
        phone.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        await phone.LookAsync("clock"); // a round trip, in which the poll could be answered too
        Assert.False(poll.IsCompleted);
        phone.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await poll).AsArray());
    }

    [Fact]
    public async Task A_second_poll_ends_the_first_with_a_conflict()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var one = phone.CallAsync("getUpdates", new JsonObject { ["timeout"] = 50 });
        var two = phone.CallAsync("getUpdates", new JsonObject { ["timeout"] = 50 });
        var loser = await await Task.WhenAny(one, two);
        Assert.Equal(409, (int)loser["error_code"]!);
        Assert.Equal("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", (string?)loser["description"]);
        await WriteAsync(phone, chat, 1);
        var answers = await Task.WhenAll(one, two);
        Assert.Single(answers, a => (bool)a["ok"]!);
    }

    [Fact]
    public async Task Polling_and_a_webhook_exclude_each_other()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await phone.OkAsync("setWebhook", new JsonObject { ["url"] = "http://127.0.0.1:9/hook" });
        Assert.Equal("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", await phone.RefusedAsync(409, "getUpdates", []));
        await phone.OkAsync("deleteWebhook");
        await phone.UpdatesAsync();
    }

    [Theory]
    [InlineData("""["message"]""", new[] { "message" })]
    [InlineData("""[]""", new[] { "message", "edited_message" })]
    [InlineData("""["no_such_kind"]""", new[] { "message", "edited_message" })]
    [InlineData("""["no_such_kind","edited_message"]""", new[] { "edited_message" })]
    public async Task Allowed_updates_hold_for_updates_to_come_and_stay_until_set_again(string allowed, string[] kinds)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await phone.OkAsync("getUpdates", new JsonObject { ["allowed_updates"] = JsonNode.Parse(allowed) });
        await phone.UpdatesAsync(); // without the parameter: the setting stays
        var sent = await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "a" });
        await phone.PhoneAsync($"chats/{chat}/edit", new JsonObject { ["message_id"] = sent["message_ids"]![0]!.DeepClone(), ["text"] = "b" });
        Assert.Equal(kinds, (await phone.UpdatesAsync()).ConvertAll(u => u.Single(p => p.Key != "update_id").Key));
    }

    [Fact]
    public async Task A_poll_repeated_with_the_same_offset_gets_one_update_where_the_real_servers_brake_is_on()
    {
        await using var phone = await PhoneHarness.StartAsync(slowsRepeatedPolls: true);
        var chat = await phone.NewChatAsync(starts: false);
        await WriteAsync(phone, chat, 3);
        phone.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, (await phone.UpdatesAsync(7)).Count);
        Assert.Single(await phone.UpdatesAsync(7));
        phone.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, (await phone.UpdatesAsync(7)).Count);
    }
}
