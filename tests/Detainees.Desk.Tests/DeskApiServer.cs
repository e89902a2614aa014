using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Detainees.Signing;
using Detainees.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Detainees.Desk.Tests;

/// <summary>The desk API over an <see cref="Intake"/>, on a real port of this machine; it holds every request to the contract.</summary>
internal sealed class DeskApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> nonces = new();

    private DeskApiServer(WebApplication app, Intake intake, FakeClock clock) => (this.app, Intake, Clock) = (app, intake, clock);

    public Intake Intake { get; set; }
    public FakeClock Clock { get; set; }
    public string Address => app.Urls.First();
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What desks told.</summary>
    public ConcurrentQueue<string> Posts { get; } = new();

    public int PostGives { get; set; } = 204;

    /// <summary>Sends at most so many bytes of a file and then ends as if that were all, so many times.</summary>
    public (int Bytes, int Times) BreakFilesAfter { get; set; }

    /// <summary>Answers only so many requests for entries.</summary>
    public int EntryRequestsLeft { get; set; } = int.MaxValue;

    public static async Task<DeskApiServer> StartAsync(Intake intake, FakeClock clock, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new DeskApiServer(app, intake, clock);
        app.Run(server.AnswerAsync);
        await app.StartAsync(cancel);
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Requests.Enqueue($"{target} {context.Request.Headers.Range}".TrimEnd());
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var path = context.Request.Path.Value ?? "";
        if (path == "/desk/v1/key")
        {
            await context.Response.WriteAsync(Intake.Key.Public.ToOpenSsh("server") + "\n");
            return;
        }

        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        if (!IsSigned(context, target, content.ToArray()))
        {
            context.Response.StatusCode = 401;
            return;
        }

        if (context.Request.Method == "POST")
        {
            Posts.Enqueue(System.Text.Encoding.UTF8.GetString(content.ToArray()));
            context.Response.StatusCode = PostGives;
        }
        else if (path == "/desk/v1/checkpoint") await context.Response.WriteAsync(Intake.CheckpointNote());
        else if (path == "/desk/v1/entries") await EntriesAsync(context);
        else await FileAsync(context, path["/desk/v1/".Length..] + ".age");
    }

    private bool IsSigned(HttpContext context, string target, byte[] body)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var request = context.Request;
        var signed = new SignedRequest(
            request.Method, request.Host.Value ?? "", question < 0 ? target : target[..question], question < 0 ? "" : target[question..], body);
        var headers = new RequestHeaders(request.Headers["Signature-Input"], request.Headers["Signature"], request.Headers["Content-Digest"]);
        return RequestSignature.Verify(signed, headers, id => Intake.Devices.FirstOrDefault(d => d.Id == id), Clock.GetUtcNow())
            is RequestCheck.Verified verified && nonces.TryAdd(verified.Nonce, true);
    }

    private async Task EntriesAsync(HttpContext context)
    {
        if (EntryRequestsLeft-- <= 0)
        {
            context.Abort();
            return;
        }

        var from = int.Parse(context.Request.Query["from"]!, CultureInfo.InvariantCulture);
        var most = int.Parse(context.Request.Query["max"]!, CultureInfo.InvariantCulture);
        Assert.InRange(most, 1, 500);
        foreach (var entry in Intake.Entries.Skip(from - 1).Take(most)) await context.Response.Body.WriteAsync(entry.Encode());
    }

    private async Task FileAsync(HttpContext context, string name)
    {
        if (!Intake.Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var from = 0;
        if (context.Request.GetTypedHeaders().Range?.Ranges.Single().From is { } start)
        {
            from = (int)start;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        var rest = content.AsMemory(from);
        if (BreakFilesAfter is { Times: > 0 } broken && rest.Length > broken.Bytes)
        {
            BreakFilesAfter = (broken.Bytes, broken.Times - 1);
            await context.Response.Body.WriteAsync(rest[..broken.Bytes]);
            return;
        }

        context.Response.ContentLength = rest.Length;
        await context.Response.Body.WriteAsync(rest);
    }
}
