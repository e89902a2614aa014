using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>Takes every request to its face: the bot's, the person's, or the page's files.</summary>
internal sealed class Entrance(PhoneWorld world)
{
    private readonly BotFace bot = new(world);
    private readonly PhoneFace phone = new(world);

    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!IsOurs(context.Request))
        {
            await context.RefuseAsync(403, "other_site", "The local phone answers pages of its own address only.");
            return;
        }

        try
        {
            var path = context.Request.Path.Value ?? "/";
            if (path.StartsWith("/bot", StringComparison.Ordinal)) await bot.CallAsync(context, path["/bot".Length..]);
            else if (path.StartsWith("/file/bot", StringComparison.Ordinal)) await bot.FileAsync(context, path["/file/bot".Length..]);
            else if (path.StartsWith("/phone/", StringComparison.Ordinal)) await phone.HandleAsync(context, path["/phone/".Length..].Split('/'));
            else await PageFiles.SendAsync(context, path);
        }
        catch (OperationCanceledException)
        {
            // The other side left, or the phone stops.
            context.Abort();
        }
        catch (BadHttpRequestException e)
        {
            if (!context.Response.HasStarted) await context.RefuseAsync(e.StatusCode, "bad_request", "The request could not be read.");
        }
        catch (IOException)
        {
            context.Abort();
        }
    }

    /// <summary>
    /// A page of another site that a person has open must not reach the phone: not by a foreign name that resolves to
    /// loopback (Host), and not by a cross-site request (Origin).
    /// </summary>
    private static bool IsOurs(HttpRequest request)
    {
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]")) return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
