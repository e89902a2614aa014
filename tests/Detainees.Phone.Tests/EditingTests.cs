using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class EditingTests
{
    private static JsonObject Keyboard(string data = "a") =>
        new() { ["inline_keyboard"] = new JsonArray(new JsonArray(new JsonObject { ["text"] = "A", ["callback_data"] = data })) };

    private static async Task<(long Chat, int Message)> QuestionAsync(PhoneHarness phone)
    {
        var chat = await phone.NewChatAsync();
        var message = await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "one", ["reply_markup"] = Keyboard() });
        return (chat, (int)message["message_id"]!);
    }

    private static JsonObject Edit(long chat, int message, string text, JsonObject? markup = null)
    {
        var json = new JsonObject { ["chat_id"] = chat, ["message_id"] = message, ["text"] = text };
        if (markup is not null) json["reply_markup"] = markup;
        return json;
    }

    [Fact]
    public async Task An_edit_without_markup_takes_the_buttons_away()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var edited = await phone.OkAsync("editMessageText", Edit(chat, message, "two"));
        Assert.Null(edited["reply_markup"]);
        Assert.NotNull(edited["edit_date"]);
    }

    [Fact]
    public async Task An_edit_to_the_same_is_refused_with_the_servers_words()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var error = await phone.RefusedAsync(400, "editMessageText", Edit(chat, message, "one", Keyboard()));
        Assert.StartsWith("Bad Request: message is not modified: specified new message content", error);
        await phone.OkAsync("editMessageReplyMarkup", new JsonObject { ["chat_id"] = chat, ["message_id"] = message, ["reply_markup"] = Keyboard("b") });
        await phone.OkAsync("editMessageReplyMarkup", new JsonObject { ["chat_id"] = chat, ["message_id"] = message });
        Assert.StartsWith("Bad Request: message is not modified", await phone.RefusedAsync(400, "editMessageReplyMarkup", new JsonObject { ["chat_id"] = chat, ["message_id"] = message }));
    }

    [Fact]
    public async Task Only_own_and_present_messages_of_the_bot_can_be_edited()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        Assert.Equal("Bad Request: message can't be edited", await phone.RefusedAsync(400, "editMessageText", Edit(chat, message - 1, "x")));
        Assert.Equal("Bad Request: message to edit not found", await phone.RefusedAsync(400, "editMessageText", Edit(chat, message + 9, "x")));
    }

    [Fact]
    public async Task A_message_can_be_deleted_for_48_hours_and_not_a_second_longer()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var (_, other) = (chat, (int)(await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "two" }))["message_id"]!);
        phone.Clock.Advance(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        await phone.OkAsync("deleteMessage", new JsonObject { ["chat_id"] = chat, ["message_id"] = message });
        Assert.Equal("Bad Request: message to delete not found", await phone.RefusedAsync(400, "deleteMessage", new JsonObject { ["chat_id"] = chat, ["message_id"] = message }));
        phone.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bad Request: message can't be deleted", await phone.RefusedAsync(400, "deleteMessage", new JsonObject { ["chat_id"] = chat, ["message_id"] = other }));
    }

    [Fact]
    public async Task The_time_of_the_phone_can_be_moved_over_HTTP()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var clock = await phone.PhoneAsync("clock", new JsonObject { ["advance_seconds"] = 48 * 3600 });
        Assert.Equal(48 * 3600, (long)clock["offset_seconds"]!);
        Assert.Equal("Bad Request: message can't be deleted", await phone.RefusedAsync(400, "deleteMessage", new JsonObject { ["chat_id"] = chat, ["message_id"] = message }));
        await phone.PhoneAsync("clock", new JsonObject { ["advance_seconds"] = -1 }, status: 400);
    }

    [Fact]
    public async Task Several_messages_of_both_sides_are_deleted_at_once_and_missing_ones_passed_over()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        await phone.OkAsync("deleteMessages", new JsonObject { ["chat_id"] = chat, ["message_ids"] = new JsonArray(message, message - 1, 4711) });
        var left = await phone.LookAsync($"chats/{chat}");
        Assert.Empty(left["messages"]!.AsArray());
        Assert.Equal([message, message - 1], left["deleted"]!.AsArray().Select(d => (int)d!));
        var tooMany = new JsonArray([.. Enumerable.Range(1, 101).Select(i => (JsonNode)i)]);
        await phone.RefusedAsync(400, "deleteMessages", new JsonObject { ["chat_id"] = chat, ["message_ids"] = tooMany });
    }

    [Fact]
    public async Task A_person_edits_own_messages_only_and_the_bot_learns_of_it()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        var own = (int)(await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Gyumry" }))["message_ids"]![0]!;
        await phone.PhoneAsync($"chats/{chat}/edit", new JsonObject { ["message_id"] = own, ["text"] = "Gyumri" });
        var updates = await phone.TakeUpdatesAsync();
        Assert.Equal(("Gyumry", "Gyumri"), ((string?)updates[0]["message"]!["text"], (string?)updates[1]["edited_message"]!["text"]));
        await phone.PhoneAsync($"chats/{chat}/edit", new JsonObject { ["message_id"] = message, ["text"] = "x" }, status: 400);
        phone.Clock.Advance(TimeSpan.FromHours(48));
        await phone.PhoneAsync($"chats/{chat}/edit", new JsonObject { ["message_id"] = own, ["text"] = "y" }, status: 400);
    }

    [Fact]
    public async Task A_person_deletes_any_message_at_any_age_and_the_bot_is_not_told()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (chat, message) = await QuestionAsync(phone);
        phone.Clock.Advance(TimeSpan.FromDays(400));
        await phone.PhoneAsync($"chats/{chat}/delete", new JsonObject { ["message_id"] = message });
        Assert.Empty(await phone.UpdatesAsync());
        Assert.Equal("Bad Request: message to edit not found", await phone.RefusedAsync(400, "editMessageText", Edit(chat, message, "x")));
    }
}
