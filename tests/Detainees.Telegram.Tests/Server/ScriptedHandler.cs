using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Detainees.Telegram.Tests.Server;

/// <summary>A Bot API in memory: keeps every call and answers as told.</summary>
internal sealed class ScriptedHandler(Func<ScriptedCall, ScriptedAnswer> answer) : HttpMessageHandler
{
    public ConcurrentQueue<ScriptedCall> Calls { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        var call = new ScriptedCall(
            path[(path.LastIndexOf('/') + 1)..], path, body, request.Content?.Headers.ContentType?.ToString());
        Calls.Enqueue(call);
        var scripted = answer(call);
        if (scripted.Wait is { } wait) await wait.WaitAsync(cancellationToken);
        if (scripted.Failure is { } failure) throw failure;
        var response = new HttpResponseMessage((HttpStatusCode)scripted.Status) { Content = new ByteArrayContent(scripted.Body) };
        if (scripted.RetryAfter is { } seconds) response.Headers.TryAddWithoutValidation("Retry-After", seconds);
        return response;
    }
}

internal sealed record ScriptedCall(string Method, string Path, byte[] Body, string? ContentType)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

internal sealed record ScriptedAnswer(int Status, byte[] Body, string? RetryAfter = null, Exception? Failure = null, Task? Wait = null)
{
    public static ScriptedAnswer Ok(string result) => Json(200, $$"""{"ok":true,"result":{{result}}}""");
    public static ScriptedAnswer Json(int status, string json, string? retryAfter = null) => new(status, Encoding.UTF8.GetBytes(json), retryAfter);

    public static ScriptedAnswer Refused(int code, string description) =>
        Json(code, $$"""{"ok":false,"error_code":{{code}},"description":"{{description}}"}""");

    public static ScriptedAnswer TooMany(int seconds) => Json(
        429,
        $$$"""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after {{{seconds}}}","parameters":{"retry_after":{{{seconds}}}}}""");

    public static ScriptedAnswer Fails(Exception failure) => new(0, [], Failure: failure);
}
