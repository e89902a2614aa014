using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Detainees.Phone.Web;

/// <summary>Sends files from the phone: <c>POST /phone/chats/{id}/files</c>, multipart; several files are an album.</summary>
internal sealed class FileActions(PhoneWorld world)
{
    private const int AlbumMost = 10;

    public async Task SendAsync(HttpContext context, PhoneChat chat)
    {
        var request = context.Request;
        if (!request.HasFormContentType)
        {
            await context.RefuseAsync(400, "multipart", "Send multipart/form-data with kind, caption and files.");
            return;
        }

        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, BotRequest.FormLimits));
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            await context.RefuseAsync(400, "multipart", "The form could not be read.");
            return;
        }

        var kind = form["kind"].ToString();
        if (kind is not ("photo" or "document" or "voice" or "audio" or "video" or "video_note" or "sticker"))
        {
            await context.RefuseAsync(400, "kind", "kind must be photo, document, voice, audio, video, video_note or sticker.");
            return;
        }

        if (form.Files.Count is < 1 or > AlbumMost)
        {
            await context.RefuseAsync(400, "files", "Send 1 to 10 files.");
            return;
        }

        if (chat.Blocked)
        {
            await context.RefuseAsync(400, "blocked", "The bot is blocked; unblock it first.");
            return;
        }

        var contents = new List<(byte[] Bytes, string Name, string? Mime)>();
        foreach (var file in form.Files)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, context.RequestAborted);
            contents.Add((bytes.ToArray(), file.FileName, file.ContentType));
        }

        _ = int.TryParse(form["seconds"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        var sent = Say(chat, kind, contents, form["caption"].ToString().Trim(), seconds, form["forwarded"] == "true");
        await context.JsonAsync(200, new JsonObject { ["message_ids"] = sent });
    }

    private JsonArray Say(PhoneChat chat, string kind, List<(byte[] Bytes, string Name, string? Mime)> contents, string caption, int seconds, bool forwarded)
    {
        lock (world.Gate)
        {
            var sent = new JsonArray();
            // An album is only this: n messages with one media_group_id, and the caption on the first.
            var album = contents.Count > 1 ? "1" + RandomNumberGenerator.GetInt32(1_000_000_000).ToString("D9", null) + RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", null) : null;
            foreach (var (bytes, name, mime) in contents)
            {
                var content = new JsonObject();
                if (album is not null) content["media_group_id"] = album;
                if (forwarded) content["forward_origin"] = new JsonObject { ["type"] = "hidden_user", ["sender_user_name"] = "A neighbour", ["date"] = world.Clock.UnixNow };
                MediaContent.Put(content, world.Files, kind, bytes, name, mime, seconds);
                if (caption.Length > 0 && sent.Count == 0)
                {
                    content["caption"] = caption.Length > SendMethods.MaxCaption ? caption[..SendMethods.MaxCaption] : caption;
                    var entities = new JsonArray();
                    MessageEntities.AddFound(content.Text("caption"), entities);
                    if (entities.Count > 0) content["caption_entities"] = entities;
                }

                var message = world.Say(chat, fromBot: false, content);
                world.Tell(chat, "message", (JsonObject)message.Body.DeepClone());
                sent.Add((JsonNode)message.Id);
            }

            return sent;
        }
    }
}
