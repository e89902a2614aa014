using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Detainees.Telegram.Tests.Client;

public sealed class RequestSchemaTests
{
    private static readonly Lazy<BotApiSchema> Schema = new(BotApiSchema.Load);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_body_that_the_client_writes_conforms_to_the_published_schema()
    {
        using var handler = new ScriptedHandler(_ => ScriptedAnswer.Refused(400, "Bad Request"));
        using var client = new TelegramBotClient(Some.Options(), handler);
        var keyboard = new InlineKeyboardMarkup
        {
            InlineKeyboard =
            [
                [new() { Text = "Далі", CallbackData = "a", Style = KeyboardButtonStyle.Primary }, new() { Text = "Link", Url = "https://example.org" }],
                [new() { Text = "Copy", CopyText = new() { Text = "REF" } }, new() { Text = "App", WebApp = new() { Url = "https://example.org" } }],
            ],
        };
        var reply = new ReplyKeyboardMarkup
        {
            Keyboard = [[new() { Text = "Place", RequestLocation = true }, new() { Text = "Me", RequestContact = true }]],
            ResizeKeyboard = true, OneTimeKeyboard = true, IsPersistent = false, InputFieldPlaceholder = "…",
        };
        MessageEntity[] entities = [new() { Type = MessageEntityType.TextLink, Offset = 0, Length = 2, Url = "https://example.org" }];
        await client.GetMe(Cancel);
        await client.GetUpdates(null, 90, 900, Cancel);
        await client.GetUpdates((1L << 52) - 1, 0, 1, Cancel);
        await client.SetWebhook(new() { Url = "https://example.org/hook", SecretToken = "s", MaxConnections = 9, DropPendingUpdates = false, IpAddress = "192.0.2.1" }, Cancel);
        await client.DeleteWebhook(new() { DropPendingUpdates = false }, Cancel);
        await client.GetWebhookInfo(Cancel);
        await client.SendMessage(new() { ChatId = (1L << 52) - 1, Text = "t", Entities = entities, ReplyMarkup = keyboard, ProtectContent = true, DisableNotification = true, ReplyParameters = new() { MessageId = 3, AllowSendingWithoutReply = true }, LinkPreviewOptions = new() { IsDisabled = true } }, Cancel);
        await client.SendMessage(new() { ChatId = 1, Text = "t", ParseMode = "HTML", ReplyMarkup = reply }, Cancel);
        await client.SendMessage(new() { ChatId = 1, Text = "t", ReplyMarkup = new ReplyKeyboardRemove() }, Cancel);
        await client.SendMessage(new() { ChatId = 1, Text = "t", ReplyMarkup = new ForceReplyMarkup { InputFieldPlaceholder = "x" } }, Cancel);
        await client.EditMessageText(new() { ChatId = 1, MessageId = 2, Text = "t", Entities = entities, ReplyMarkup = keyboard }, Cancel);
        await client.EditMessageReplyMarkup(new() { ChatId = 1, MessageId = 2, ReplyMarkup = keyboard }, Cancel);
        await client.EditMessageReplyMarkup(new() { ChatId = 1, MessageId = 2 }, Cancel);
        await client.DeleteMessage(new() { ChatId = 1, MessageId = 2 }, Cancel);
        await client.DeleteMessages(new() { ChatId = 1, MessageIds = [1, 2] }, Cancel);
        await client.AnswerCallbackQuery(new() { CallbackQueryId = "q", Text = "", ShowAlert = true, CacheTime = 0, Url = "https://example.org" }, Cancel);
        await client.SendChatAction(new() { ChatId = 1, Action = "upload_document" }, Cancel);
        await client.GetFile(new() { FileId = "f" }, Cancel);
        await client.SetMyCommands(new() { Commands = [new() { Command = "start", Description = "Почати" }], Scope = new() { Type = "all_private_chats" }, LanguageCode = "uk" }, Cancel);
        await client.SetMyDescription(new() { Description = "d", LanguageCode = "uk" }, Cancel);
        await client.SetMyShortDescription(new() { ShortDescription = "d" }, Cancel);
        await client.SetChatMenuButton(new() { MenuButton = new() { Type = "commands" } }, Cancel);
        await client.SetChatMenuButton(new() { ChatId = 1, MenuButton = new() { Type = "web_app", Text = "Open", WebApp = new() { Url = "https://example.org" } } }, Cancel);
        await client.SendDocument(new() { ChatId = 1, Document = new InputFile.Existing("id"), Caption = "c", CaptionEntities = entities }, Cancel);
        await client.SendPhoto(new() { ChatId = 1, Photo = new InputFile.Existing("id"), ProtectContent = true }, Cancel);

        Assert.Equal(25, handler.Calls.Count);
        Assert.Equal(19, handler.Calls.Select(call => call.Method).Distinct().Count());
        foreach (var call in handler.Calls)
        {
            Assert.Equal("application/json", call.ContentType);
            Assert.StartsWith($"/bot{Some.Token}/", call.Path, StringComparison.Ordinal);
            using var body = JsonDocument.Parse(call.Body);
            Assert.Equal([], Schema.Value.CheckRequest(call.Method, body.RootElement));
        }
    }

