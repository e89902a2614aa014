using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Web;

/// <summary>Texts, commands, places, contacts and stickers from the phone. The world's gate is held.</summary>
internal sealed class WritingActions(PhoneWorld world)
{
    public ActionResult Write(PhoneChat chat, JsonObject? body)
    {
        if (chat.Blocked) return ActionResult.Refused("blocked", "The bot is blocked; unblock it first.");
        var contents = Contents(chat, body);
        if (contents.Count == 0) return ActionResult.Refused("empty", "Give one of text, command, location, contact, sticker, web_app_data.");
        var sent = new JsonArray();
        foreach (var content in contents)
        {
            if (body.Whole("reply_to") is { } reply && reply is > 0 and <= int.MaxValue && chat.Messages.TryGetValue((int)reply, out var replied))
                content["reply_to_message"] = SendMethods.Quoted(replied);
            if (body.Flag("forwarded"))
                content["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = "A neighbour", ["date"] = world.Clock.UnixNow };
            var message = world.Say(chat, fromBot: false, content);
            world.Tell(chat, "message", (JsonObject)message.Body.DeepClone());
            sent.Add((JsonNode)message.Id);
        }

        FoldAfterUse(chat);
        return ActionResult.Done(new JsonObject { ["message_ids"] = sent });
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
}
