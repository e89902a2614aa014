using System.Globalization;
using Detainees.Bot.Intake;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Detainees.Bot.DeskApi;

/// <summary>
/// What desks pull: journal entries, sealed bodies, sealed attachments, the signed checkpoint. Ciphertext and hashes only. Every
/// request but the one for the server's public key is signed by an enrolled device; a refusal tells nothing.
/// </summary>
internal sealed class DeskEndpoints(
    IIntakeStore store, ServerSecrets secrets, CurrentTeam team, FormShelf forms, NonceMemory nonces, TimeProvider time, ILogger<DeskEndpoints> log)
{
    private const int MostEntries = 500;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Results.Text($"ok\nforms offered: {forms.Offered.Length}\nform files that cannot be used: {forms.Faulty + (forms.IsReadable ? 0 : 1)}\n"));
        routes.MapGet("/desk/v1/key", () => Results.Text(secrets.Signing.Public.ToOpenSsh("detainees-server") + "\n"));
        var desk = routes.MapGroup("/desk/v1").AddEndpointFilter(async (context, next) =>
            IsSigned(context.HttpContext) ? await next(context) : Results.StatusCode(StatusCodes.Status401Unauthorized));
        desk.MapGet("/checkpoint", async (CancellationToken cancel) => Results.Text(await store.CheckpointAsync(cancel)));
        desk.MapGet("/entries", EntriesAsync);
        desk.MapGet("/sealed/{id}", async (string id, CancellationToken cancel) =>
            EntryId.TryParse(id, out var entry) ? Sealed(await store.OpenBodyAsync(entry, cancel)) : Results.NotFound());
        desk.MapGet("/attachments/{id}", (string id) =>
            Guid.TryParseExact(id, "N", out var attachment) ? Sealed(store.OpenAttachment(attachment)) : Results.NotFound());
    }

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

    private static IResult Sealed(Stream? content) =>
        content is null ? Results.NotFound() : Results.Stream(content, "application/octet-stream", enableRangeProcessing: content.CanSeek);

    private bool IsSigned(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var signed = new SignedRequest(
            request.Method, request.Host.Value ?? "", question < 0 ? target : target[..question], question < 0 ? "" : target[question..], default);
        var headers = new RequestHeaders(
            request.Headers["Signature-Input"], request.Headers["Signature"], request.Headers["Content-Digest"]);
        var check = RequestSignature.Verify(signed, headers, id => team.FindDevice(id), time.GetUtcNow());
        switch (check)
        {
            case RequestCheck.Verified verified when nonces.TryTake(verified.Key.Id, verified.Nonce):
                return true;
            case RequestCheck.Verified:
                log.DeskRefused("Replayed");
                return false;
            default:
                log.DeskRefused(((RequestCheck.Refused)check).Fault.ToString());
                return false;
        }
    }
}
