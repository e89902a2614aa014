using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class WebhookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task SetAsync(PhoneHarness phone, WebhookReceiver hook) =>
        await phone.OkAsync("setWebhook", new JsonObject { ["url"] = hook.Url, ["secret_token"] = "a-secret_1" });

    private static Task<JsonObject> WriteAsync(PhoneHarness phone, long chat, string text) =>
        phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = text });

    /// <summary>Refuses a delivery, and moves the clock by exactly what the phone then wants to wait.</summary>
    private static async Task<(Delivery Next, TimeSpan Wait)> AfterRefusalAsync(PhoneHarness phone, WebhookReceiver hook, Delivery delivery, int status, int? retryAfter = null)
    {
        var waiting = phone.Clock.NextWaitAsync();
        delivery.Take(status, retryAfter: retryAfter);
        var wait = await waiting;
        phone.Clock.Advance(wait);
        return (await hook.Deliveries.ReadAsync(Cancel), wait);
    }

    [Fact]
    public async Task An_update_comes_with_the_secret_and_is_done_when_taken()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        await WriteAsync(phone, chat, "before"); // what waited is brought too
        await SetAsync(phone, hook);
        await WriteAsync(phone, chat, "after");
        foreach (var text in (string[])["before", "after"])
        {
            var delivery = await hook.Deliveries.ReadAsync(Cancel);
            Assert.Equal((text, "a-secret_1"), ((string?)delivery.Update["message"]!["text"], delivery.Secret));
            delivery.Take();
        }
    }

    [Fact]
    public async Task A_failed_delivery_comes_again_at_once_and_then_after_growing_delays()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        await SetAsync(phone, hook);
        await WriteAsync(phone, chat, "x");
        var first = await hook.Deliveries.ReadAsync(Cancel);
        first.Take(500);
        var second = await hook.Deliveries.ReadAsync(Cancel); // the clock stands: at once
        Assert.Equal((long)first.Update["update_id"]!, (long)second.Update["update_id"]!);
        var (third, growing) = await AfterRefusalAsync(phone, hook, second, 500);
        Assert.Equal(TimeSpan.FromSeconds(1), growing);
        var (fourth, asked) = await AfterRefusalAsync(phone, hook, third, 503, retryAfter: 300);
        Assert.Equal(TimeSpan.FromSeconds(300), asked);
        fourth.Take();
        var info = await phone.OkAsync("getWebhookInfo");
        Assert.Contains("503", (string?)info["last_error_message"]);
    }

    [Fact]
    public async Task Messages_of_a_chat_keep_their_order_and_presses_have_a_queue_of_their_own()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        var keyboard = new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "A", ["callback_data"] = "a" })) };
        var message = await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "?", ["reply_markup"] = keyboard });
        await SetAsync(phone, hook);
        await WriteAsync(phone, chat, "one");
        await WriteAsync(phone, chat, "two");
        await phone.PhoneAsync($"chats/{chat}/press", new JsonObject { ["message_id"] = message["message_id"]!.DeepClone(), ["row"] = 0, ["column"] = 0 });
        // Two deliveries are under way together: the first message, and the press that came last.
        var under = new[] { await hook.Deliveries.ReadAsync(Cancel), await hook.Deliveries.ReadAsync(Cancel) };
        Assert.Single(under, d => (string?)d.Update["message"]?["text"] == "one");
        Assert.Single(under, d => d.Update.ContainsKey("callback_query"));
        foreach (var delivery in under) delivery.Take();
        var last = await hook.Deliveries.ReadAsync(Cancel);
        Assert.Equal("two", (string?)last.Update["message"]!["text"]);
        last.Take();
    }

    [Fact]
    public async Task The_answer_to_a_delivery_may_hold_one_method_call()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        await SetAsync(phone, hook);
        await using var events = await EventReader.OpenAsync(phone, chat);
        await WriteAsync(phone, chat, "x");
        (await hook.Deliveries.ReadAsync(Cancel)).Take(body: $$"""{"method":"sendMessage","chat_id":{{chat}},"text":"by the way back"}""");
        Assert.Equal("by the way back", (string?)(await events.BotMessageAsync())["text"]);
    }

    [Fact]
    public async Task A_webhook_that_says_it_is_gone_for_23_hours_is_removed()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        await SetAsync(phone, hook);
        await WriteAsync(phone, chat, "x");
        var minutes = 0;
        while ((string?)(await phone.OkAsync("getWebhookInfo"))["url"] != "")
        {
            while (hook.Deliveries.TryRead(out var delivery)) delivery.Take(410);
            phone.Clock.Advance(TimeSpan.FromMinutes(1));
            minutes++;
        }

        Assert.InRange(minutes, 23 * 60, 24 * 60);
        Assert.Single(await phone.UpdatesAsync());
    }

    [Fact]
    public async Task Deliveries_may_be_out_of_order_when_ordered_so()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await using var hook = await WebhookReceiver.StartAsync();
        var chat = await phone.NewChatAsync();
        foreach (var text in (string[])["one", "two", "three"]) await WriteAsync(phone, chat, text);
        await phone.PhoneAsync("faults", new JsonObject { ["kind"] = "reordered_webhook", ["next"] = 1 });
        await SetAsync(phone, hook);
        foreach (var text in (string[])["three", "one", "two"])
        {
            var delivery = await hook.Deliveries.ReadAsync(Cancel);
            Assert.Equal(text, (string?)delivery.Update["message"]!["text"]);
            delivery.Take();
        }
    }

    [Theory]
    [InlineData("https://example.org/hook", "", "loopback addresses only")]
    [InlineData("http://10.0.0.1/hook", "", "loopback addresses only")]
    [InlineData("ftp://127.0.0.1/hook", "", "An HTTPS URL must be provided for webhook")]
    [InlineData("nonsense", "", "invalid webhook URL specified")]
    [InlineData("http://127.0.0.1/hook", "with blank", "secret token contains unallowed characters")]
    public async Task A_webhook_elsewhere_or_with_a_wrong_secret_is_refused(string url, string secret, string error)
    {
        await using var phone = await PhoneHarness.StartAsync();
        Assert.EndsWith(error, await phone.RefusedAsync(400, "setWebhook", new JsonObject { ["url"] = url, ["secret_token"] = secret }));
    }

    [Fact]
    public async Task Pending_updates_are_dropped_when_asked()
    {
        await using var phone = await PhoneHarness.StartAsync();
        await WriteAsync(phone, await phone.NewChatAsync(), "x");
        Assert.Equal(1, (int)(await phone.OkAsync("getWebhookInfo"))["pending_update_count"]!);
        await phone.OkAsync("deleteWebhook", new JsonObject { ["drop_pending_updates"] = true });
        Assert.Empty(await phone.UpdatesAsync());
    }
}
