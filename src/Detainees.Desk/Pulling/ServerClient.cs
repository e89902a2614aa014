using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Detainees.Journal;
using Detainees.Signing;

namespace Detainees.Desk.Pulling;

/// <summary>The desk API of one server. Every request but the one for its key is signed by this desk's device key.</summary>
internal sealed class ServerClient : IDisposable
{
    /// <summary>How long nothing may come before the server counts as gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MaxSmallBytes = 128 * 1024;

    private readonly Uri server;
    private readonly SigningKey device;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public ServerClient(Uri server, SigningKey device, TimeProvider time)
    {
        (this.server, this.device, this.time) = (server, device, time);
        // A redirect would leave the signed authority; a desk talks to the server it was told and to no other.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15), MaxConnectionsPerServer = 8 })
        {
            Timeout = Patience,
        };
    }

    /// <summary>The server's address, or what is wrong with it.</summary>
    public static Attempt<Uri> ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
            ? uri
            : new Trouble(ExitCode.Stopped, "The server's address looks like https://intake.example.org or http://127.0.0.1:5081, with nothing behind it.");

    public async Task<Attempt<VerifyingKey>> KeyAsync(CancellationToken cancel) =>
        await SmallAsync("/desk/v1/key", isSigned: false, cancel) switch
        {
            Attempt<string>.Done(var line) => VerifyingKey.TryParseOpenSsh(line) is { } key ? key : NotOurs(),
            Attempt<string>.Failed(var why) => why,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The signed note, not verified yet.</summary>
    public Task<Attempt<string>> CheckpointAsync(CancellationToken cancel) => SmallAsync("/desk/v1/checkpoint", isSigned: true, cancel);

    /// <summary>Encoded entries from a number on, one after the other. The caller disposes of the answer.</summary>
    public Task<Attempt<HttpResponseMessage>> EntriesAsync(long from, int most, CancellationToken cancel) => SendAsync(
        "/desk/v1/entries", string.Create(CultureInfo.InvariantCulture, $"?from={from}&max={most}"), isSigned: true, null, cancel, HttpStatusCode.OK);

    /// <summary>A sealed file from a byte on. 200, 206, 404 and 416 are answers; all else is trouble.</summary>
    public Task<Attempt<HttpResponseMessage>> FileAsync(string path, long from, CancellationToken cancel) => SendAsync(
        path, "", isSigned: true, from > 0 ? new RangeHeaderValue(from, null) : null, cancel,
        HttpStatusCode.OK, HttpStatusCode.PartialContent, HttpStatusCode.NotFound, HttpStatusCode.RequestedRangeNotSatisfiable);

    /// <summary>Says that this device holds, verified, everything up to an entry. False when the server's journal is another.</summary>
    public Task<Attempt<HttpStatusCode>> AcknowledgeAsync(HoldingNotice notice, CancellationToken cancel) =>
        PostAsync("/desk/v1/ack", notice.Encode(), cancel, HttpStatusCode.NoContent, HttpStatusCode.Conflict);

    /// <summary>This device's word for a decision: 202 it waits for a second one, 200 done, 409 nothing to do, 403 not for this device to say.</summary>
    public Task<Attempt<HttpStatusCode>> DecideAsync(ThreadDecision decision, CancellationToken cancel) => PostAsync(
        "/desk/v1/decisions", decision.Encode(), cancel, HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Forbidden);

    public void Dispose() => http.Dispose();

    private async Task<Attempt<HttpStatusCode>> PostAsync(string path, string body, CancellationToken cancel, params HttpStatusCode[] expected)
    {
        var sent = await SendAsync(path, "", isSigned: true, null, expected, Encoding.UTF8.GetBytes(body), cancel);
        if (sent is not Attempt<HttpResponseMessage>.Done(var answer)) return ((Attempt<HttpResponseMessage>.Failed)sent).Why;
        using (answer) return answer.StatusCode;
    }

    private async Task<Attempt<string>> SmallAsync(string path, bool isSigned, CancellationToken cancel)
    {
        var sent = await SendAsync(path, "", isSigned, null, cancel, HttpStatusCode.OK);
        if (sent is Attempt<HttpResponseMessage>.Failed(var why)) return why;
        using var answer = ((Attempt<HttpResponseMessage>.Done)sent).Value;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            await using var content = await answer.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[MaxSmallBytes + 1];
            var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token);
            return read <= MaxSmallBytes ? Encoding.UTF8.GetString(buffer, 0, read) : NotOurs();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return BrokenOff();
        }
    }

    private async Task<Attempt<HttpResponseMessage>> SendAsync(
        string path, string query, bool isSigned, RangeHeaderValue? range, CancellationToken cancel, params HttpStatusCode[] expected) =>
        await SendAsync(path, query, isSigned, range, expected, [], cancel);

    private async Task<Attempt<HttpResponseMessage>> SendAsync(
        string path, string query, bool isSigned, RangeHeaderValue? range, HttpStatusCode[] expected, byte[] body, CancellationToken cancel)
    {
        var method = body.Length == 0 ? HttpMethod.Get : HttpMethod.Post;
        using var request = new HttpRequestMessage(method, new Uri(server, path + query));
        if (isSigned)
        {
            var signed = new SignedRequest(method.Method, server.Authority, path, query, body);
            var headers = RequestSignature.Sign(device, signed, time.GetUtcNow(), RequestSignature.NewNonce());
            request.Headers.TryAddWithoutValidation("Signature-Input", headers.SignatureInput);
            request.Headers.TryAddWithoutValidation("Signature", headers.Signature);
            if (headers.ContentDigest is { } digest) request.Headers.TryAddWithoutValidation("Content-Digest", digest);
        }

        if (body.Length > 0) request.Content = new ByteArrayContent(body);

        request.Headers.Range = range;
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return new Trouble(ExitCode.Stopped, $"No safe connection to {Name} could be made: its certificate is not trusted here, or the clock of this computer is wrong.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return new Trouble(ExitCode.Stopped, $"Nobody answers at {Name}. Is the address right, is the server running, and is this computer connected?");
        }

        if (Array.IndexOf(expected, answer.StatusCode) >= 0) return answer;
        using (answer) return Judge(answer);
    }

    private Trouble Judge(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return new Trouble(ExitCode.Stopped, "The server asks for patience: too many requests came at once. Run the command again in a minute.");
        if (answer.StatusCode == HttpStatusCode.Forbidden) return new Trouble(ExitCode.Stopped, "This device may fetch, and nothing else: the team list has it as a carrier.");
        if (answer.StatusCode != HttpStatusCode.Unauthorized) return NotOurs();
        // The server tells nobody why it refuses; its own clock is in every answer.
        if (answer.Headers.Date is { } date && (time.GetUtcNow() - date).Duration() > RequestSignature.Window)
        {
            var minutes = Math.Max(1, (long)(time.GetUtcNow() - date).Duration().TotalMinutes);
            return new Trouble(ExitCode.Stopped, $"The server refuses this desk because the clock of this computer differs from the server's by {minutes} min. Set the clock and try again.");
        }

        return new Trouble(
            ExitCode.Stopped,
            $"The server does not know this desk. Send this line to your administrator, who adds it to the team list:\n  device: {device.Public.ToOpenSsh("")}");
    }

    private string Name => server.GetLeftPart(UriPartial.Authority);
    private Trouble NotOurs() => new(ExitCode.Stopped, $"What answers at {Name} is not the desk API of this program, or is in trouble. Check the address with your administrator.");
    private Trouble BrokenOff() => new(ExitCode.Stopped, $"The connection to {Name} broke off. Run the command again: what has come is kept.");
}
