using System.Text.Json.Nodes;
using Detainees.Testing.Browsing;
using Microsoft.Playwright;

namespace Detainees.Phone.Tests.Page;

/// <summary>The chat page in a real browser, and a scripted bot on the other side.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private static JsonObject Buttons(params JsonObject[] row) =>
        new() { ["inline_keyboard"] = new JsonArray(new JsonArray([.. row.Select(b => (JsonNode)b)])) };

    private static async Task<long> ChatOf(IPage page) => (await page.EvaluateAsync<long>("() => Number(location.hash.slice(1))"));

    private static async Task<(IPage Page, long Chat)> StartedAsync(Browser browser, PhoneHarness phone, string language = "en")
    {
        var page = await browser.OpenAsync(phone.Server.Address, language);
        await page.Locator("#start").ClickAsync();
        await page.Locator(".message.own").WaitForAsync();
        await phone.TakeUpdatesAsync();
        return (page, await ChatOf(page));
    }

    [Fact]
    public async Task A_text_typed_on_the_page_reaches_the_bot_and_the_answer_appears()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, chat) = await StartedAsync(browser, phone);
        await page.Locator("#text").FillAsync("<b>Ani</b> & co");
        await page.Locator("#text").PressAsync("Enter");
        await page.Locator(".message.own").Nth(1).WaitForAsync();
        var update = Assert.Single(await phone.TakeUpdatesAsync());
        Assert.Equal("<b>Ani</b> & co", (string?)update["message"]!["text"]);
        await phone.OkAsync("sendMessage", new JsonObject
        {
            ["chat_id"] = chat, ["text"] = "Thank you 🙏 Ani",
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "bold", ["offset"] = 13, ["length"] = 3 }),
        });
        Assert.Equal("Ani", await page.Locator(".message:not(.own) strong").TextContentAsync());
        Assert.Equal("<b>Ani</b> & co", await page.Locator(".message.own .text").Nth(1).TextContentAsync());
    }

    /// <summary>Writes "Ani", and types "Testyan" while that is on its way; then it goes on.</summary>
    private static async Task TypeWhileSendingAsync(IPage page, Func<IRoute, Task> goOn)
    {
        var (begun, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/chats/*/messages", async route =>
        {
            begun.TrySetResult();
            await free.Task;
            await goOn(route);
        });
        await page.Locator("#text").FillAsync("Ani");
        await page.Locator("#text").PressAsync("Enter");
        await begun.Task;
        await page.Locator("#text").FillAsync("Testyan");
        free.SetResult();
    }

    [Fact]
    public async Task What_is_typed_while_a_message_is_on_its_way_is_the_next_one()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        await TypeWhileSendingAsync(page, route => route.ContinueAsync());
        await page.Locator(".message.own").Nth(1).WaitForAsync();
        Assert.Equal("Testyan", await page.Locator("#text").InputValueAsync());
        await page.Locator("#text").PressAsync("Enter");
        await page.Locator(".message.own").Nth(2).WaitForAsync();
        Assert.Equal(["Ani", "Testyan"], (await phone.TakeUpdatesAsync()).Select(update => (string?)update["message"]!["text"]));
    }

    [Fact]
    public async Task What_could_not_be_sent_stands_in_the_box_again_before_what_was_typed_since()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        await TypeWhileSendingAsync(page, route => route.AbortAsync());
        await page.WaitForFunctionAsync("() => document.getElementById('text').value.includes('Ani')");
        Assert.Equal("Ani\nTestyan", await page.Locator("#text").InputValueAsync());
        Assert.Empty(await phone.TakeUpdatesAsync());
    }

    [Fact]
    public async Task A_pressed_button_waits_until_the_bot_answers_and_its_message_changes_in_place()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, chat) = await StartedAsync(browser, phone);
        var question = await phone.OkAsync("sendMessage", new JsonObject
        {
            ["chat_id"] = chat, ["text"] = "Shall we begin?",
            ["reply_markup"] = Buttons(new JsonObject { ["text"] = "Yes", ["callback_data"] = "yes" }, new JsonObject { ["text"] = "No", ["callback_data"] = "no", ["style"] = "danger" }),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "No" }).ClickAsync();
        await page.Locator("button.danger.waiting").WaitForAsync();
        var press = Assert.Single(await phone.TakeUpdatesAsync())["callback_query"]!;
        Assert.Equal("no", (string?)press["data"]);
        await phone.OkAsync("answerCallbackQuery", new JsonObject { ["callback_query_id"] = press["id"]!.DeepClone(), ["text"] = "As you wish" });
        await phone.OkAsync("editMessageText", new JsonObject { ["chat_id"] = chat, ["message_id"] = question["message_id"]!.DeepClone(), ["text"] = "Another time, then." });
        await page.GetByText("Another time, then.").WaitForAsync();
        Assert.Equal("As you wish", await page.Locator("#toast").TextContentAsync());
        Assert.Equal(0, await page.Locator(".inline button").CountAsync());
    }

    [Fact]
    public async Task Where_words_run_from_right_to_left_hours_stand_in_their_order_and_each_in_one_line()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, chat) = await StartedAsync(browser, phone, "ar");
        await phone.OkAsync("sendMessage", new JsonObject
        {
            ["chat_id"] = chat, ["text"] = "متى؟",
            ["reply_markup"] = Buttons([.. Enumerable.Range(6, 6).Select(hour => new JsonObject { ["text"] = $"{hour:00}:00", ["callback_data"] = $"{hour}" })]),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "11:00" }).WaitForAsync();
        var places = await page.EvaluateAsync<float[]>("() => [...document.querySelectorAll('.inline button')].map((b) => b.getBoundingClientRect().left)");
        Assert.Equal(places.Order(), places);
        var lines = await page.EvaluateAsync<int>(
            "() => Math.max(...[...document.querySelectorAll('.inline button')].map((b) => { const range = document.createRange(); range.selectNodeContents(b); return range.getClientRects().length; }))");
        Assert.Equal(1, lines);
    }

    [Fact]
    public async Task Two_photos_picked_together_are_an_album_with_one_caption()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        var chooser = await page.RunAndWaitForFileChooserAsync(async () =>
        {
            await page.Locator("#attach").ClickAsync();
            await page.GetByRole(AriaRole.Menuitem).First.ClickAsync();
        });
        await chooser.SetFilesAsync(new[]
        {
            new FilePayload { Name = "one.png", MimeType = "image/png", Buffer = Pictures.Png(400, 300, 90, 120, 60) },
            new FilePayload { Name = "two.png", MimeType = "image/png", Buffer = Pictures.Png(300, 400, 60, 90, 120) },
        });
        await page.Locator("#caption").FillAsync("In 2019");
        await page.Locator("#caption-dialog button.main").ClickAsync();
        await page.Locator(".album img").Nth(1).WaitForAsync();
        var messages = (await phone.TakeUpdatesAsync()).ConvertAll(u => u["message"]!);
        Assert.Equal(2, messages.Count);
        Assert.Equal((string?)messages[0]["media_group_id"], (string?)messages[1]["media_group_id"]);
        Assert.Equal("In 2019", (string?)messages[0]["caption"]);
        Assert.Null(messages[1]["caption"]);
    }

    [Fact]
    public async Task An_own_message_is_edited_with_the_keyboard_alone()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        await page.Locator("#text").FillAsync("Gyumry");
        await page.Locator("#text").PressAsync("Enter");
        var own = page.Locator(".message.own").Nth(1);
        await own.FocusAsync();
        await own.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter"); // the first entry of the menu
        Assert.Equal("Gyumry", await page.Locator("#text").InputValueAsync());
        await page.Locator("#text").FillAsync("Gyumri");
        await page.Locator("#text").PressAsync("Enter");
        await page.GetByText("edited").WaitForAsync();
        Assert.Equal("Gyumri", await own.Locator(".text").TextContentAsync());
        var updates = await phone.TakeUpdatesAsync();
        Assert.Equal("Gyumri", (string?)updates[^1]["edited_message"]!["text"]);
    }

    [Fact]
    public async Task In_Arabic_the_page_runs_from_right_to_left_and_each_text_by_its_own_direction()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, chat) = await StartedAsync(browser, phone, "ar");
        await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "مرحبا، ما اسمه؟" });
        await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "Hello, what is his name?" });
        await page.GetByText("Hello, what").WaitForAsync();
        Assert.Equal("rtl", await page.EvaluateAsync<string>("() => document.documentElement.dir"));
        Assert.Equal("ltr", await page.GetByText("Hello, what").EvaluateAsync<string>("n => getComputedStyle(n).direction"));
        Assert.Equal("rtl", await page.GetByText("مرحبا، ما").EvaluateAsync<string>("n => getComputedStyle(n).direction"));
        var own = (await page.Locator(".message.own").First.BoundingBoxAsync())!;
        var theirs = (await page.Locator(".message:not(.own)").First.BoundingBoxAsync())!;
        Assert.True(own.X < theirs.X + theirs.Width - own.Width, "own messages stand at the end side, which is the left in Arabic");
    }

    [Fact]
    public async Task The_reply_keyboard_sends_its_words_and_a_one_time_keyboard_folds_away()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, chat) = await StartedAsync(browser, phone);
        await phone.OkAsync("sendMessage", new JsonObject
        {
            ["chat_id"] = chat, ["text"] = "Which one?",
            ["reply_markup"] = new JsonObject { ["keyboard"] = new JsonArray(new JsonArray("Brother", "Son")), ["one_time_keyboard"] = true },
        });
        await page.Locator("#reply-keyboard button").First.ClickAsync();
        await page.Locator("#reply-keyboard").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("Brother", (string?)(await phone.TakeUpdatesAsync())[^1]["message"]!["text"]);
    }

    [Fact]
    public async Task The_bots_commands_stand_ready_and_another_chat_shows_that_it_has_news()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        await phone.OkAsync("setMyCommands", new JsonObject { ["commands"] = new JsonArray(new JsonObject { ["command"] = "erase", ["description"] = "Erase everything" }) });
        await page.Locator("#commands").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem).ClickAsync();
        await page.GetByText("/erase", new() { Exact = true }).WaitForAsync();
        Assert.Equal("/erase", (string?)(await phone.TakeUpdatesAsync())[^1]["message"]!["text"]);
        var other = await phone.NewChatAsync("Vardan");
        await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = other, ["text"] = "For Vardan only" });
        await page.Locator("#back.unread").WaitForAsync();
        Assert.Equal(0, await page.GetByText("For Vardan only").CountAsync());
        await page.Locator("#back").ClickAsync();
        await page.Locator(".chat-list .unread").ClickAsync();
        await page.Locator("#messages").GetByText("For Vardan only").WaitForAsync();
    }

    [Fact]
    public async Task A_place_is_sent_from_the_form_with_Enter_and_not_with_Escape()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        foreach (var key in (string[])["Escape", "Enter"])
        {
            await page.Locator("#attach").ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Place" }).ClickAsync();
            await page.Locator("#latitude").FillAsync("40.5");
            await page.Locator("#latitude").PressAsync(key);
        }

        await page.Locator(".message.own").Nth(1).WaitForAsync();
        Assert.Equal(40.5, (double)Assert.Single(await phone.TakeUpdatesAsync())["message"]!["location"]!["latitude"]!);
    }

    [Fact]
    public async Task A_voice_message_is_recorded_with_the_microphone()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var (page, _) = await StartedAsync(browser, phone);
        await page.Locator("#voice").ClickAsync();
        await page.Locator("#record-time").WaitForAsync();
        await page.Locator("#record-send").ClickAsync();
        await page.Locator(".message audio").WaitForAsync();
        var message = Assert.Single(await phone.TakeUpdatesAsync())["message"]!;
        Wire.Check("Voice", message["voice"]!);
        Assert.True((long)message["voice"]!["file_size"]! > 0);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_breaks_no_rule_of_its_own_policy()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var page = await browser.OpenAsync(phone.Server.Address, "hy", 1280, 900);
        var problems = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") problems.Add(message.Text); };
        page.PageError += (_, error) => problems.Add(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith(phone.Server.Address.ToString(), StringComparison.Ordinal)) problems.Add(request.Url); };
        await page.ReloadAsync();
        await page.Locator("#start").ClickAsync();
        await page.Locator(".message.own").WaitForAsync();
        Assert.True(await page.Locator("#panels").IsVisibleAsync());
        Assert.Empty(problems);
    }
}
