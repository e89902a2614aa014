using Detainees.Bot.Settings;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// The way to the Bot API, sought while the program is still being put together: the connections take several round trips, and the
/// first poll need not wait for forms, desks and logs.
/// </summary>
internal sealed class TelegramLink : IDisposable
{
    private readonly CancellationTokenSource ending = new();

    public TelegramLink(BotOptions options, string token, Uri apiRoot)
    {
        Client = new TelegramBotClient(new TelegramBotClientOptions
        {
            Token = new Secret(token), ApiRoot = apiRoot, MaxConnections = options.Telegram.RepliesInFlight + 16,
        });
        Polling = new UpdatePollerOptions { PollSeconds = options.Telegram.PollSeconds, DeleteWebhook = true };
    }

    public TelegramBotClient Client { get; }

    public UpdatePollerOptions Polling { get; }

    /// <summary>The poll that was begun early; null where none was.</summary>
    public Task<ApiResult<UpdateBatch>>? FirstPoll { get; private set; }

    /// <summary>
    /// Makes it on another thread, and a connection, which the first reply then finds open. What it is answered does not matter: the
    /// first poll tells more.
    /// </summary>
    public static Task<TelegramLink> SeekAsync(BotOptions options, string token, Uri apiRoot) => Task.Run(() =>
    {
        var link = new TelegramLink(options, token, apiRoot);
        _ = link.Client.GetMe(link.ending.Token);
        return link;
    });

    /// <summary>
    /// Begins the first poll. Not before the store is ours: a second bot on it, which is refused, must not cut off the first one's
    /// poll. It has no offset and so confirms nothing: if the start ends in a refusal after all, what it brought comes again.
    /// </summary>
    public void BeginPolling() => FirstPoll = Client.GetUpdates(null, Polling.PollSeconds, Polling.BatchSize, ending.Token);

    public void Dispose()
    {
        ending.Cancel();
        Client.Dispose();
        ending.Dispose();
    }
}
