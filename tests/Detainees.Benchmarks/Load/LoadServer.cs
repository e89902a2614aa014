using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Detainees.Benchmarks.Load;

/// <summary>The part of the Bot API that an intake bot calls, on 127.0.0.1, with simulated people behind it.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private const long FirstChat = 20_000_000;

    /// <summary>Chats from here on are a flood's: nobody reads there, what is said is only counted.</summary>
    public const long FirstFloodChat = 30_000_000;

    /// <summary>More than any update or answer of ours takes.</summary>
    private const int MostBytes = 1024;
    private static readonly byte[] True = """{"ok":true,"result":true}"""u8.ToArray();
    private static readonly byte[] Me = """{"ok":true,"result":{"id":123456789,"is_bot":true,"first_name":"Load","username":"load_bot"}}"""u8.ToArray();

    private readonly WebApplication app;
    private readonly TimeSpan half;
    private readonly TaskCompletionSource polled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();

    private LoadServer(WebApplication app, SimulatedUser[] users, UpdateFeed feed, TimeSpan roundTrip) =>
        (this.app, Users, Feed, half) = (app, users, feed, roundTrip / 2);

    public SimulatedUser[] Users { get; }
    public UpdateFeed Feed { get; }
    public Uri Address => new(app.Urls.First());

    /// <summary>Completes with the bot's first getUpdates.</summary>
    public Task Polled => polled.Task;

    /// <summary>Calls that were refused, because they named a chat that is none of ours.</summary>
    public int Refused { get; private set; }

    private long floodMessages;

    /// <summary>Messages said to the flood.</summary>
    public long FloodMessages => Interlocked.Read(ref floodMessages);

    public static async Task<LoadServer> StartAsync(
        int chats, TimeSpan roundTrip, ScreenTexts texts, CancellationToken cancel, TimeSpan pause = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var feed = new UpdateFeed();
        var users = new SimulatedUser[chats];
        for (var i = 0; i < chats; i++) users[i] = new SimulatedUser(FirstChat + i, feed, texts, pause);
        var server = new LoadServer(app, users, feed, roundTrip);
        app.Run(server.ServeAsync);
        await app.StartAsync(cancel);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var method = path[(path.LastIndexOf('/') + 1)..];
        var call = await ReadAsync(http.Request.BodyReader);
        if (half > TimeSpan.Zero) await Task.Delay(half);
        var updates = method == "getUpdates" ? await PollAsync(call, http.RequestAborted) : [];
        var message = method == "getUpdates" ? 0 : Carry(method, call);
        if (half > TimeSpan.Zero) await Task.Delay(half);

        http.Response.ContentType = "application/json";
        var writer = http.Response.BodyWriter;
        switch (method)
        {
            case "getUpdates": WriteUpdates(writer, updates); break;
            case "sendMessage" or "editMessageText":
                Utf8.TryWrite(writer.GetSpan(MostBytes), CultureInfo.InvariantCulture, $$$"""{"ok":true,"result":{"message_id":{{{message}}},"date":1795300000,"chat":{"id":{{{call.Chat}}},"type":"private"},"text":"."}}""", out var written);
                writer.Advance(written);
                break;
            case "getMe": writer.Write(Me); break;
            default: writer.Write(True); break;
        }

        await writer.FlushAsync();
    }

    private static async ValueTask<ApiCall> ReadAsync(PipeReader body)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var call = ApiCall.Parse(read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            return call;
        }
    }

    private async Task<List<PendingUpdate>> PollAsync(ApiCall call, CancellationToken aborted)
    {
        polled.TrySetResult();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted, closing.Token);
        try
        {
            return await Feed.TakeAsync(call.Offset, call.Limit, TimeSpan.FromSeconds(call.Timeout), over.Token);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>Lets the call take effect; the message's id where it makes one.</summary>
    private long Carry(string method, ApiCall call)
    {
        if (method is not ("sendMessage" or "deleteMessages" or "answerCallbackQuery")) return 0;
        var chat = method == "answerCallbackQuery" ? ChatOf(call.Press) : call.Chat;
        if (chat >= FirstFloodChat) return method == "sendMessage" ? Interlocked.Increment(ref floodMessages) : 0;
        if (chat < FirstChat || chat >= FirstChat + Users.Length)
        {
            Refused++;
            return 0;
        }

        var user = Users[chat - FirstChat];
        if (method == "sendMessage") return user.Receive(call);
        if (method == "deleteMessages") user.Deleted(call.Messages);
        else user.PressAnswered();
        return 0;
    }

    private static long ChatOf(string press) => long.Parse(press.AsSpan(0, press.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private static void WriteUpdates(PipeWriter writer, List<PendingUpdate> updates)
    {
        writer.Write("{\"ok\":true,\"result\":["u8);
        for (var i = 0; i < updates.Count; i++)
        {
            if (i > 0) writer.Write(","u8);
            var update = updates[i];
            var chat = update.User.Chat;
            int written;
            // Texts and tokens are our own and hold nothing that JSON would escape.
            if (update.IsPress)
                Utf8.TryWrite(writer.GetSpan(MostBytes), CultureInfo.InvariantCulture, $$$"""{"update_id":{{{update.Id}}},"callback_query":{"id":"{{{chat}}}-{{{update.Id}}}","from":{"id":{{{chat}}},"is_bot":false,"first_name":"P","language_code":"en"},"message":{"message_id":{{{update.Message}}},"date":1795300000,"chat":{"id":{{{chat}}},"type":"private","first_name":"P"},"text":"."},"chat_instance":"1","data":"{{{update.Text}}}"}}""", out written);
            else if (update.Text[0] == '/')
                Utf8.TryWrite(writer.GetSpan(MostBytes), CultureInfo.InvariantCulture, $$$"""{"update_id":{{{update.Id}}},"message":{"message_id":{{{update.Message}}},"from":{"id":{{{chat}}},"is_bot":false,"first_name":"P","language_code":"en"},"chat":{"id":{{{chat}}},"type":"private","first_name":"P"},"date":1795300000,"text":"{{{update.Text}}}","entities":[{"type":"bot_command","offset":0,"length":{{{update.Text.Length}}}}]}}""", out written);
            else
                Utf8.TryWrite(writer.GetSpan(MostBytes), CultureInfo.InvariantCulture, $$$"""{"update_id":{{{update.Id}}},"message":{"message_id":{{{update.Message}}},"from":{"id":{{{chat}}},"is_bot":false,"first_name":"P","language_code":"en"},"chat":{"id":{{{chat}}},"type":"private","first_name":"P"},"date":1795300000,"text":"{{{update.Text}}}"}}""", out written);
            writer.Advance(written);
        }

        writer.Write("]}"u8);
    }
}
