namespace Detainees.Telegram;

/// <summary>Takes updates over. The shell implements it above the store.</summary>
public interface IUpdateSink
{
    /// <summary>
    /// Returns when every update of the batch is durable: stored, refused or known from before. Only then the offset moves,
    /// and Telegram forgets them. When it throws, the same updates come again after a pause, possibly with others.
    /// </summary>
    /// <param name="batch">1 to 100 updates, undecodable ones among them; ids need not grow. They may have come before.</param>
    ValueTask HandleAsync(IReadOnlyList<ReceivedUpdate> batch, CancellationToken cancel);
}
