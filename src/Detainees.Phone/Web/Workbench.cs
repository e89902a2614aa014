using System.Globalization;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>Clock, faults, the journal of requests, warnings, what the server stored, and the page's settings.</summary>
internal sealed class Workbench(PhoneWorld world)
{
    public async Task HandleAsync(HttpContext context, string[] path, bool get)
    {
        switch (path)
        {
            case ["settings"] when get:
                await context.JsonAsync(200, Settings());
                break;
            case ["clock"] when get:
                await context.JsonAsync(200, Clock());
                break;
            case ["clock"]:
                await MoveClockAsync(context);
                break;
            case ["faults"] when get:
                await context.JsonAsync(200, new JsonObject { ["faults"] = world.Faults.ToJson() });
                break;
            case ["faults"] when HttpMethods.IsDelete(context.Request.Method):
                world.Faults.Clear();
                await context.JsonAsync(200, new JsonObject { ["faults"] = world.Faults.ToJson() });
                break;
            case ["faults"]:
                await AddFaultAsync(context);
                break;
            case ["journal"] when get:
                _ = long.TryParse(context.Request.Query["after"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var after);
                await context.JsonAsync(200, new JsonObject { ["entries"] = world.Journal.EntriesAfter(after) });
                break;
            case ["warnings"] when get:
                await context.JsonAsync(200, new JsonObject { ["warnings"] = world.Journal.Warnings() });
                break;
            case ["preview"] when get && world.Options.Preview is { } preview:
                await context.JsonAsync(200, PreviewJson.Of(await preview.Look(context.RequestAborted)));
                break;
            case ["preview"] when !get && world.Options.Preview is { } preview:
                await WishAsync(context, preview);
                break;
            case ["stored"] when get:
                await context.JsonAsync(200, await StoredAsync(context.RequestAborted));
                break;
            default:
                await context.RefuseAsync(404, "not_found", "There is nothing here.");
                break;
        }
    }

    private JsonObject Settings() => new()
    {
        ["bot"] = world.BotJson(), ["language"] = world.Options.PageLanguage, ["stored"] = world.Options.Stored is not null,
        ["preview"] = world.Options.Preview is not null,
        ["banner"] = new JsonArray([.. world.Options.Banner.Select(b => (JsonNode)b)]),
    };

    private JsonObject Clock() => new()
    {
        ["now"] = world.Clock.Now.ToString("O"), ["offset_seconds"] = (long)world.Clock.Offset.TotalSeconds,
    };

    /// <summary>Time goes on only: what has expired does not come back.</summary>
    private async Task MoveClockAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Real("advance_seconds") is not (>= 0 and <= 315_360_000) || body.Real("advance_seconds") is not { } seconds)
        {
            await context.RefuseAsync(400, "advance_seconds", "advance_seconds must be 0 to 315360000.");
            return;
        }

        world.Clock.Move(TimeSpan.FromSeconds(seconds));
        world.Options.ClockMoved?.Invoke(world.Clock.Offset);
        await context.JsonAsync(200, Clock());
    }

    private async Task AddFaultAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context);
        if (body.Whole("seed") is { } seed) world.Faults.Seed((int)(seed & int.MaxValue));
        if (body.Text("kind").Length > 0 || body is null)
        {
            if (FaultPlan.Parse(body.Text("kind")) is not { } kind)
            {
                await context.RefuseAsync(400, "kind", "kind must be one of " + string.Join(", ", Enum.GetValues<FaultKind>().Select(FaultPlan.Name)) + ".");
                return;
            }

            var probability = body.Real("probability");
            var next = body.Whole("next") ?? (probability is null ? 1 : null);
            world.Faults.Add(new Fault(
                kind, body.Text("method") is { Length: > 0 } method ? method : null, (int?)next, Math.Clamp(probability ?? 1, 0, 1),
                (int)Math.Clamp(body.Whole("retry_after") ?? 5, 1, 3600), (int)Math.Clamp(body.Whole("status") ?? 502, 400, 599),
                body.Text("description") is { Length: > 0 } description ? description : null));
        }

        await context.JsonAsync(200, new JsonObject { ["faults"] = world.Faults.ToJson() });
    }

    private static async Task WishAsync(HttpContext context, PreviewHooks preview)
    {
        var body = await JsonBody.ReadAsync(context);
        var refused = await preview.Wish(new PreviewWish(body.Text("kind"), body.Text("value")), context.RequestAborted);
        if (refused is null) await context.JsonAsync(200, PreviewJson.Of(await preview.Look(context.RequestAborted)));
        else await context.RefuseAsync(409, "not_now", refused);
    }

    private async Task<JsonObject> StoredAsync(CancellationToken cancel)
    {
        var items = world.Options.Stored is { } stored ? await stored(cancel) : [];
        return new JsonObject
        {
            ["available"] = world.Options.Stored is not null,
            ["items"] = new JsonArray([.. items.Select(i => new JsonObject { ["name"] = i.Name, ["bytes"] = i.Bytes, ["hex"] = i.Hex.Length > 128 ? i.Hex[..128] : i.Hex })]),
        };
    }
}
