namespace Detainees.Telegram;

/// <summary>How updates are fetched.</summary>
public sealed class UpdatePollerOptions
{
    /// <summary>Seconds that a poll waits for an update: 0 to 50, 50 by default.</summary>
    public int PollSeconds { get; init; } = TelegramBotClient.MaxPollSeconds;

    /// <summary>Updates in one answer: 1 to 100, 100 by default.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Removes a webhook that stands in the way of polling; false by default, because it may be another program's.</summary>
    public bool DeleteWebhook { get; init; }
}
