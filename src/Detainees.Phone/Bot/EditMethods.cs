using System.Text.Json.Nodes;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>editMessageText, editMessageCaption, editMessageReplyMarkup.</summary>
internal static class EditMethods
{
    private const string Same =
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

    public static BotReply Text(PhoneWorld world, BotRequest request)
    {
        var content = new JsonObject();
        if (SendMethods.ReadText(world, request, "text", "entities", SendMethods.MaxText, "message is too long", content) is { } bad) return bad;
        if (!content.ContainsKey("text")) return BotReply.BadRequest("message text is empty");
        return Edit(world, request, "text", "entities", content);
    }

    public static BotReply Caption(PhoneWorld world, BotRequest request)
    {
        var content = new JsonObject();
        return SendMethods.ReadText(world, request, "caption", "caption_entities", SendMethods.MaxCaption, "message caption is too long", content)
            ?? Edit(world, request, "caption", "caption_entities", content);
    }

    public static BotReply Markup(PhoneWorld world, BotRequest request) => Edit(world, request, null, null, []);

    private static BotReply Edit(PhoneWorld world, BotRequest request, string? part, string? entities, JsonObject content)
    {
        if (!ReplyMarkup.TryRead(request, out var markup, out var error)) return BotReply.BadRequest(error);
        if (Targets.Writable(world, request, out var chat) is { } failed) return failed;
        if (Targets.Message(chat, request, "message to edit", out var message) is { } missing) return missing;
        if (!message.FromBot) return BotReply.BadRequest("message can't be edited");
        if (part == "text" && !message.Body.ContainsKey("text")) return BotReply.BadRequest("there is no text in the message to edit");
        if (part == "caption" && message.Body.ContainsKey("text")) return BotReply.BadRequest("there is no caption in the message to edit");

        var edited = (JsonObject)message.Body.DeepClone();
        if (part is not null && entities is not null)
        {
            Move(content, edited, part);
            Move(content, edited, entities);
        }

        // An edit without reply_markup takes the inline keyboard away; that is how a pressed question loses its buttons.
        edited.Remove("reply_markup");
        if (markup.Inline is not null) edited["reply_markup"] = markup.Inline;
        if (JsonNode.DeepEquals(edited, message.Body)) return BotReply.BadRequest(Same);
        edited["edit_date"] = world.Clock.UnixNow;
        message.Replace(edited);
        world.Show(chat, message);
        return new BotReply.Ok(message.Body);
    }

    private static void Move(JsonObject from, JsonObject to, string name)
    {
        to.Remove(name);
        if (from[name] is { } value) to[name] = value.DeepClone();
    }
}