    [Fact]
    public async Task A_poll_asks_for_exactly_four_kinds_and_never_waits_longer_than_the_server_allows()
    {
        using var handler = new ScriptedHandler(_ => ScriptedAnswer.Ok("[]"));
        using var client = new TelegramBotClient(Some.Options(), handler);
        Assert.IsType<ApiResult<UpdateBatch>.Ok>(await client.GetUpdates(5, 90, 900, Cancel));
        Assert.Equal(
            """{"offset":5,"limit":100,"timeout":50,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]}""",
            Assert.Single(handler.Calls).Text);
    }

    [Theory]
    [InlineData("лист.pdf")]
    [InlineData("a\"b\\c/d\r\nX-Evil: 1.pdf")]
    public async Task An_upload_conforms_and_its_name_cannot_leave_its_header(string fileName)
    {
        using var handler = new ScriptedHandler(_ => ScriptedAnswer.Ok(Some.Message));
        using var client = new TelegramBotClient(Some.Options(), handler);
        using var content = new MemoryStream([1, 2, 3]);
        var result = await client.SendDocument(new()
        {
            ChatId = 42, Document = new InputFile.Upload(content, fileName, "application/pdf"), Caption = "Квитанція", ProtectContent = true,
            ReplyMarkup = new InlineKeyboardMarkup { InlineKeyboard = [[new() { Text = "a", CallbackData = "b" }]] },
            ReplyParameters = new() { MessageId = 4 }, CaptionEntities = [new() { Type = "bold", Offset = 0, Length = 3 }],
        }, Cancel);
        Assert.IsType<ApiResult<Message>.Ok>(result);

        var call = Assert.Single(handler.Calls);
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(call.ContentType!).Boundary).Value!;
        var reader = new MultipartReader(boundary, new MemoryStream(call.Body));
        var body = new JsonObject();
        while (await reader.ReadNextSectionAsync(Cancel) is { } section)
        {
            var name = HeaderUtilities.RemoveQuotes(section.GetContentDispositionHeader()!.Name).Value!;
            using var text = new StreamReader(section.Body);
            var value = await text.ReadToEndAsync(Cancel);
            if (name == "document") Assert.Equal("\u0001\u0002\u0003", value);
            body.Add(name, name is "caption" or "document" ? value : JsonNode.Parse(value));
            Assert.DoesNotContain("X-Evil", section.Headers!.Keys);
        }

        using var document = JsonDocument.Parse(body.ToJsonString());
        Assert.Equal([], Schema.Value.CheckRequest("sendDocument", document.RootElement));
        Assert.Equal(7, body.Count);
        Assert.Equal("Квитанція", (string?)body["caption"]);
    }
}
