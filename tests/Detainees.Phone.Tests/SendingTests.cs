using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

public sealed class SendingTests
{
    [Fact]
    public async Task A_text_of_a_person_arrives_and_the_answer_stands_in_the_chat()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync(starts: false);
        await phone.PhoneAsync($"chats/{chat}/messages", new JsonObject { ["text"] = "Բարև" });
        var update = Assert.Single(await phone.UpdatesAsync());
        Assert.Equal("Բարև", (string?)update["message"]!["text"]);
        await phone.OkAsync("sendMessage", new JsonObject { ["chat_id"] = chat, ["text"] = "Բարև, Անի" });
        var transcript = await phone.LookAsync($"chats/{chat}");
        Assert.Equal(["Բարև", "Բարև, Անի"], transcript["messages"]!.AsArray().Select(m => (string?)m!["message"]!["text"]));
    }

    [Fact]
    public async Task The_bot_knows_who_it_is()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var me = await phone.OkAsync("getMe");
        Assert.Equal(1, (long)me["id"]!);
        Assert.True((bool)me["is_bot"]!);
    }
}
