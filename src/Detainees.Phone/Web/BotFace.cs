using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Chats;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Detainees.Phone.Web;

/// <summary>What a bot's Bot API client talks to, with the ordered faults in between.</summary>
internal sealed class BotFace(PhoneWorld world)
{
    private readonly UpdatePolls polls = new(world);
    private readonly byte[] token = Encoding.UTF8.GetBytes(world.Options.Token);

    /// <param name="context">The request.</param>
    /// <param name="rest">The path after "/bot": token, slash, method.</param>
    public async Task CallAsync(HttpContext context, string rest)
    {
        var cancel = context.RequestAborted;
        var slash = rest.LastIndexOf('/');
        var method = slash < 0 ? "" : rest[(slash + 1)..];
        if (!Knows(slash < 0 ? rest : rest[..slash]))
        {
            await AnswerAsync(context, "(unauthorized)", null, new BotReply.Failed(401, "Unauthorized"), null);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerAsync(context, method, null, new BotReply.Failed(405, "Method Not Allowed"), null);
            return;
        }

        if (await BotRequest.ReadAsync(context.Request, method, cancel) is not { } request)
        {
            await AnswerAsync(context, method, null, BotReply.BadRequest("can't parse request body: strings must be encoded in UTF-8 and JSON must be an Object"), null);
            return;
        }

        if (world.Faults.Take(FaultKind.CutBefore, method) is not null)
        {
            Note(method, request, 0, null, FaultKind.CutBefore);
            context.Abort();
            return;
        }

        if (world.Faults.Take(FaultKind.Hang, method) is not null)
        {
            Note(method, request, 0, null, FaultKind.Hang);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, world.Stopping);
            await Task.Delay(Timeout.Infinite, stop.Token);
        }

        if (await FailsAsync(context, method, request)) return;
        var reply = method.Equals("getUpdates", StringComparison.OrdinalIgnoreCase)
            ? await polls.GetAsync(request, cancel)
            : BotMethods.Run(world, request);
        if (world.Faults.Take(FaultKind.CutAfter, method) is not null)
        {
            Note(method, request, 0, null, FaultKind.CutAfter);
            context.Abort();
            return;
        }

        await AnswerAsync(context, method, request, reply, null);
    }

    /// <param name="context">The request.</param>
    /// <param name="rest">The path after "/file/bot": token, slash, file path.</param>
    public async Task FileAsync(HttpContext context, string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Knows(rest[..slash]))
        {
            await AnswerAsync(context, "(file)", null, new BotReply.Failed(401, "Unauthorized"), null);
            return;
        }

        StoredFile? file;
        lock (world.Gate) file = world.Files.Open(rest[(slash + 1)..], world.Clock.Now);
        if (file is null)
        {
            await AnswerAsync(context, "(file)", null, new BotReply.Failed(404, "Not Found"), null);
            return;
        }

        if (await FailsAsync(context, "(file)", null)) return;
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = file.Bytes.Length;
        if (world.Faults.Take(FaultKind.TruncatedDownload, "(file)") is not null)
        {
            Note("(file)", null, 200, null, FaultKind.TruncatedDownload);
            await context.Response.Body.WriteAsync(file.Bytes[..(file.Bytes.Length / 2)], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort(); // fewer bytes than Content-Length said
            return;
        }

        if (world.Faults.Take(FaultKind.SlowDownload, "(file)") is { } slow)
        {
            Note("(file)", null, 200, null, FaultKind.SlowDownload);
            await SendSlowlyAsync(context, file.Bytes, slow.RetryAfter);
            return;
        }

        Note("(file)", null, 200, null, null);
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }

    /// <summary>Ten pieces over the given seconds of the phone's clock.</summary>
    private async Task SendSlowlyAsync(HttpContext context, ReadOnlyMemory<byte> bytes, int seconds)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, world.Stopping);
        const int Pieces = 10;
        for (var i = 0; i < Pieces; i++)
        {
            var from = (int)((long)bytes.Length * i / Pieces);
            var to = (int)((long)bytes.Length * (i + 1) / Pieces);
            await context.Response.Body.WriteAsync(bytes[from..to], stop.Token);
            await context.Response.Body.FlushAsync(stop.Token);
            if (i + 1 < Pieces) await world.Clock.WaitUntilAsync(world.Clock.Now + TimeSpan.FromSeconds((double)seconds / Pieces), stop.Token);
        }
    }

    private async Task<bool> FailsAsync(HttpContext context, string method, BotRequest? request)
    {
        if (world.Faults.Take(FaultKind.TooManyRequests, method) is { } flood)
        {
            context.Response.Headers.RetryAfter = flood.RetryAfter.ToString("D", null);
            var reply = new BotReply.Failed(429, $"Too Many Requests: retry after {flood.RetryAfter}", flood.RetryAfter);
            await AnswerAsync(context, method, request, reply, FaultKind.TooManyRequests);
            return true;
        }

        if (world.Faults.Take(FaultKind.ServerError, method) is { } error)
        {
            var words = error.Description ?? ReasonPhrases.GetReasonPhrase(error.Status);
            await AnswerAsync(context, method, request, new BotReply.Failed(error.Status, words), FaultKind.ServerError);
            return true;
        }

        if (world.Faults.Take(FaultKind.HtmlError, method) is { } html)
        {
            Note(method, request, html.Status, "html", FaultKind.HtmlError);
            await context.BytesAsync(html.Status, "text/html", "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n"u8.ToArray());
            return true;
        }

        return false;
    }

    private Task AnswerAsync(HttpContext context, string method, BotRequest? request, BotReply reply, FaultKind? fault)
    {
        Note(method, request, reply.Status, (reply as BotReply.Failed)?.Description, fault);
        return context.JsonAsync(reply.Status, reply.ToJson());
    }

    private void Note(string method, BotRequest? request, int status, string? error, FaultKind? fault) =>
        world.Journal.Add(world.Clock.Now, method, status, error, request?.ParametersJson(), fault is { } kind ? FaultPlan.Name(kind) : null);

    private bool Knows(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), token);
}
