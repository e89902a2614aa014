using System.Text.Json.Nodes;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>answerCallbackQuery, getFile and the webhook's settings.</summary>
internal static class OtherMethods
{
    public static BotReply AnswerCallbackQuery(PhoneWorld world, BotRequest request)
    {
        var text = request.Text("text").Trim();
        if (text.Length > 200) return BotReply.BadRequest("MESSAGE_TOO_LONG");
        var id = request.Text("callback_query_id");
        if (world.Presses.Take(id, world.Clock.Now) is not { } chat)
            return BotReply.BadRequest("query is too old and response timeout expired or query ID is invalid");
        world.Events.Add(chat, new JsonObject
        {
            ["type"] = "answer", ["callback_query_id"] = id, ["text"] = text, ["show_alert"] = request.Flag("show_alert"), ["url"] = request.Text("url"),
        });
        return BotReply.True;
    }

    public static BotReply GetFile(PhoneWorld world, BotRequest request)
    {
        var id = request.Text("file_id");
        if (id.Length == 0) return BotReply.BadRequest("file_id not specified");
        if (world.Files.Find(id) is not { } file) return BotReply.BadRequest("invalid file_id");
        if (file.Bytes.Length > FileStore.MaxDownloadBytes) return BotReply.BadRequest("file is too big");
        return new BotReply.Ok(new JsonObject
        {
            ["file_id"] = file.Id, ["file_unique_id"] = file.Unique, ["file_size"] = file.Bytes.Length,
            ["file_path"] = world.Files.Link(file, world.Clock.Now),
        });
    }

    public static BotReply SetWebhook(PhoneWorld world, BotRequest request)
    {
        var url = request.Text("url").Trim();
        if (url.Length == 0) return DeleteWebhook(world, request);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return BotReply.BadRequest("invalid webhook URL specified");
        if (address.Scheme is not ("https" or "http")) return BotReply.BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
        // Plain HTTP and any port are what a local Bot API server takes; a host that is not this machine never.
        if (!address.IsLoopback) return BotReply.BadRequest("bad webhook: the local phone calls loopback addresses only");
        var secret = request.Text("secret_token");
        if (secret.Length > 256) return BotReply.BadRequest("secret token is too long");
        if (secret.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))) return BotReply.BadRequest("secret token contains unallowed characters");
        if (Allow(world, request) is { } failed) return failed;
        var connections = request.Has("max_connections") ? request.Number("max_connections") : 40;
        if (connections is not (>= 1 and <= 100)) return BotReply.BadRequest("max_connections must be between 1 and 100");
        if (request.Flag("drop_pending_updates")) world.Updates.Clear();
        world.Webhook.Set(address, secret, (int)connections);
        world.Updates.Signal(); // ends a waiting getUpdates with 409
        return new BotReply.Ok(null, "Webhook was set");
    }

    public static BotReply DeleteWebhook(PhoneWorld world, BotRequest request)
    {
        if (request.Flag("drop_pending_updates")) world.Updates.Clear();
        var was = world.Webhook.Url is not null;
        world.Webhook.Set(null, "", 40);
        return new BotReply.Ok(null, was ? "Webhook was deleted" : "Webhook is already deleted");
    }

    public static BotReply GetWebhookInfo(PhoneWorld world, BotRequest request)
    {
        world.Updates.Expire(world.Clock.Now);
        var info = world.Webhook.InfoJson();
        info["pending_update_count"] = world.Updates.Pending.Count;
        if (world.Updates.Allowed is { } allowed) info["allowed_updates"] = new JsonArray([.. allowed.Select(a => (JsonNode)a)]);
        return new BotReply.Ok(info);
    }

    /// <summary>allowed_updates: absent keeps the last setting.</summary>
    public static BotReply.Failed? Allow(PhoneWorld world, BotRequest request)
    {
        if (!request.TryJson("allowed_updates", out var node)) return BotReply.BadRequest("can't parse allowed_updates JSON object");
        if (node is null) return null;
        if (node is not JsonArray list) return BotReply.BadRequest("can't parse allowed_updates: expected an Array of String");
        world.Updates.Allow([.. list.Select(n => n?.ToString() ?? "")]);
        return null;
    }
}
