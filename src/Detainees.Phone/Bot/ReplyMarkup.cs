using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Bot;

/// <summary>A reply_markup as the server understood it: an inline keyboard, something above the input, or nothing.</summary>
/// <param name="Inline">InlineKeyboardMarkup, part of the message.</param>
/// <param name="Input">ReplyKeyboardMarkup or ForceReply: a state of the chat, not of the message.</param>
/// <param name="Removes">ReplyKeyboardRemove.</param>
internal sealed record ReplyMarkup(JsonObject? Inline, JsonObject? Input, bool Removes)
{
    private const int MostButtons = 100;
    private static readonly ReplyMarkup None = new(null, null, false);
    private static readonly string[] InputFlags = ["is_persistent", "resize_keyboard", "one_time_keyboard", "selective"];
    private static readonly string[] ButtonRequests = ["request_contact", "request_location", "request_poll", "web_app", "request_users", "request_chat"];

    /// <param name="error">The server's words, without "Bad Request: ".</param>
    public static bool TryRead(BotRequest request, out ReplyMarkup markup, out string error)
    {
        markup = None;
        error = "";
        if (!request.TryJson("reply_markup", out var node)) error = "can't parse reply keyboard markup JSON object";
        else if (node is null) return true;
        else if (node is not JsonObject json) error = "object expected as reply markup";
        else if (json["inline_keyboard"] is { } inline) markup = Inlined(inline, out error);
        else if (json["keyboard"] is { } rows) markup = Keyboard(json, rows, out error);
        else if (json.Flag("remove_keyboard")) markup = None with { Removes = true };
        else if (json.Flag("force_reply")) markup = None with { Input = ForceReply(json, out error) };
        return error.Length == 0;
    }

    private static ReplyMarkup Inlined(JsonNode rows, out string error)
    {
        var kept = Rows(rows, "inline keyboard", InlineButton, out error);
        return kept.Count == 0 ? None : None with { Inline = new JsonObject { ["inline_keyboard"] = kept } };
    }

    private static ReplyMarkup Keyboard(JsonObject json, JsonNode rows, out string error)
    {
        var kept = Rows(rows, "keyboard", InputButton, out error);
        if (kept.Count == 0) return None;
        var keyboard = new JsonObject { ["keyboard"] = kept };
        foreach (var flag in InputFlags) if (json.Flag(flag)) keyboard[flag] = true;
        Placeholder(json, keyboard, ref error);
        return None with { Input = keyboard };
    }

    private static JsonObject ForceReply(JsonObject json, out string error)
    {
        error = "";
        var reply = new JsonObject { ["force_reply"] = true };
        Placeholder(json, reply, ref error);
        return reply;
    }

    private static void Placeholder(JsonObject json, JsonObject into, ref string error)
    {
        var text = json.Text("input_field_placeholder");
        if (text.Length > 64) error = "input field placeholder is too long";
        else if (text.Length > 0) into["input_field_placeholder"] = text;
    }

    private static JsonArray Rows(JsonNode rows, string what, Func<JsonNode?, (JsonObject? Button, string Error)> read, out string error)
    {
        error = "";
        var kept = new JsonArray();
        var count = 0;
        if (rows is not JsonArray list)
        {
            error = $"field \"{(what == "keyboard" ? "keyboard" : "inline_keyboard")}\" must be of type Array";
            return kept;
        }

        foreach (var row in list)
        {
            if (row is not JsonArray buttons)
            {
                error = $"field \"{(what == "keyboard" ? "keyboard" : "inline_keyboard")}\" must be an Array of Arrays";
                return kept;
            }

            var line = new JsonArray();
            foreach (var item in buttons)
            {
                var (button, problem) = read(item);
                if (button is null)
                {
                    error = problem;
                    return kept;
                }

                line.Add((JsonNode)button);
                count++;
            }

            if (line.Count > 0) kept.Add((JsonNode)line);
        }

        if (count > MostButtons) error = "reply markup is too long";
        return kept;
    }

    private static (JsonObject? Button, string Error) InputButton(JsonNode? item)
    {
        if (item is JsonValue plain && plain.GetValueKind() == JsonValueKind.String) return (new JsonObject { ["text"] = plain.GetValue<string>() }, "");
        if (item is not JsonObject json || json.Text("text").Length == 0) return (null, "can't parse keyboard button: Field \"text\" must be of type String");
        var button = new JsonObject { ["text"] = json.Text("text") };
        foreach (var name in ButtonRequests) if (json[name] is { } value) button[name] = value.DeepClone();
        Style(json, button);
        return (button, "");
    }

    private static (JsonObject? Button, string Error) InlineButton(JsonNode? item)
    {
        if (item is not JsonObject json) return (null, "can't parse inline keyboard button: expected an Object");
        if (json.Text("text").Trim().Length == 0) return (null, "can't parse inline keyboard button: Field \"text\" must be non-empty");
        var button = new JsonObject { ["text"] = json.Text("text") };
        // The kind is the first that is there, in the server's order; a second one is passed over in silence.
        if (json.Text("url") is { Length: > 0 } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http" or "tg"))
                return (null, $"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL");
            button["url"] = url;
        }
        else if (json.Text("callback_data") is { Length: > 0 } data)
        {
            if (Encoding.UTF8.GetByteCount(data) > 64) return (null, "BUTTON_DATA_INVALID");
            button["callback_data"] = data;
        }
        else if (json["web_app"] is JsonObject app)
        {
            if (!app.Text("url").StartsWith("https://", StringComparison.Ordinal))
                return (null, $"inline keyboard button Web App URL '{app.Text("url")}' is invalid: Only HTTPS links are allowed");
            button["web_app"] = app.DeepClone();
        }
        else if (json["copy_text"] is JsonObject copy)
        {
            if (copy.Text("text").Length is < 1 or > 256) return (null, "BUTTON_COPY_TEXT_INVALID");
            button["copy_text"] = new JsonObject { ["text"] = copy.Text("text") };
        }
        else
        {
            return (null, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
        }

        Style(json, button);
        return (button, "");
    }

    private static void Style(JsonObject json, JsonObject button)
    {
        if (json.Text("style") is "danger" or "success" or "primary") button["style"] = json.Text("style");
    }
}
