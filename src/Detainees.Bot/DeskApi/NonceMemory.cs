using System.Security.Cryptography;
using System.Text;
using Detainees.Bot.Intake;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Bot.DeskApi;

/// <summary>
/// Nonces of signed requests that were taken, as long as their time window lasts: each request counts once, also over a restart. In memory first,
/// so that a replay costs nothing; then in the store.
/// </summary>
internal sealed class NonceMemory(IIntakeStore store, TimeProvider time, ILogger<NonceMemory> log)
{
    /// <summary>Twice what clocks may differ, and a little.</summary>
    public static readonly TimeSpan Kept = RequestSignature.Window * 2 + TimeSpan.FromSeconds(60);

    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly Lock gate = new();
    private readonly HashSet<Guid> seen = [];
    private readonly Queue<(DateTimeOffset At, Guid Mark)> order = new();

    public int Count
    {
        get { lock (gate) return seen.Count; }
    }

    /// <summary>False when the nonce was taken before.</summary>
    public async ValueTask<bool> TryTakeAsync(string keyId, string nonce, CancellationToken cancel)
    {
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{keyId}\n{nonce}")).AsMemory(0, 16);
        var now = time.GetUtcNow();
        if (!TryRemember(new Guid(mark.Span), now)) return false;
        try
        {
            return await store.Desks.TakeNonceAsync(mark, now + Kept, cancel);
        }
        catch (Exception fault) when (MachineFault.Is(fault))
        {
            // A full disk is when desks are needed most. What this process has not seen since before the window is not a replay.
            log.StoreFaulted(fault.GetType().Name);
            return now - started > Kept;
        }
    }

    private bool TryRemember(Guid mark, DateTimeOffset now)
    {
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && now - oldest.At > Kept) seen.Remove(order.Dequeue().Mark);
            if (!seen.Add(mark)) return false;
            order.Enqueue((now, mark));
            return true;
        }
    }
}
