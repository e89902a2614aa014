using System.Globalization;
using System.Text;
using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Detainees.Bot.DeskApi;

/// <summary>
/// What desks ask for: journal entries, sealed bodies, sealed attachments, the signed checkpoint; and the little they tell. Ciphertext and
/// hashes only. Every request but those for health and the server's public key goes through <see cref="DeskGate"/>. docs/desk-api.md.
/// </summary>
internal sealed class DeskEndpoints(
    IIntakeStore store, ServerSecrets secrets, CurrentTeam team, FormShelf forms, DeskGate gate, TimeProvider time, ILogger<DeskEndpoints> log)
{
    private const int MostEntries = 500;

    /// <summary>How long the first of two words for a decision waits.</summary>
    private static readonly TimeSpan DecisionWaits = TimeSpan.FromDays(7);

    private static readonly DeviceRole[] Everybody = [DeviceRole.Carrier, DeviceRole.Desk, DeviceRole.Admin];
    private static readonly DeviceRole[] Workers = [DeviceRole.Desk, DeviceRole.Admin];
    private static readonly DeviceRole[] Admins = [DeviceRole.Admin];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => team.IsOpen
            ? Results.Text($"ok\nforms offered: {forms.Offered.Length}\nform files that cannot be used: {forms.Faulty + (forms.IsReadable ? 0 : 1)}\n")
            : Results.Text("closed\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        routes.MapGet("/desk/v1/key", () => Results.Text(secrets.Signing.Public.ToOpenSsh("detainees-server") + "\n"));
        Guard(routes.MapGet("/desk/v1/checkpoint", async (CancellationToken cancel) => Results.Text(await store.CheckpointAsync(cancel))), Everybody);
        Guard(routes.MapGet("/desk/v1/entries", EntriesAsync), Everybody);
        Guard(routes.MapGet("/desk/v1/sealed/{id}", async (HttpContext context, string id, CancellationToken cancel) =>
            EntryId.TryParse(id, out var entry) ? Sealed(context, await store.OpenBodyAsync(entry, cancel)) : Results.NotFound()), Everybody);
        Guard(routes.MapGet("/desk/v1/attachments/{id}", (HttpContext context, string id) =>
            Guid.TryParseExact(id, "N", out var attachment) ? Sealed(context, store.OpenAttachment(attachment)) : Results.NotFound()), Everybody);
        Guard(routes.MapPost("/desk/v1/ack", AcknowledgeAsync), Workers);
        Guard(routes.MapPost("/desk/v1/decisions", DecideAsync), Admins);
    }

    private void Guard(RouteHandlerBuilder route, DeviceRole[] roles) =>
        route.AddEndpointFilter((context, next) => gate.FilterAsync(context, next, roles));

    private async Task<IResult> EntriesAsync(HttpContext context, string? from, string? max, CancellationToken cancel)
    {
        if (!long.TryParse(from ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var first) || first < 1
            || !int.TryParse(max ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostEntries)
            return Results.BadRequest();
        var entries = await store.EntriesAsync(first, count, cancel);
        context.Response.ContentType = "text/plain; charset=utf-8";
        foreach (var entry in entries) await context.Response.Body.WriteAsync(entry.Encode(), cancel);
        return Results.Empty;
    }

    private async Task<IResult> AcknowledgeAsync(HttpContext context, CancellationToken cancel)
    {
        var caller = CallerOf(context);
        if (HoldingNotice.TryDecode(Encoding.UTF8.GetString(caller.Body)) is not { } notice) return Results.BadRequest();
        if (!await store.Desks.AcknowledgeAsync(caller.Device.Key.Id, notice.Size, notice.Last, cancel)) return Results.Conflict();
        log.Acknowledged(caller.Device.Key.Id, notice.Size);
        return Results.NoContent();
    }

    private async Task<IResult> DecideAsync(HttpContext context, CancellationToken cancel)
    {
        var caller = CallerOf(context);
        if (ThreadDecision.TryDecode(Encoding.UTF8.GetString(caller.Body)) is not { } decision) return Results.BadRequest();
        var result = await store.Desks.DecideAsync(decision, caller.Device.Key.Id, time.GetUtcNow() + DecisionWaits, cancel);
        log.Decided(caller.Device.Key.Id, decision.Kind, result);
        return result switch
        {
            DecisionResult.Waiting => Results.StatusCode(StatusCodes.Status202Accepted),
            DecisionResult.Done => Results.Ok(),
            DecisionResult.Nothing => Results.Conflict(),
        };
    }

    private IResult Sealed(HttpContext context, Stream? content)
    {
        if (content is null) return Results.NotFound();
        var device = CallerOf(context).Device.Key.Id;
        return Results.Stream(
            new RevocableStream(content, () => team.IsOpen && team.FindDevice(device) is not null), "application/octet-stream", enableRangeProcessing: content.CanSeek);
    }

    private static DeskCaller CallerOf(HttpContext context) => context.Features.GetRequiredFeature<DeskCaller>();
}
