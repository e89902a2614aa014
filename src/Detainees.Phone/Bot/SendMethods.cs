using System.Text.Json.Nodes;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>sendMessage, sendPhoto, sendAudio, sendVoice, sendVideo, sendDocument, sendChatAction.</summary>
internal static class SendMethods
{
    public const int MaxText = 4096;
    public const int MaxCaption = 1024;
    private const long MaxPhotoBytes = 10L << 20;
    private const long MaxDocumentBytes = 50L << 20;

    public static BotReply Message(PhoneWorld world, BotRequest request)
    {
        var content = new JsonObject();
        if (ReadText(world, request, "text", "entities", MaxText, "message is too long", content) is { } bad) return bad;
        if (!content.ContainsKey("text")) return BotReply.BadRequest("message text is empty");
        if (request.TryJson("link_preview_options", out var preview) && preview is JsonObject options) content["link_preview_options"] = options.DeepClone();
        return Send(world, request, content);
    }

    public static BotReply Photo(PhoneWorld world, BotRequest request) => SendFile(world, request, "photo", MaxPhotoBytes);

    public static BotReply Audio(PhoneWorld world, BotRequest request) => SendFile(world, request, "audio", MaxDocumentBytes);

    public static BotReply Voice(PhoneWorld world, BotRequest request) => SendFile(world, request, "voice", MaxDocumentBytes);

    public static BotReply Video(PhoneWorld world, BotRequest request) => SendFile(world, request, "video", MaxDocumentBytes);

    public static BotReply Document(PhoneWorld world, BotRequest request) => SendFile(world, request, "document", MaxDocumentBytes);

    public static BotReply ChatAction(PhoneWorld world, BotRequest request)
    {
        if (request.Text("action").Length == 0) return BotReply.BadRequest("wrong parameter action in request");
        if (Targets.Writable(world, request, out var chat) is { } failed) return failed;
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "action", ["action"] = request.Text("action"), ["seconds"] = 5 });
        return BotReply.True;
    }

    private static BotReply SendFile(PhoneWorld world, BotRequest request, string kind, long maxBytes)
    {
        var content = new JsonObject();
        if (ReadText(world, request, "caption", "caption_entities", MaxCaption, "message caption is too long", content) is { } bad) return bad;
        if (Targets.Writable(world, request, out _) is { } failed) return failed;
        var given = request.Text(kind);
        var upload = given.StartsWith("attach://", StringComparison.Ordinal)
            ? request.Files.GetValueOrDefault(given["attach://".Length..])
            : request.Files.GetValueOrDefault(kind);
        if (upload is not null)
        {
            if (upload.Bytes.Length == 0) return BotReply.BadRequest("file must be non-empty");
            if (upload.Bytes.Length > maxBytes) return new BotReply.Failed(413, "Request Entity Too Large");
            if (kind == "photo" && ImageSize.Read(upload.Bytes) is null) return BotReply.BadRequest("IMAGE_PROCESS_FAILED");
            MediaContent.Put(content, world.Files, kind, upload.Bytes, upload.Name, upload.Mime, 0);
        }
        else if (given.Length == 0)
        {
            return BotReply.BadRequest($"there is no {kind} in the request");
        }
        else if (given.Contains("://", StringComparison.Ordinal))
        {
            return BotReply.BadRequest("failed to get HTTP URL content"); // the phone reaches no network
        }
        else if (world.Files.Find(given) is not { } known)
        {
            return BotReply.BadRequest("wrong remote file identifier specified: Wrong character in the string");
        }
        else if (known.Kind != kind)
        {
            return BotReply.BadRequest($"can't use file of type {known.Kind} as {kind}");
        }
        else
        {
            MediaContent.Put(content, world.Files, kind, known.Bytes, known.Name, known.Mime, 0);
        }

        return Send(world, request, content);
    }

    private static BotReply Send(PhoneWorld world, BotRequest request, JsonObject content)
    {
        if (!ReplyMarkup.TryRead(request, out var markup, out var error)) return BotReply.BadRequest(error);
        if (Targets.Writable(world, request, out var chat) is { } failed) return failed;
        if (!request.TryJson("reply_parameters", out var reply)) return BotReply.BadRequest("can't parse reply parameters JSON object");
        var replyTo = reply.Whole("message_id") ?? request.Number("reply_to_message_id");
        if (replyTo is { } target)
        {
            if (target is > 0 and <= int.MaxValue && chat.Messages.TryGetValue((int)target, out var replied)) content["reply_to_message"] = Quoted(replied);
            else if (!reply.Flag("allow_sending_without_reply") && !request.Flag("allow_sending_without_reply"))
                return BotReply.BadRequest("message to be replied not found");
        }

        if (request.Flag("protect_content")) content["has_protected_content"] = true;
        if (markup.Inline is not null) content["reply_markup"] = markup.Inline;
        var message = world.Say(chat, fromBot: true, content);
        ShowInput(world, chat, markup);
        return new BotReply.Ok(message.Body);
    }

    public static JsonObject Quoted(PhoneMessage message)
    {
        var quoted = (JsonObject)message.Body.DeepClone();
        quoted.Remove("reply_to_message"); // Bot API: a replied message never holds a further one
        return quoted;
    }

    private static void ShowInput(PhoneWorld world, PhoneChat chat, ReplyMarkup markup)
    {
        if (!markup.Removes && markup.Input is null) return;
        chat.Keyboard = markup.Input;
        chat.KeyboardFolded = false;
        world.Events.Add(chat.Id, new JsonObject { ["type"] = "keyboard", ["keyboard"] = chat.KeyboardJson() });
    }

    /// <summary>Puts a checked text or caption with its ranges into a message; nothing where it is empty.</summary>
    public static BotReply.Failed? ReadText(PhoneWorld world, BotRequest request, string name, string entitiesName, int max, string tooLong, JsonObject content)
    {
        var text = request.Text(name);
        if (!request.TryJson(entitiesName, out var given)) return BotReply.BadRequest("can't parse entities JSON object");
        if (request.Text("parse_mode") is { Length: > 0 } mode)
        {
            if (!mode.Equals("HTML", StringComparison.OrdinalIgnoreCase))
            {
                world.Journal.Warn(world.Clock.Now, request.Method, $"parse_mode {mode} is shown as plain text; only HTML and entities are read");
            }
            else if (!HtmlText.TryRead(text, out text, out var found, out var problem))
            {
                return BotReply.BadRequest(problem);
            }
            else
            {
                given = found;
            }
        }

        if (!MessageEntities.TryRead(text, given, out var trimmed, out var entities, out var error)) return BotReply.BadRequest(error);
        if (trimmed.Length > max) return BotReply.BadRequest(tooLong);
        if (trimmed.Length == 0) return null;
        MessageEntities.AddFound(trimmed, entities);
        content[name] = trimmed;
        if (entities.Count > 0) content[entitiesName] = entities;
        return null;
    }
}
