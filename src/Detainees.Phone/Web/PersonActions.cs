using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>What a person does with the phone: write, send files, press, edit, delete, block.</summary>
internal sealed class PersonActions(PhoneWorld world)
{
    private static readonly TimeSpan EditWindow = TimeSpan.FromHours(48);
    private readonly WritingActions writing = new(world);
    private readonly PressActions presses = new(world);
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
        ActionResult result;
        lock (world.Gate)
        {
            result = action switch
            {
                "messages" => writing.Write(chat, body),
                "press" => presses.Press(chat, body),
                "edit" => Edit(chat, body),
                "delete" => Delete(chat, body),
                "block" => Block(chat, true),
                "unblock" => Block(chat, false),
                "keyboard" => Fold(chat, body),
                _ => new ActionResult(404, new JsonObject { ["error"] = "not_found", ["message"] = "There is nothing here." }),
            };
        }

        await context.JsonAsync(result.Status, result.Body);
    }

    private ActionResult Fold(PhoneChat chat, JsonObject? body)
    {
        chat.KeyboardFolded = body.Flag("folded");
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "keyboard", ["keyboard"] = chat.KeyboardJson() });
        return ActionResult.Done([]);
    }

    private ActionResult Edit(PhoneChat chat, JsonObject? body)
    {
        var text = body.Text("text").Trim();
        if (Own(chat, body) is not { } message) return ActionResult.Refused("not_yours", "Only your own messages can be edited.");
        if (text.Length is < 1 or > SendMethods.MaxText) return ActionResult.Refused("text", "text must be 1 to 4096 characters.");
        if (world.Clock.Now - message.At >= EditWindow) return ActionResult.Refused("too_old", "Messages can be edited for 48 hours.");
        var part = message.Body.ContainsKey("text") ? "text" : "caption";
        if (message.Body.Text(part) == text) return ActionResult.Done([]);
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
        return ActionResult.Done([]);
    }

    private static PhoneMessage? Own(PhoneChat chat, JsonObject? body) =>
        body.Whole("message_id") is > 0 and <= int.MaxValue and { } id && chat.Messages.TryGetValue((int)id, out var message) && !message.FromBot ? message : null;

    /// <summary>A person deletes any message of a private chat, for both sides and at any age. The bot is not told.</summary>
    private ActionResult Delete(PhoneChat chat, JsonObject? body)
    {
        if (body.Whole("message_id") is not (> 0 and <= int.MaxValue) || body.Whole("message_id") is not { } id || !chat.Messages.ContainsKey((int)id))
            return ActionResult.Refused("no_such_message", "There is no such message.");
        world.Delete(chat, [(int)id]);
        return ActionResult.Done([]);
    }

    private ActionResult Block(PhoneChat chat, bool blocks)
    {
        if (chat.Blocked == blocks) return ActionResult.Done(chat.SummaryJson());
        chat.Blocked = blocks;
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "chat" });
        world.Tell(chat, "my_chat_member", new JsonObject
        {
            ["chat"] = chat.ChatJson(), ["from"] = chat.UserJson(), ["date"] = world.Clock.UnixNow,
            ["old_chat_member"] = Member(!blocks), ["new_chat_member"] = Member(blocks),
        });
        return ActionResult.Done(chat.SummaryJson());
    }

    private JsonObject Member(bool blocked) => blocked
        ? new JsonObject { ["user"] = world.BotJson(), ["status"] = "kicked", ["until_date"] = 0 }
        : new JsonObject { ["user"] = world.BotJson(), ["status"] = "member" };
}
