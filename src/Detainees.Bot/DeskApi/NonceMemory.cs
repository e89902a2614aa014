namespace Detainees.Bot.DeskApi;

/// <summary>Nonces of signed requests that were taken, as long as their time window lasts: each request counts once.</summary>
internal sealed class NonceMemory(TimeProvider time)
{
    /// <summary>Twice the 60 seconds that clocks may differ, and a little.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(3);

    private readonly Lock gate = new();
    private readonly HashSet<string> seen = [];
    private readonly Queue<(DateTimeOffset At, string Nonce)> order = new();

    /// <summary>False when the nonce was taken before.</summary>
    public bool TryTake(string keyId, string nonce)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && now - oldest.At > Kept) seen.Remove(order.Dequeue().Nonce);
            var mark = $"{keyId} {nonce}";
            if (!seen.Add(mark)) return false;
            order.Enqueue((now, mark));
            return true;
        }
    }
}
