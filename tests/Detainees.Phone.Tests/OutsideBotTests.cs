using System.Diagnostics;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Phone.Tests;

/// <summary>
/// Bots written with other people's libraries from npm, unmodified: they accept or refuse our server's answers by their
/// own reading of the Bot API. <c>npm ci</c> in the folder <c>npm</c> installs them.
/// </summary>
public sealed class OutsideBotTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("grammy-bot.mjs")]
    [InlineData("telegraf-bot.mjs")]
    public async Task A_bot_on_an_outside_library_answers_texts_presses_edits_and_photos(string script)
    {
        var folder = Checkout.Path("tests", "Detainees.Phone.Tests", "npm");
        var node = OutsideTools.Require("node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) OutsideTools.Missing("the npm packages of tests/Detainees.Phone.Tests/npm (run 'npm ci' there)");
        await using var phone = await PhoneHarness.StartAsync();
        using var bot = Start(node, folder, script, phone);
        try
        {
            Assert.Equal("ready practice_bot", await bot.StandardOutput.ReadLineAsync(Cancel));
            await TalkAsync(phone);
        }
        finally
        {
            if (!bot.HasExited) bot.Kill(entireProcessTree: true);
            await bot.WaitForExitAsync(CancellationToken.None);
        }

        Assert.Equal("", await bot.StandardError.ReadToEndAsync(Cancel));
        Assert.Empty((await phone.LookAsync("warnings"))["warnings"]!.AsArray());
    }

    private static async Task TalkAsync(PhoneHarness phone)
    {
        var chat = await phone.NewChatAsync(starts: false);
        await using var events = await EventReader.OpenAsync(phone, chat);
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["command"] = "start" });
        var welcome = await events.BotMessageAsync();
        Assert.Equal("Welcome", (string?)welcome["text"]);

        await phone.PhoneAsync($"chats/{chat}/press", new JsonObject { ["message_id"] = welcome["message_id"]!.DeepClone(), ["row"] = 0, ["column"] = 1 });
        Assert.Equal("You chose no", (string?)(await events.NextAsync("answer"))["text"]);
        var edited = await events.BotMessageAsync();
        Assert.Equal("Chosen: no", (string?)edited["text"]);
        Assert.Null(edited["reply_markup"]);

        var sent = await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Բարև 🙏" });
        var echo = await events.BotMessageAsync();
        Assert.Equal("*Echo*: Բարև 🙏", (string?)echo["text"]);
        Assert.Equal("Բարև 🙏", (string?)echo["reply_to_message"]!["text"]);

        await phone.PhoneAsync($"chats/{chat}/edit", new JsonObject { ["message_id"] = sent["message_ids"]![0]!.DeepClone(), ["text"] = "Բարև ձեզ" });
        Assert.Equal("Changed to: Բարև ձեզ", (string?)(await events.BotMessageAsync())["text"]);

        var photo = Page.Pictures.Png(640, 480, 20, 30, 40);
        await phone.SendFilesAsync(chat, "photo", null, ("a.png", "image/png", photo));
        Assert.Equal($"Photo of {photo.Length} bytes, said to be {photo.Length}", (string?)(await events.BotMessageAsync())["text"]);

        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["command"] = "document" });
        var document = await events.BotMessageAsync();
        Assert.Equal("note.txt", (string?)document["document"]!["file_name"]);
        Assert.Equal("Here", (string?)document["caption"]);
    }

    private static Process Start(string node, string folder, string script, PhoneHarness phone)
    {
        var start = new ProcessStartInfo(node, script)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PHONE_ROOT"] = phone.Server.Address.ToString().TrimEnd('/');
        start.Environment["PHONE_TOKEN"] = PhoneServer.DummyToken;
        start.Environment["NO_PROXY"] = "127.0.0.1";
        return Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }
}
