using System.Text;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class SendingTests
{
    private static JsonObject Text(long chat, string text, JsonObject? markup = null)
    {
        var json = new JsonObject { ["chat_id"] = chat, ["text"] = text };
        if (markup is not null) json["reply_markup"] = markup;
        return json;
    }

    private static JsonObject Inline(JsonObject button) => new() { ["inline_keyboard"] = new JsonArray(new JsonArray(button)) };

    [Fact]
    public async Task A_text_of_a_person_arrives_and_the_answer_stands_in_the_chat()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync(starts: false);
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Բարև" });
        var update = Assert.Single(await phone.UpdatesAsync());
        Assert.Equal("Բարև", (string?)update["message"]!["text"]);
        Assert.True(chat > int.MaxValue, "programs with 32-bit ids must fail here, not in the field");
        await phone.OkAsync("sendMessage", Text(chat, "Բարև, Անի"));
        var transcript = await phone.LookAsync($"chats/{chat}");
        Assert.Equal(["Բարև", "Բարև, Անի"], transcript["messages"]!.AsArray().Select(m => (string?)m!["message"]!["text"]));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4095, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task A_text_has_at_most_4096_UTF_16_units(int length, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var text = (length % 2 == 1 ? "x" : "") + string.Concat(Enumerable.Repeat("🙏", length / 2));
        if (fits) await phone.OkAsync("sendMessage", Text(chat, text));
        else Assert.Equal("Bad Request: message is too long", await phone.RefusedAsync(400, "sendMessage", Text(chat, text)));
    }

    [Theory]
    [InlineData("", "Bad Request: message text is empty")]
    [InlineData(" \n ", "Bad Request: message text is empty")]
    public async Task An_empty_text_is_refused(string text, string error)
    {
        await using var phone = await PhoneHarness.StartAsync();
        Assert.Equal(error, await phone.RefusedAsync(400, "sendMessage", Text(await phone.NewChatAsync(), text)));
    }

    [Fact]
    public async Task Only_a_person_who_wrote_first_can_be_written_to()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync(starts: false);
        Assert.Equal("Forbidden: bot can't initiate conversation with a user", await phone.RefusedAsync(403, "sendMessage", Text(chat, "Hello")));
        Assert.Equal("Bad Request: chat not found", await phone.RefusedAsync(400, "sendMessage", Text(77, "Hello")));
        Assert.Equal("Bad Request: chat_id is empty", await phone.RefusedAsync(400, "sendMessage", new JsonObject { ["text"] = "Hello" }));
    }

    [Fact]
    public async Task A_person_who_blocks_the_bot_is_reported_and_cannot_be_written_to_until_unblocking()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await phone.PhoneAsync($"chats/{chat}/block", []);
        var change = Assert.Single(await phone.TakeUpdatesAsync())["my_chat_member"]!;
        Assert.Equal(("member", "kicked"), ((string?)change["old_chat_member"]!["status"], (string?)change["new_chat_member"]!["status"]));
        Assert.Equal("Forbidden: bot was blocked by the user", await phone.RefusedAsync(403, "sendMessage", Text(chat, "Hello")));
        Assert.Equal("Forbidden: bot was blocked by the user", await phone.RefusedAsync(403, "sendChatAction", new JsonObject { ["chat_id"] = chat, ["action"] = "typing" }));
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Hello" }, status: 400);
        await phone.PhoneAsync($"chats/{chat}/unblock", []);
        Assert.Equal("member", (string?)Assert.Single(await phone.TakeUpdatesAsync())["my_chat_member"]!["new_chat_member"]!["status"]);
        await phone.OkAsync("sendMessage", Text(chat, "Hello"));
    }

    [Theory]
    [InlineData(0, 2, true)]
    [InlineData(2, 2, true)]
    [InlineData(1, 2, false)] // begins inside the pair
    [InlineData(0, 1, false)] // ends inside the pair
    [InlineData(0, 5, false)] // beyond the end
    public async Task Ranges_are_counted_in_UTF_16_units_and_never_split_a_character(int offset, int length, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var call = Text(await phone.NewChatAsync(), "🙏ab");
        call["entities"] = new JsonArray(new JsonObject { ["type"] = "bold", ["offset"] = offset, ["length"] = length });
        if (!fits)
        {
            Assert.StartsWith($"Bad Request: entity beginning at UTF-16 offset {offset} ends", await phone.RefusedAsync(400, "sendMessage", call));
            return;
        }

        var entity = (await phone.OkAsync("sendMessage", call))["entities"]![0]!;
        Assert.Equal((offset, length), ((int)entity["offset"]!, (int)entity["length"]!));
    }

    [Fact]
    public async Task Blanks_around_a_text_are_cut_and_its_ranges_move_along()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var call = Text(await phone.NewChatAsync(), "  name  ");
        call["entities"] = new JsonArray(new JsonObject { ["type"] = "bold", ["offset"] = 0, ["length"] = 8 });
        var message = await phone.OkAsync("sendMessage", call);
        Assert.Equal("name", (string?)message["text"]);
        Assert.Equal((0, 4), ((int)message["entities"]![0]!["offset"]!, (int)message["entities"]![0]!["length"]!));
    }

    [Fact]
    public async Task Html_becomes_ranges_and_a_broken_tag_is_refused()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var call = Text(await phone.NewChatAsync(), "a &lt; <b>b <a href=\"https://example.org/\">c</a></b>");
        call["parse_mode"] = "HTML";
        var message = await phone.OkAsync("sendMessage", call.DeepClone().AsObject());
        Assert.Equal("a < b c", (string?)message["text"]);
        Assert.Equal(["bold", "text_link"], message["entities"]!.AsArray().Select(e => (string?)e!["type"]));
        call["text"] = "<b>open";
        Assert.StartsWith("Bad Request: can't parse entities: Can't find end tag", await phone.RefusedAsync(400, "sendMessage", call));
    }

    [Theory]
    [InlineData("x", 64, true)]
    [InlineData("x", 65, false)]
    [InlineData("ա", 32, true)] // two bytes each
    [InlineData("ա", 33, false)]
    public async Task A_button_carries_at_most_64_bytes(string unit, int count, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var call = Text(chat, "?", Inline(new JsonObject { ["text"] = "A", ["callback_data"] = string.Concat(Enumerable.Repeat(unit, count)) }));
        if (fits) await phone.OkAsync("sendMessage", call);
        else Assert.Equal("Bad Request: BUTTON_DATA_INVALID", await phone.RefusedAsync(400, "sendMessage", call));
    }

    [Fact]
    public async Task A_button_that_does_nothing_is_refused()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var error = await phone.RefusedAsync(400, "sendMessage", Text(await phone.NewChatAsync(), "?", Inline(new JsonObject { ["text"] = "A", ["callback_data"] = "" })));
        Assert.EndsWith("Text buttons are unallowed in the inline keyboard", error);
    }

    [Fact]
    public async Task Copy_buttons_and_button_styles_are_kept()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var message = await phone.OkAsync("sendMessage", Text(chat, "?", Inline(new JsonObject { ["text"] = "A", ["copy_text"] = new JsonObject { ["text"] = "REF" }, ["style"] = "danger" })));
        var button = message["reply_markup"]!["inline_keyboard"]![0]![0]!;
        Assert.Equal(("REF", "danger"), ((string?)button["copy_text"]!["text"], (string?)button["style"]));
        var press = await phone.PhoneAsync($"chats/{chat}/press", new JsonObject { ["message_id"] = message["message_id"]!.DeepClone(), ["row"] = 0, ["column"] = 0 });
        Assert.Equal("REF", (string?)press["copy_text"]);
        Assert.Empty(await phone.UpdatesAsync());
    }

    [Fact]
    public async Task A_reply_keyboard_stays_until_removed_and_a_one_time_keyboard_folds_after_use()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        JsonObject Keyboard(bool once) => new() { ["keyboard"] = new JsonArray(new JsonArray("Yes", new JsonObject { ["text"] = "Here", ["request_location"] = true })), ["one_time_keyboard"] = once };
        async Task<JsonNode?> Shown() => (await phone.LookAsync($"chats/{chat}"))["keyboard"];
        await phone.OkAsync("sendMessage", Text(chat, "?", Keyboard(once: false)));
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Yes" });
        Assert.False((bool)(await Shown())!["folded"]!);
        await phone.OkAsync("sendMessage", Text(chat, "again", Keyboard(once: true)));
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Yes" });
        Assert.True((bool)(await Shown())!["folded"]!);
        var message = await phone.OkAsync("sendMessage", Text(chat, "gone", new JsonObject { ["remove_keyboard"] = true }));
        Assert.Null(await Shown());
        Assert.Null(message["reply_markup"]); // it is a state of the chat, not of the message
        await phone.OkAsync("sendMessage", Text(chat, "name?", new JsonObject { ["force_reply"] = true }));
        Assert.NotNull(await Shown());
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Ani" });
        Assert.Null(await Shown());
    }

    [Fact]
    public async Task Protected_content_replies_and_silence_are_accepted_and_shown()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var first = await phone.OkAsync("sendMessage", Text(chat, "one"));
        var call = Text(chat, "two");
        call["protect_content"] = true;
        call["disable_notification"] = true;
        call["reply_parameters"] = new JsonObject { ["message_id"] = first["message_id"]!.DeepClone() };
        var second = await phone.OkAsync("sendMessage", call);
        Assert.True((bool)second["has_protected_content"]!);
        Assert.Equal("one", (string?)second["reply_to_message"]!["text"]);
        var missing = Text(chat, "three");
        missing["reply_parameters"] = new JsonObject { ["message_id"] = 99999 };
        Assert.Equal("Bad Request: message to be replied not found", await phone.RefusedAsync(400, "sendMessage", missing));
    }

    [Fact]
    public async Task Parameters_may_come_as_query_form_multipart_or_JSON_and_the_method_in_any_case()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var cancel = TestContext.Current.CancellationToken;
        using var multipart = new MultipartFormDataContent { { new StringContent(chat.ToString()), "chat_id" }, { new StringContent("multipart"), "text" } };
        using var form = new FormUrlEncodedContent([new("chat_id", chat.ToString()), new("text", "form"), new("reply_markup", """{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}""")]);
        using var json = new StringContent($$"""{"chat_id":"{{chat}}","text":"json"}""", Encoding.UTF8, "application/json");
        foreach (var response in new[]
        {
            await phone.Http.GetAsync(phone.Method($"SENDMESSAGE?chat_id={chat}&text=query"), cancel),
            await phone.Http.PostAsync(phone.Method("sendmessage"), form, cancel),
            await phone.Http.PostAsync(phone.Method("sendMessage"), multipart, cancel),
            await phone.Http.PostAsync(phone.Method("SendMessage"), json, cancel),
        })
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
            response.Dispose();
        }

        var texts = (await phone.LookAsync($"chats/{chat}"))["messages"]!.AsArray().Where(m => !(bool)m!["own"]!).Select(m => (string?)m!["message"]!["text"]);
        Assert.Equal(["query", "form", "multipart", "json"], texts);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"text\":\"\\ud83d\"}")]
    [InlineData("{\"text\":\"a\",\"text\":\"b\"}")]
    public async Task A_body_that_is_no_sound_JSON_object_is_a_bad_request_and_no_fault(string body)
    {
        await using var phone = await PhoneHarness.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await phone.Http.PostAsync(phone.Method("sendMessage"), content, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_long_text_of_a_person_comes_in_pieces_as_apps_send_it()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = string.Concat(Enumerable.Repeat("word ", 1700)) });
        var texts = (await phone.TakeUpdatesAsync()).ConvertAll(u => (string)u["message"]!["text"]!);
        Assert.Equal(3, texts.Count);
        Assert.All(texts, t => Assert.InRange(t.Length, 1, 4096));
        Assert.Equal(1700, texts.Sum(t => t.Split(' ').Length));
    }

    [Fact]
    public async Task Every_kind_of_message_of_a_person_is_written_by_the_schema()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        foreach (var body in new[]
        {
            """{"text":"see https://example.org/a and write to a@example.org"}""", """{"command":"help"}""", """{"sticker":"🙂"}""",
            """{"location":{"latitude":40.18,"longitude":44.51,"horizontal_accuracy":20}}""", """{"contact":{"phone_number":"+37400000000","own":true}}""",
            """{"web_app_data":{"data":"{}","button_text":"Open"}}""", """{"text":"passed on","forwarded":true}""",
        })
            await phone.PhoneAsync($"chats/{chat}/messages", JsonNode.Parse(body)!.AsObject());
        var updates = await phone.TakeUpdatesAsync(); // checked against the schema on the way
        Assert.Equal(7, updates.Count);
        Assert.Equal(["url", "email"], updates[0]["message"]!["entities"]!.AsArray().Select(e => (string?)e!["type"]));
        Assert.Equal("bot_command", (string?)updates[1]["message"]!["entities"]![0]!["type"]);
    }
}
