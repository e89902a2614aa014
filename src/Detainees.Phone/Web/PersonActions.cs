using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>What a person does with the phone: write, send files, press, edit, delete, block.</summary>
internal sealed class PersonActions(PhoneWorld world)
{
    private static readonly TimeSpan EditWindow = TimeSpan.FromHours(48);
    private readonly FileActions files = new(world);

    public async Task CreateAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context);
        var name = body.Text("name").Trim();
        var language = body.Text("language_code").Trim();
        if (name.Length is < 1 or > 64 || language.Length > 16)
        {
            await context.RefuseAsync(400, "name", "name must be 1 to 64 characters, language_code at most 16.");
            return;
        }

        JsonObject answer;
        lock (world.Gate) answer = world.Create(name, language.Length == 0 ? "en" : language).SummaryJson();
        await context.JsonAsync(200, answer);
    }

    public async Task DoAsync(HttpContext context, PhoneChat chat, string action)
    {
        if (action == "files")
        {
            await files.SendAsync(context, chat);
            return;
        }

        var body = await JsonBody.ReadAsync(context);
        Result result;
        lock (world.Gate)
        {
            result = action switch
            {
                "messages" => Write(chat, body),
                "press" => Press(chat, body),
                "edit" => Edit(chat, body),
                "delete" => Delete(chat, body),
                "block" => Block(chat, true),
                "unblock" => Block(chat, false),
                "keyboard" => Fold(chat, body),
                _ => new Result(404, new JsonObject { ["error"] = "not_found", ["message"] = "There is nothing here." }),
            };
        }

        await context.JsonAsync(result.Status, result.Body);
    }

    private Result Write(PhoneChat chat, JsonObject? body)
    {
        if (chat.Blocked) return Result.Refused("blocked", "The bot is blocked; unblock it first.");
        var contents = Contents(chat, body);
        if (contents.Count == 0) return Result.Refused("empty", "Give one of text, command, location, contact, sticker, web_app_data.");
        var sent = new JsonArray();
        foreach (var content in contents)
        {
            if (body.Whole("reply_to") is { } reply && reply is > 0 and <= int.MaxValue && chat.Messages.TryGetValue((int)reply, out var replied))
                content["reply_to_message"] = SendMethods.Quoted(replied);
            if (body.Flag("forwarded"))
                content["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = "A neighbour", ["date"] = world.Clock.UnixNow };
            var message = world.Say(chat, fromBot: false, content);
            world.Tell(chat, "message", (JsonObject)message.Body.DeepClone());
            sent.Add(message.Id);
        }

        FoldAfterUse(chat);
        return Result.Done(new JsonObject { ["message_ids"] = sent });
    }

    private List<JsonObject> Contents(PhoneChat chat, JsonObject? body)
    {
        var text = body.Text("command") is { Length: > 0 } command ? "/" + command.TrimStart('/') : body.Text("text");
        if (text.Trim().Length > 0) return [.. Pieces(text.Trim()).Select(TextContent)];
        if (body?["location"] is JsonObject place && place.Real("latitude") is { } latitude && place.Real("longitude") is { } longitude)
        {
            var location = new JsonObject { ["latitude"] = Math.Clamp(latitude, -90, 90), ["longitude"] = Math.Clamp(longitude, -180, 180) };
            if (place.Real("horizontal_accuracy") is { } accuracy) location["horizontal_accuracy"] = Math.Clamp(accuracy, 0, 1500);
            return [new JsonObject { ["location"] = location }];
        }

        if (body?["contact"] is JsonObject contact && contact.Text("phone_number").Length > 0)
        {
            var json = new JsonObject { ["phone_number"] = contact.Text("phone_number"), ["first_name"] = contact.Text("first_name") is { Length: > 0 } name ? name : chat.Name };
            if (contact.Flag("own")) json["user_id"] = chat.Id;
            return [new JsonObject { ["contact"] = json }];
        }

        if (body.Text("sticker") is { Length: > 0 } emoji)
        {
            var content = new JsonObject();
            MediaContent.Put(content, world.Files, "sticker", StandInImage.Png(512, 512), null, null, 0);
            content["sticker"]!["emoji"] = emoji; // just put there
            return [content];
        }

        if (body?["web_app_data"] is JsonObject data)
            return [new JsonObject { ["web_app_data"] = new JsonObject { ["data"] = data.Text("data"), ["button_text"] = data.Text("button_text") } }];
        return [];
    }

    private static JsonObject TextContent(string text)
    {
        var content = new JsonObject { ["text"] = text };
        var entities = new JsonArray();
        MessageEntities.AddFound(text, entities);
        if (entities.Count > 0) content["entities"] = entities;
        return content;
    }

    /// <summary>Apps send a long text as several messages, cut at a line or a blank where there is one.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > SendMethods.MaxText)
        {
            var cut = text.LastIndexOfAny(['\n', ' '], SendMethods.MaxText - 1, SendMethods.MaxText / 4);
            if (cut < 0) cut = char.IsLowSurrogate(text[SendMethods.MaxText]) ? SendMethods.MaxText - 1 : SendMethods.MaxText;
            if (text[..cut].Trim() is { Length: > 0 } piece) yield return piece;
            text = text[cut..].Trim();
        }

        if (text.Length > 0) yield return text;
    }

    private void FoldAfterUse(PhoneChat chat)
    {
        if (chat.Keyboard is null) return;
        if (chat.Keyboard.Flag("force_reply")) chat.Keyboard = null;
        else if (chat.Keyboard.Flag("one_time_keyboard")) chat.KeyboardFolded = true;
        else return;
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "keyboard", ["keyboard"] = chat.KeyboardJson() });
    }

    private Result Fold(PhoneChat chat, JsonObject? body)
    {
        chat.KeyboardFolded = body.Flag("folded");
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "keyboard", ["keyboard"] = chat.KeyboardJson() });
        return Result.Done([]);
    }

    /// <summary>
    /// Presses a button by its place; or, with <c>data</c>, as a phone whose screen is behind: the button may be gone and
    /// the message deleted, which then arrives as an inaccessible one.
    /// </summary>
    private Result Press(PhoneChat chat, JsonObject? body)
    {
        if (body.Whole("message_id") is not (> 0 and <= int.MaxValue) || body.Whole("message_id") is not { } id) return Result.Refused("message_id", "message_id is missing.");
        var message = chat.Messages.GetValueOrDefault((int)id);
        var data = body.Text("data");
        if (data.Length == 0)
        {
            var row = (message?.Body["reply_markup"]?["inline_keyboard"] as JsonArray)?.ElementAtOrDefault((int)Math.Clamp(body.Whole("row") ?? -1, -1, 1000)) as JsonArray;
            if (row?.ElementAtOrDefault((int)Math.Clamp(body.Whole("column") ?? -1, -1, 1000)) is not JsonObject button) return Result.Refused("no_such_button", "There is no such button.");
            if (button.Text("callback_data").Length == 0)
                return Result.Done(new JsonObject { ["url"] = (button["url"] ?? button["web_app"]?["url"])?.DeepClone(), ["copy_text"] = button["copy_text"]?["text"]?.DeepClone() });
            data = button.Text("callback_data");
        }

        var press = world.Presses.Add(chat.Id, world.Clock.Now + PhoneWorld.PressLifetime);
        world.Tell(chat, "callback_query", new JsonObject
        {
            ["id"] = press, ["from"] = chat.UserJson(),
            ["message"] = message is null || body.Flag("inaccessible")
                ? new JsonObject { ["chat"] = chat.ChatJson(), ["message_id"] = id, ["date"] = 0 }
                : message.Body.DeepClone(),
            ["chat_instance"] = chat.Id.ToString("D", null), ["data"] = data,
        });
        return Result.Done(new JsonObject { ["callback_query_id"] = press });
    }

    private Result Edit(PhoneChat chat, JsonObject? body)
    {
        var text = body.Text("text").Trim();
        if (Own(chat, body) is not { } message) return Result.Refused("not_yours", "Only your own messages can be edited.");
        if (text.Length is < 1 or > SendMethods.MaxText) return Result.Refused("text", "text must be 1 to 4096 characters.");
        if (world.Clock.Now - message.At >= EditWindow) return Result.Refused("too_old", "Messages can be edited for 48 hours.");
        var part = message.Body.ContainsKey("text") ? "text" : "caption";
        if (message.Body.Text(part) == text) return Result.Done([]);
        var edited = (JsonObject)message.Body.DeepClone();
        edited.Remove(part == "text" ? "entities" : "caption_entities");
        edited[part] = text;
        var entities = new JsonArray();
        MessageEntities.AddFound(text, entities);
        if (entities.Count > 0) edited[part == "text" ? "entities" : "caption_entities"] = entities;
        edited["edit_date"] = world.Clock.UnixNow;
        message.Replace(edited);
        world.Show(chat, message);
        if (!chat.Blocked) world.Tell(chat, "edited_message", (JsonObject)edited.DeepClone());
        return Result.Done([]);
    }

    private static PhoneMessage? Own(PhoneChat chat, JsonObject? body) =>
        body.Whole("message_id") is > 0 and <= int.MaxValue and { } id && chat.Messages.TryGetValue((int)id, out var message) && !message.FromBot ? message : null;

    /// <summary>A person deletes any message of a private chat, for both sides and at any age. The bot is not told.</summary>
    private Result Delete(PhoneChat chat, JsonObject? body)
    {
        if (body.Whole("message_id") is not (> 0 and <= int.MaxValue) || body.Whole("message_id") is not { } id || !chat.Messages.ContainsKey((int)id))
            return Result.Refused("no_such_message", "There is no such message.");
        world.Delete(chat, [(int)id]);
        return Result.Done([]);
    }

    private Result Block(PhoneChat chat, bool blocks)
    {
        if (chat.Blocked == blocks) return Result.Done(chat.SummaryJson());
        chat.Blocked = blocks;
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "chat" });
        world.Tell(chat, "my_chat_member", new JsonObject
        {
            ["chat"] = chat.ChatJson(), ["from"] = chat.UserJson(), ["date"] = world.Clock.UnixNow,
            ["old_chat_member"] = Member(!blocks), ["new_chat_member"] = Member(blocks),
        });
        return Result.Done(chat.SummaryJson());
    }

    private JsonObject Member(bool blocked) => blocked
        ? new JsonObject { ["user"] = world.BotJson(), ["status"] = "kicked", ["until_date"] = 0 }
        : new JsonObject { ["user"] = world.BotJson(), ["status"] = "member" };

    private sealed record Result(int Status, JsonObject Body)
    {
        public static Result Done(JsonObject body) => new(200, body);
        public static Result Refused(string code, string text) => new(400, new JsonObject { ["error"] = code, ["message"] = text });
    }
}
