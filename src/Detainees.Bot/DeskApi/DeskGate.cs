using System.Net;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Sealing;
using Detainees.Signing;
using Microsoft.AspNetCore.Http.Features;

namespace Detainees.Bot.DeskApi;

/// <summary>A request that an enrolled device has signed, for the first time.</summary>
internal sealed record DeskCaller(TeamDevice Device, byte[] Body);

/// <summary>
/// Whom the desk API answers. A refusal tells nothing: the same status, no body, and the same time for a device that is not known, a false
/// signature and a replay.
/// </summary>
internal sealed class DeskGate(
    CurrentTeam team, TeamWatch watch, NonceMemory nonces, BotOptions options, TimeProvider time, ILogger<DeskGate> log)
{
    /// <summary>What desks send fits many times.</summary>
    public const int MaxBodyBytes = 4096;

    /// <summary>Every refusal is given at the next multiple of this since the request came.</summary>
    private static readonly TimeSpan RefusalStep = TimeSpan.FromMilliseconds(50);

    private readonly RequestRates addresses = new(options.DeskApi.RequestsPerSecond, time);
    private readonly RequestRates devices = new(options.DeskApi.RequestsPerSecond, time);
    private readonly string[] authorities = options.DeskApi.Authority.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Lets a request on to <paramref name="next"/>, or refuses it.</summary>
    /// <param name="roles">Which devices may do this.</param>
    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, DeviceRole[] roles)
    {
        var http = context.HttpContext;
        var begun = time.GetTimestamp();
        var address = AddressOf(http.Connection.RemoteIpAddress);
        if (!addresses.TryTake(address)) return TooMany("address");
        var headers = HeadersOf(http.Request);
        // Before any signature work, and by address and device together: nobody uses up another's share.
        if (!devices.TryTake($"{address} {RequestSignature.ClaimedKeyId(headers)}")) return TooMany("device");
        if (await ReadBodyAsync(http.Request, http.RequestAborted) is not { } body) return await RefuseAsync("Body", begun, StatusCodes.Status413PayloadTooLarge, http.RequestAborted);
        var (caller, why) = await AdmitAsync(http, headers, body);
        if (caller is null) return await RefuseAsync(why, begun, StatusCodes.Status401Unauthorized, http.RequestAborted);
        if (!roles.Contains(caller.Device.Role))
        {
            log.DeskRefused("Role");
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        http.Features.Set(caller);
        return await next(context);
    }

    private async ValueTask<(DeskCaller? Caller, string Why)> AdmitAsync(HttpContext http, RequestHeaders headers, byte[] body)
    {
        // Whoever was taken off the list a moment ago is refused now, also on a connection that stood before.
        watch.LookIfChanged();
        if (!team.IsOpen) return (null, "NoTeam");
        if (AuthorityOf(http.Request) is not { } authority) return (null, "Authority");
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var signed = new SignedRequest(
            http.Request.Method, authority, question < 0 ? target : target[..question], question < 0 ? "" : target[question..], body);
        switch (RequestSignature.Verify(signed, headers, id => team.FindDevice(id)?.Key, time.GetUtcNow()))
        {
            case RequestCheck.Verified verified when team.FindDevice(verified.Key.Id) is { } device:
                return await nonces.TryTakeAsync(verified.Key.Id, verified.Nonce, http.RequestAborted)
                    ? (new DeskCaller(device, body), "") : (null, "Replayed");
            case RequestCheck.Refused refused:
                return (null, refused.Fault.ToString());
            default:
                return (null, nameof(RequestFault.UnknownKey)); // the list changed between the two looks
        }
    }

    /// <summary>
    /// The name that must have been signed: the configured one, whatever a proxy made of the Host header; null where the request is for no name of ours.
    /// </summary>
    private string? AuthorityOf(HttpRequest request)
    {
        var asked = request.Host.Value ?? "";
        if (authorities.Length > 0) return authorities.FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase)) ?? authorities[0];
        var host = request.Host.Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)) ? asked : null;
    }

    /// <summary>Null when there is more than may be, or no telling how much; nothing is read then.</summary>
    private static async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Headers.TransferEncoding.Count > 0) return null;
        if (request.ContentLength is not (> 0 and var length)) return [];
        if (length > MaxBodyBytes || HttpMethods.IsGet(request.Method)) return null;
        var body = new byte[length];
        return await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel) == body.Length ? body : null;
    }

    private static RequestHeaders HeadersOf(HttpRequest request) => new(
        request.Headers["Signature-Input"], request.Headers["Signature"], request.Headers["Content-Digest"]);

    private async ValueTask<object?> RefuseAsync(string why, long begun, int status, CancellationToken cancel)
    {
        log.DeskRefused(why);
        var past = time.GetElapsedTime(begun).Ticks % RefusalStep.Ticks;
        await Task.Delay(TimeSpan.FromTicks(RefusalStep.Ticks - past), time, cancel);
        return Results.StatusCode(status);
    }

    private IResult TooMany(string whose)
    {
        log.DeskRefused($"TooMany:{whose}");
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    /// <summary>An IPv6 network counts as one: whoever has one address of it has all.</summary>
    private static string AddressOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
