using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class PressTests
{
    private static async Task<(long Chat, int Message)> QuestionAsync(PhoneHarness phone)
    {
        var chat = await phone.NewChatAsync();
        var keyboard = new JsonObject { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "A", ["callback_data"] = "a" }, new JsonObject { ["text"] = "B", ["callback_data"] = "b" })) };
        var message = await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "?", ["reply_markup"] = keyboard });
        return (chat, (int)message["message_id"]!);
    }

    private static JsonObject At(int message, int row, int column) => new() { ["message_id"] = message, ["row"] = row, ["column"] = column };
    private static JsonObject Answer(string id, string text = "") => new() { ["callback_query_id"] = id, ["text"] = text };

    [Fact]
    public async Task A_press_brings_the_data_of_its_button_and_may_be_answered_once()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        await phone.PhoneAsync($"chats/{chat}/press", At(message, 0, 1));
        var query = Assert.Single(await phone.TakeUpdatesAsync())["callback_query"]!;
        Assert.Equal(("b", message), ((string?)query["data"], (int)query["message"]!["message_id"]!));
        await phone.OkAsync("answerCallbackQuery", Answer((string)query["id"]!));
        Assert.StartsWith("Bad Request: query is too old", await phone.RefusedAsync(400, "answerCallbackQuery", Answer((string)query["id"]!)));
    }

    [Theory]
    [InlineData(150, true)]
    [InlineData(151, false)]
    public async Task A_press_can_be_answered_for_150_seconds(int seconds, bool inTime)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var id = (string)(await phone.PhoneAsync($"chats/{chat}/press", At(message, 0, 0)))["callback_query_id"]!;
        phone.Clock.Advance(TimeSpan.FromSeconds(seconds));
        if (inTime) await phone.OkAsync("answerCallbackQuery", Answer(id));
        else Assert.Equal("Bad Request: query is too old and response timeout expired or query ID is invalid", await phone.RefusedAsync(400, "answerCallbackQuery", Answer(id)));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task The_answer_to_a_press_has_at_most_200_characters(int length, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var id = (string)(await phone.PhoneAsync($"chats/{chat}/press", At(message, 0, 0)))["callback_query_id"]!;
        if (fits) await phone.OkAsync("answerCallbackQuery", Answer(id, new string('x', length)));
        else await phone.RefusedAsync(400, "answerCallbackQuery", Answer(id, new string('x', length)));
    }

    [Fact]
    public async Task A_press_on_a_phone_whose_screen_is_behind_brings_an_inaccessible_message()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        await phone.OkAsync("deleteMessage", new JsonObject { ["chat_id"] = chat, ["message_id"] = message });
        await phone.PhoneAsync($"chats/{chat}/press", At(message, 0, 0), status: 400);
        await phone.PhoneAsync($"chats/{chat}/press", new JsonObject { ["message_id"] = message, ["data"] = "a" });
        var query = Assert.Single(await phone.TakeUpdatesAsync())["callback_query"]!;
        Wire.Check("InaccessibleMessage", query["message"]!);
        Assert.Equal(0, (int)query["message"]!["date"]!);
    }

    [Fact]
    public async Task A_press_expires_after_150_seconds_and_a_message_after_24_hours()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        await phone.PhoneAsync($"chats/{chat}/press", At(message, 0, 0));
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "x" });
        Assert.Equal(2, (await phone.UpdatesAsync()).Count);
        phone.Clock.Advance(TimeSpan.FromSeconds(150));
        Assert.NotNull(Assert.Single(await phone.UpdatesAsync())["message"]);
        phone.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Empty(await phone.UpdatesAsync());
    }
}
