using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram.Tests.Server;

/// <summary>A Bot API over real HTTP on this machine: keeps every call that took effect and answers as told.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ScriptedCall> calls = new();

    /// <summary>What took effect, in order.</summary>
    public IReadOnlyCollection<ScriptedCall> Calls => calls;
    public Uri Root => new(app.Urls.First());

    private ScriptedServer(WebApplication app) => this.app = app;

    public static async Task<ScriptedServer> StartAsync(Func<ScriptedCall, HttpContext, Task> answer, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, cancel);
            var path = context.Request.Path.Value!;
            var call = new ScriptedCall(path[(path.LastIndexOf('/') + 1)..], path, body.ToArray(), context.Request.ContentType);
            await answer(call, context);
        });
        await app.StartAsync(cancel);
        return server;
    }

    public void Effect(ScriptedCall call) => calls.Enqueue(call);

    public static async Task WriteAsync(HttpContext context, ScriptedAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body);
    }

    /// <summary>Cuts the connection without an answer.</summary>
    public static void Cut(HttpContext context) => context.Abort();

    /// <summary>Promises more than it gives, then cuts.</summary>
    public static async Task CutInTheMiddleAsync(HttpContext context, string begun)
    {
        context.Response.ContentLength = begun.Length + 100;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(begun));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
