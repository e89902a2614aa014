using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Web;

/// <summary>Presses of inline buttons. The world's gate is held.</summary>
internal sealed class PressActions(PhoneWorld world)
{
    /// <summary>
    /// Presses a button by its place; or, with <c>data</c>, as a phone whose screen is behind: the button may be gone and
    /// the message deleted, which then arrives as an inaccessible one.
    /// </summary>
    public ActionResult Press(PhoneChat chat, JsonObject? body)
    {
        if (body.Whole("message_id") is not (> 0 and <= int.MaxValue) || body.Whole("message_id") is not { } id) return ActionResult.Refused("message_id", "message_id is missing.");
        var message = chat.Messages.GetValueOrDefault((int)id);
        var data = body.Text("data");
        if (data.Length == 0)
        {
            var row = (message?.Body["reply_markup"]?["inline_keyboard"] as JsonArray)?.ElementAtOrDefault((int)Math.Clamp(body.Whole("row") ?? -1, -1, 1000)) as JsonArray;
            if (row?.ElementAtOrDefault((int)Math.Clamp(body.Whole("column") ?? -1, -1, 1000)) is not JsonObject button) return ActionResult.Refused("no_such_button", "There is no such button.");
            if (button.Text("callback_data").Length == 0)
                return ActionResult.Done(new JsonObject { ["url"] = (button["url"] ?? button["web_app"]?["url"])?.DeepClone(), ["copy_text"] = button["copy_text"]?["text"]?.DeepClone() });
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
        return ActionResult.Done(new JsonObject { ["callback_query_id"] = press });
    }
}
