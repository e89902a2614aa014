namespace Detainees.Bot.DeskApi;

/// <summary>A bucket of requests for each name: full at first, refilled with time. Bounded in memory whoever asks.</summary>
internal sealed class RequestRates(int perSecond, TimeProvider time)
{
    public const int MostNames = 10_000;

    /// <summary>A bucket holds this many seconds' worth: a desk that begins to pull is not slowed down.</summary>
    private const int Seconds = 4;

    private readonly Dictionary<string, (double Tokens, long At)> buckets = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public int Names
    {
        get { lock (gate) return buckets.Count; }
    }

    /// <summary>False when this name has asked too often.</summary>
    public bool TryTake(string name)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var tokens = buckets.TryGetValue(name, out var known) ? Refilled(known, now) : perSecond * Seconds;
            if (!buckets.ContainsKey(name) && buckets.Count >= MostNames) Forget(now);
            buckets[name] = (Math.Max(0, tokens - 1), now);
            return tokens >= 1;
        }
    }

    private double Refilled((double Tokens, long At) bucket, long now) =>
        Math.Min(perSecond * Seconds, bucket.Tokens + time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond);

    // A full bucket is as good as none. Where that is not enough, many names ask at once, and all begin anew.
    private void Forget(long now)
    {
        foreach (var (name, bucket) in buckets)
            if (Refilled(bucket, now) >= perSecond * Seconds) buckets.Remove(name);
        if (buckets.Count >= MostNames) buckets.Clear();
    }
}
