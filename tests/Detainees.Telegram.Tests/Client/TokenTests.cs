using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram.Tests.Client;

/// <summary>Whoever has the token can read what families wrote: nothing that observes the process may see it.</summary>
[Collection("listens to the whole process")]
public sealed class TokenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_in_no_trace_event_metric_log_result_or_exception()
    {
        var seen = new ConcurrentQueue<string>();
        using var everything = new Listeners(seen);
        using var logs = new LogCollector();

        await using var server = await ScriptedServer.StartAsync(async (call, context) =>
        {
            switch (call.Method)
            {
                case "getMe": await ScriptedServer.WriteAsync(context, ScriptedAnswer.Ok("""{"id":1,"is_bot":true,"first_name":"B"}""")); break;
                case "getWebhookInfo": ScriptedServer.Cut(context); break;
                case "deleteWebhook": await ScriptedServer.WriteAsync(context, ScriptedAnswer.Json(500, "<html>")); break;
                case "sendChatAction":
                    context.Response.Headers.Location = "/elsewhere";
                    await ScriptedServer.WriteAsync(context, ScriptedAnswer.Json(302, ""));
                    break;
                case "file.jpg": await context.Response.Body.WriteAsync(new byte[9], Cancel); break;
                default: await ScriptedServer.WriteAsync(context, ScriptedAnswer.Refused(401, "Unauthorized")); break;
            }
        }, Cancel);

        List<object> results = [];
        using (var client = new TelegramBotClient(Some.Options(server.Root)))
        {
            Assert.IsType<ApiResult<User>.Ok>(await client.GetMe(Cancel));
            results.Add(await client.GetWebhookInfo(Cancel));
            results.Add(await client.DeleteWebhook(new(), Cancel));
            results.Add(await client.SendChatAction(new() { ChatId = 1 }, Cancel));
            results.Add(await client.DownloadFile(
                new TGFile { FileId = "f", FileUniqueId = "u", FilePath = "photos/file.jpg" }, Stream.Null, 100, Cancel));
            var poller = new UpdatePoller(
                client, new NoSink(), new UpdatePollerOptions(), TimeProvider.System, () => 0, logs.CreateLogger<UpdatePoller>());
            results.Add(await poller.RunAsync(Cancel));
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            results.Add(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetMe(cancelled.Token)));
        }

        using (var refused = new TelegramBotClient(Some.Options(new Uri($"http://127.0.0.1:{FreePort()}"))))
            results.Add(await refused.GetMe(Cancel));
        using (var unknown = new TelegramBotClient(Some.Options(new Uri("https://host.invalid"))))
            results.Add(await unknown.GetMe(Cancel));
        results.Add(Assert.Throws<ArgumentException>(() => new TelegramBotClient(new() { Token = new Secret(Some.Token + "/../x") })));
        results.Add(Some.Options().Token);

        // The listeners did listen: what they would have printed the token beside is there.
        Assert.Contains(seen, line => line.Contains("RequestStart", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.Contains("Private.InternalDiagnostics.System.Net.Http", StringComparison.Ordinal));
        Assert.Contains(seen, line => line.Contains("http.client.request.duration", StringComparison.Ordinal));
        Assert.NotEmpty(logs.Lines);
        var half = Some.Token[(Some.Token.IndexOf(':', StringComparison.Ordinal) + 1)..];
        foreach (var text in seen.Concat(logs.Lines).Concat(results.Select(result => result.ToString() ?? "")))
            Assert.DoesNotContain(half, text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("", "https://api.telegram.org")]
    [InlineData("123", "https://api.telegram.org")]
    [InlineData("12a:abc", "https://api.telegram.org")]
    [InlineData("123:", "https://api.telegram.org")]
    [InlineData("123:ab/c", "https://api.telegram.org")]
    [InlineData("123:abc?x", "https://api.telegram.org")]
    [InlineData("123:abc", "http://api.telegram.org")]
    [InlineData("123:abc", "ftp://127.0.0.1")]
    [InlineData("123:abc", "https://user@api.telegram.org")]
    [InlineData("123:abc", "https://api.telegram.org/?a=b")]
    public void A_token_or_address_that_would_send_it_elsewhere_is_refused_at_the_start(string token, string root)
    {
        var options = new TelegramBotClientOptions { Token = new Secret(token), ApiRoot = new Uri(root) };
        Assert.Single(options.Problems());
        Assert.Throws<ArgumentException>(() => new TelegramBotClient(options));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class NoSink : IUpdateSink
    {
        public ValueTask HandleAsync(IReadOnlyList<ReceivedUpdate> batch, CancellationToken cancel) => ValueTask.CompletedTask;
    }

    /// <summary>Every activity and meter, every diagnostic source but the test server's, every network event at all levels and keywords.</summary>
    private sealed class Listeners : EventListener, IObserver<DiagnosticListener>
    {
        // Raw bytes as they go over the wire: with TLS these are ciphertext at the socket, and whoever may switch these two on
        // in a process may also read its memory.
        private static readonly string[] Wire = ["Private.InternalDiagnostics.System.Net.Sockets", "Private.InternalDiagnostics.System.Net.Security"];
        private readonly ConcurrentQueue<string>? seen;
        private readonly ActivityListener activities;
        private readonly MeterListener meters = new();
        private readonly List<IDisposable> subscriptions = [];

        public Listeners(ConcurrentQueue<string> seen)
        {
            this.seen = seen;
            activities = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => seen.Enqueue(
                    $"activity {activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
            };
            ActivitySource.AddActivityListener(activities);
            subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
            meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
            meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Measured(instrument, tags));
            meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Measured(instrument, tags));
            meters.Start();
            foreach (var source in EventSource.GetSources()) Enable(source);
        }

        private void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen?.Enqueue($"metric {instrument.Name} {string.Join(' ', tags.ToArray())}");

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (seen is not null) Enable(eventSource); // the base class calls before our constructor has run
        }

        private void Enable(EventSource source)
        {
            // Not the runtime's own (tasks, pools): writing down their events makes new ones without end.
            if (source.Name.Contains("System.Net", StringComparison.Ordinal)) EnableEvents(source, EventLevel.Verbose, EventKeywords.All);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (seen is null || Wire.Contains(eventData.EventSource.Name)) return;
            var payload = string.Join(' ', (eventData.Payload ?? new([])).Select(item =>
                item is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(item, CultureInfo.InvariantCulture)));
            seen.Enqueue($"event {eventData.EventSource.Name} {eventData.EventName} {payload}");
        }

        void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
        {
            if (value.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)) return;
            subscriptions.Add(value.Subscribe(new Diagnostics(value.Name, seen!)));
        }

        void IObserver<DiagnosticListener>.OnCompleted() { }
        void IObserver<DiagnosticListener>.OnError(Exception error) { }

        public override void Dispose()
        {
            foreach (var subscription in subscriptions) subscription.Dispose();
            activities.Dispose();
            meters.Dispose();
            base.Dispose();
        }
    }

    private sealed class Diagnostics(string name, ConcurrentQueue<string> seen) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            seen.Enqueue($"diagnostic {name} {value.Key} {value.Value}");
            foreach (var property in value.Value?.GetType().GetProperties() ?? [])
                seen.Enqueue($"diagnostic {name} {value.Key} {property.Name} {property.GetValue(value.Value)}");
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }
    }
}
