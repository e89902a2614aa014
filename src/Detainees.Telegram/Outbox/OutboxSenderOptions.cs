namespace Detainees.Telegram;

/// <summary>How stored requests are sent.</summary>
public sealed class OutboxSenderOptions
{
    /// <summary>Requests under way at once: 1 to 512, 64 by default. Must leave the client's poll a connection.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>Notices among them: 1 to <see cref="MaxInFlight"/>, 16 by default, so that an answer always finds room.</summary>
    public int MaxNoticesInFlight { get; init; } = 16;

    /// <summary>Rows held in memory: at least <see cref="MaxInFlight"/>, 512 by default.</summary>
    public int MaxRowsInMemory { get; init; } = 512;

    /// <summary>How long a stopping sender waits for the answers that are under way: 5 seconds by default.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two looks at the store: 30 seconds by default. New rows are told by <see cref="OutboxSender.Wake"/>.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);
}
