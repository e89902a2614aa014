using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>What the chat page and the tests talk to: <c>/phone/…</c>, JSON both ways.</summary>
internal sealed class PhoneFace(PhoneWorld world)
{
    private readonly PersonActions person = new(world);
    private readonly Workbench workbench = new(world);

    public async Task HandleAsync(HttpContext context, string[] path)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        if (!get && !HttpMethods.IsPost(context.Request.Method) && !HttpMethods.IsDelete(context.Request.Method))
        {
            await context.RefuseAsync(405, "method_not_allowed", "Use GET, POST or DELETE.");
            return;
        }

        switch (path)
        {
            case ["chats"] when get:
                await context.JsonAsync(200, Chats());
                break;
            case ["chats"]:
                await person.CreateAsync(context);
                break;
            case ["events"] when get:
                await EventsAsync(context, null);
                break;
            case ["media", var file] when get:
                await MediaAsync(context, file);
                break;
            case ["chats", var id, .. var rest]:
                await ChatAsync(context, id, rest, get);
                break;
            default:
                await workbench.HandleAsync(context, path, get);
                break;
        }
    }

    private async Task ChatAsync(HttpContext context, string id, string[] rest, bool get)
    {
        PhoneChat? chat = null;
        lock (world.Gate)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) chat = world.Find(number);
        }

        if (chat is null) await context.RefuseAsync(404, "no_such_chat", "There is no such chat.");
        else if (rest is [] && get) await context.JsonAsync(200, Transcript(chat));
        else if (rest is ["events"] && get) await EventsAsync(context, chat.Id);
        else if (rest is [var action] && !get) await person.DoAsync(context, chat, action);
        else await context.RefuseAsync(404, "not_found", "There is nothing here.");
    }

    private JsonObject Chats()
    {
        lock (world.Gate)
            return new JsonObject { ["seq"] = world.Events.Last, ["chats"] = new JsonArray([.. world.Chats.Select(c => c.SummaryJson())]) };
    }

    private JsonObject Transcript(PhoneChat chat)
    {
        lock (world.Gate)
        {
            var json = chat.SummaryJson();
            json["seq"] = world.Events.Last;
            json["messages"] = new JsonArray([.. chat.Messages.Values.Select(m => m.ToPhoneJson())]);
            json["deleted"] = new JsonArray([.. chat.Deleted.Select(d => (JsonNode)d)]);
            json["keyboard"] = chat.KeyboardJson();
            json["commands"] = world.Profile.CommandsFor(chat.Id, chat.Language);
            json["description"] = world.Profile.DescriptionFor(chat.Language);
            return json;
        }
    }

    /// <summary>Server-sent events; <c>?after=</c> or Last-Event-ID says what is already known.</summary>
    private async Task EventsAsync(HttpContext context, long? chat)
    {
        var known = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : context.Request.Query["after"].ToString();
        var after = long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : world.Events.Last;
        context.Response.ContentType = "text/event-stream";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, world.Stopping);
        await context.Response.Body.WriteAsync(": the phone listens\n\n"u8.ToArray(), stop.Token);
        while (true)
        {
            var (events, changed) = world.Events.After(after, chat);
            foreach (var (at, json) in events)
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"id: {at}\ndata: {json}\n\n"), stop.Token);
                after = at;
            }

            await context.Response.Body.FlushAsync(stop.Token);
            await changed.WaitAsync(stop.Token);
        }
    }

    private async Task MediaAsync(HttpContext context, string id)
    {
        StoredFile? file;
        lock (world.Gate) file = world.Files.Find(id);
        if (file is null)
        {
            await context.RefuseAsync(404, "no_such_file", "There is no such file.");
            return;
        }

        // Only what a browser can show and never runs is shown; the rest is offered for saving.
        var type = (ImageSize.Read(file.Bytes.Span)?.Mime ?? file.Mime ?? "").Split(';')[0].Trim().ToLowerInvariant();
        var shows = type is "image/jpeg" or "image/png" or "image/gif" or "image/webp"
            || ((type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal)) && type.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '+'));
        if (!shows) context.Response.Headers.ContentDisposition = "attachment";
        await context.BytesAsync(200, shows ? type : "application/octet-stream", file.Bytes);
    }
}
