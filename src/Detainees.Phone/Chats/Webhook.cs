using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Detainees.Phone.Web;

namespace Detainees.Phone.Chats;

/// <summary>
/// Brings updates to the bot's webhook: each lane in its order, lanes beside each other, a failed delivery again at once
/// and then after growing delays until the update expires.
/// </summary>
/// <remarks>telegram-bot-api, WebhookActor.cpp.</remarks>
internal sealed class Webhook(PhoneWorld world) : IAsyncDisposable
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromHours(23);

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null, UseProxy = false, AllowAutoRedirect = false,
    });

    private readonly Dictionary<long, Task> lanes = [];
    private readonly List<Task> ending = [];
    private CancellationTokenSource current = new();
    private SemaphoreSlim connections = new(40);
    private int maxConnections = 40;
    private string secret = "";
    private DateTimeOffset? goneSince;
    private (DateTimeOffset At, string Text)? lastError;

    public Uri? Url { get; private set; }

    /// <summary>Sets or (null) removes the address. Called under the world's gate.</summary>
    public void Set(Uri? url, string secretToken, int most)
    {
        current.Cancel();
        current = new CancellationTokenSource();
        connections = new SemaphoreSlim(most);
        (Url, secret, maxConnections, goneSince, lastError) = (url, secretToken, most, null, null);
        ending.RemoveAll(t => t.IsCompleted);
        ending.AddRange(lanes.Values);
        lanes.Clear();
        Wake();
    }

    /// <summary>Starts the lanes that have something to bring. Called under the world's gate.</summary>
    public void Wake()
    {
        if (Url is null) return;
        foreach (var lane in world.Updates.Pending.Select(u => u.Lane).Distinct().ToList())
        {
            if (!lanes.TryGetValue(lane, out var running) || running.IsCompleted) lanes[lane] = BringAsync(lane, Url, current.Token);
        }
    }

    public JsonObject InfoJson()
    {
        var info = new JsonObject { ["url"] = Url?.OriginalString ?? "", ["has_custom_certificate"] = false };
        if (Url is not null) info["max_connections"] = maxConnections;
        if (lastError is { } error) (info["last_error_date"], info["last_error_message"]) = (error.At.ToUnixTimeSeconds(), error.Text);
        return info;
    }

    private async Task BringAsync(long lane, Uri url, CancellationToken stop)
    {
        await Task.Yield();
        var failures = 0;
        var failing = -1;
        try
        {
            while (true)
            {
                PendingUpdate? update;
                lock (world.Gate)
                {
                    world.Updates.Expire(world.Clock.Now);
                    var waiting = world.Updates.Pending.Where(u => u.Lane == lane).ToList();
                    update = waiting.Count > 1 && world.Faults.Take(FaultKind.ReorderedWebhook, "webhook") is not null ? waiting[^1] : waiting.FirstOrDefault();
                    if (update is null)
                    {
                        if (!stop.IsCancellationRequested) lanes.Remove(lane);
                        return;
                    }
                }

                if (failing != update.Id) (failing, failures) = (update.Id, 0);
                var retryAfter = await DeliverAsync(url, update, stop);
                if (retryAfter is null)
                {
                    lock (world.Gate) world.Updates.Remove(update.Id);
                    continue;
                }

                failures++;
                if (world.Webhook.Url is null) return;
                var delay = retryAfter.Value > TimeSpan.Zero ? retryAfter.Value : Delay(failures);
                if (delay > TimeSpan.Zero) await world.Clock.WaitUntilAsync(world.Clock.Now + delay, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The webhook was changed or the phone stops; what is undelivered stays queued.
        }
    }

    /// <summary>At once, then 1, 2, 4 … seconds up to a random 60 to 120.</summary>
    private static TimeSpan Delay(int failures) =>
        failures <= 1 ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures - 2, 10)), RandomNumberGenerator.GetInt32(60, 121)));

    /// <returns>Null when delivered; otherwise the wait that the bot asked for, or zero.</returns>
    private async Task<TimeSpan?> DeliverAsync(Uri url, PendingUpdate update, CancellationToken stop)
    {
        var line = connections; // Set may put another in its place meanwhile
        await line.WaitAsync(stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(update.Json.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (secret.Length > 0) request.Headers.TryAddWithoutValidation("X-Telegram-Bot-Api-Secret-Token", secret);
            using var response = await http.SendAsync(request, stop);
            world.Journal.Add(world.Clock.Now, "(webhook)", (int)response.StatusCode, null, new JsonObject { ["update_id"] = update.Id, ["kind"] = update.Kind }, null);
            if (response.IsSuccessStatusCode)
            {
                goneSince = null;
                await AnswerInReplyAsync(response, stop);
                return null;
            }

            lastError = (world.Clock.Now, $"Wrong response from the webhook: {(int)response.StatusCode} {response.ReasonPhrase}");
            if (response.StatusCode == HttpStatusCode.Gone) Gone();
            else goneSince = null;
            var wanted = response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
            return wanted < LongestRetryAfter ? wanted : LongestRetryAfter;
        }
        catch (HttpRequestException)
        {
            lastError = (world.Clock.Now, "Connection failed");
            world.Journal.Add(world.Clock.Now, "(webhook)", 0, "Connection failed", new JsonObject { ["update_id"] = update.Id, ["kind"] = update.Kind }, null);
            return TimeSpan.Zero;
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>A bot may put one method call into its answer to the webhook.</summary>
    private async Task AnswerInReplyAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var body = await response.Content.ReadAsByteArrayAsync(stop);
        if (body.Length > 0 && BotRequest.FromJson(body) is { } call) BotMethods.Run(world, call);
    }

    private void Gone()
    {
        goneSince ??= world.Clock.Now;
        if (world.Clock.Now - goneSince < GoneAfter) return;
        lock (world.Gate) Set(null, "", 40);
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (world.Gate)
        {
            current.Cancel();
            running = [.. lanes.Values, .. ending];
        }

        await Task.WhenAll(running);
        http.Dispose();
        current.Dispose();
        connections.Dispose();
    }
}
