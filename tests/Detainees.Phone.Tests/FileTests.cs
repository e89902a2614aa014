using System.Net;
using System.Text.Json.Nodes;
using Detainees.Phone.Tests.Page;

namespace Detainees.Phone.Tests;

public sealed class FileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> MessageAsync(PhoneHarness phone, long chat, string kind, string name, string mime, byte[] bytes)
    {
        await phone.SendFilesAsync(chat, kind, null, (name, mime, bytes));
        return Assert.Single(await phone.TakeUpdatesAsync())["message"]!;
    }

    private static string Link(JsonNode file) => $"/file/bot{PhoneServer.DummyToken}/{(string?)file["file_path"]}";
    private static JsonObject FileId(JsonNode file) => new() { ["file_id"] = file["file_id"]!.DeepClone() };

    [Fact]
    public async Task A_photo_has_three_sizes_and_only_the_largest_is_the_picture()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var picture = Pictures.Png(1000, 500, 1, 2, 3);
        var photo = (await MessageAsync(phone, await phone.NewChatAsync(), "photo", "a.png", "image/png", picture))["photo"]!.AsArray();
        Assert.Equal([(90, 45), (320, 160), (1000, 500)], photo.Select(p => ((int)p!["width"]!, (int)p["height"]!)));
        var largest = await phone.OkAsync("getFile", FileId(photo[2]!));
        Assert.Equal(picture, await phone.Http.GetByteArrayAsync(Link(largest), Cancel));
        var smallest = await phone.OkAsync("getFile", FileId(photo[0]!));
        Assert.NotEqual(picture, await phone.Http.GetByteArrayAsync(Link(smallest), Cancel));
    }

    [Fact]
    public async Task The_same_file_sent_twice_has_two_ids_and_one_unique_id()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        var one = (await MessageAsync(phone, chat, "document", "a.pdf", "application/pdf", [1, 2, 3]))["document"]!;
        var two = (await MessageAsync(phone, chat, "document", "b.pdf", "application/pdf", [1, 2, 3]))["document"]!;
        Assert.NotEqual((string?)one["file_id"], (string?)two["file_id"]);
        Assert.Equal((string?)one["file_unique_id"], (string?)two["file_unique_id"]);
        Assert.NotEqual((string?)one["file_id"], (string?)one["file_unique_id"]);
        Assert.Equal("Bad Request: invalid file_id", await phone.RefusedAsync(400, "getFile", new JsonObject { ["file_id"] = one["file_unique_id"]!.DeepClone() }));
    }

    [Theory]
    [InlineData(20 << 20, true)]
    [InlineData((20 << 20) + 1, false)]
    public async Task A_bot_gets_files_of_at_most_20_MiB(int size, bool fits)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var document = (await MessageAsync(phone, await phone.NewChatAsync(), "document", "a.bin", "application/octet-stream", new byte[size]))["document"]!;
        Assert.Equal(size, (int)document["file_size"]!);
        if (fits) await phone.OkAsync("getFile", FileId(document));
        else Assert.Equal("Bad Request: file is too big", await phone.RefusedAsync(400, "getFile", FileId(document)));
    }

    [Fact]
    public async Task A_file_link_is_valid_for_an_hour_and_a_new_one_can_be_had()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var document = (await MessageAsync(phone, await phone.NewChatAsync(), "document", "a.txt", "text/plain", [65]))["document"]!;
        var link = Link(await phone.OkAsync("getFile", FileId(document)));
        phone.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([65], await phone.Http.GetByteArrayAsync(link, Cancel));
        phone.Clock.Advance(TimeSpan.FromMinutes(1));
        using var gone = await phone.Http.GetAsync(link, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal([65], await phone.Http.GetByteArrayAsync(Link(await phone.OkAsync("getFile", FileId(document))), Cancel));
    }

    [Fact]
    public async Task An_album_is_as_many_messages_with_one_group_and_the_caption_on_the_first()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var picture = Pictures.Png(10, 10, 1, 2, 3);
        await phone.SendFilesAsync(await phone.NewChatAsync(), "photo", "Three", ("a.png", "image/png", picture), ("b.png", "image/png", picture), ("c.png", "image/png", picture));
        var messages = (await phone.TakeUpdatesAsync()).ConvertAll(u => u["message"]!);
        Assert.Equal(3, messages.Count);
        Assert.Single(messages.Select(m => (string?)m["media_group_id"]).Distinct());
        Assert.Equal(["Three", null, null], messages.ConvertAll(m => (string?)m["caption"]));
    }

    [Theory]
    [InlineData("voice", "v.ogg", "audio/ogg")]
    [InlineData("audio", "a.mp3", "audio/mpeg")]
    [InlineData("video", "v.mp4", "video/mp4")]
    [InlineData("video_note", "n.mp4", "video/mp4")]
    [InlineData("document", "d.pdf", "application/pdf")]
    [InlineData("sticker", "s.webp", "image/webp")]
    public async Task Every_kind_of_file_is_written_by_the_schema_and_can_be_fetched(string kind, string name, string mime)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var message = await MessageAsync(phone, await phone.NewChatAsync(), kind, name, mime, [1, 2, 3, 4]);
        var file = await phone.OkAsync("getFile", FileId(message[kind]!));
        Assert.Equal([1, 2, 3, 4], await phone.Http.GetByteArrayAsync(Link(file), Cancel));
    }

    [Theory]
    [InlineData("sendAudio", "audio", "a.mp3")]
    [InlineData("sendVoice", "voice", "v.ogg")]
    [InlineData("sendVideo", "video", "v.mp4")]
    public async Task The_bot_sends_sound_and_film_by_upload_and_again_by_their_id(string method, string kind, string name)
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        using var form = new MultipartFormDataContent { { new StringContent(chat.ToString()), "chat_id" }, { new StringContent("Whose is it?"), "caption" }, { new ByteArrayContent([7, 8]), kind, name } };
        using var response = await phone.Http.PostAsync(phone.Method(method), form, Cancel);
        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["result"]!;
        Wire.Check("Message", message);
        Assert.Equal("Whose is it?", (string?)message["caption"]);
        var again = await phone.OkAsync(method, new JsonObject { ["chat_id"] = chat, [kind] = message[kind]!["file_id"]!.DeepClone() });
        Assert.Equal((string?)message[kind]!["file_unique_id"], (string?)again[kind]!["file_unique_id"]);
    }

    [Fact]
    public async Task The_bot_sends_a_document_by_upload_and_again_by_its_id()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var chat = await phone.NewChatAsync();
        using var form = new MultipartFormDataContent { { new StringContent(chat.ToString()), "chat_id" }, { new StringContent("attach://part"), "document" }, { new ByteArrayContent([7, 8]), "part", "receipt.txt" } };
        using var response = await phone.Http.PostAsync(phone.Method("sendDocument"), form, Cancel);
        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["result"]!;
        Wire.Check("Message", message);
        Assert.Equal("receipt.txt", (string?)message["document"]!["file_name"]);
        var again = await phone.OkAsync("sendDocument", new JsonObject { ["chat_id"] = chat, ["document"] = message["document"]!["file_id"]!.DeepClone(), ["caption"] = "again" });
        Assert.Equal((string?)message["document"]!["file_unique_id"], (string?)again["document"]!["file_unique_id"]);
        var mixed = new JsonObject { ["chat_id"] = chat, ["photo"] = message["document"]!["file_id"]!.DeepClone() };
        Assert.Equal("Bad Request: can't use file of type document as photo", await phone.RefusedAsync(400, "sendPhoto", mixed));
    }

    [Fact]
    public async Task What_could_run_in_a_browser_is_offered_for_saving_only()
    {
        await using var phone = await PhoneHarness.StartAsync();
        var document = (await MessageAsync(phone, await phone.NewChatAsync(), "document", "a.html", "text/html", "<script>1</script>"u8.ToArray()))["document"]!;
        using var response = await phone.Http.GetAsync($"/phone/media/{(string?)document["file_id"]}", Cancel);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.ToString());
    }
}
