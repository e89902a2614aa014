using System.Diagnostics.Metrics;
using Detainees.Storage;

namespace Detainees.Bot.Figures;

/// <summary>
/// What the program counts: how much came, how much is kept, how long ago the channel answered. Sums over everybody, with no tag that
/// could tell one person, chat or form from another.
/// </summary>
internal sealed class BotFigures : IDisposable
{
    public const string MeterName = "Detainees.Bot";
    private readonly Meter meter = new(MeterName);
    private readonly TimeProvider time;
    private StoreCounts counts = new(0, 0, 0, 0, 0, 0, 0, 0);

    public BotFigures(IIntakeStore store, TimeProvider time)
    {
        this.time = time;
        meter.CreateObservableCounter("detainees.turns", () => Turns(store.Counters), "{turn}", "Received = stored + refused + duplicate");
        meter.CreateObservableCounter("detainees.commits", () => store.Counters.Commits, "{commit}", "Transactions with a sync of the disk");
        meter.CreateObservableCounter("detainees.unreadable", () => store.Counters.Unreadable, "{row}", "Rows met whose epoch key is gone");
        Gauge("detainees.drafts", c => c.Drafts, "{draft}", "Open conversations");
        Gauge("detainees.outgoing", c => c.Outgoing, "{message}", "Messages still to be sent");
        Gauge("detainees.deletions", c => c.Messages, "{message}", "Messages in chats still to be deleted");
        Gauge("detainees.fetches", c => c.Fetches, "{file}", "Files still to be fetched");
        Gauge("detainees.attachments", c => c.Attachments, "{file}", "Sealed files");
        Gauge("detainees.entries", c => c.Entries, "{entry}", "Journal entries");
        Gauge("detainees.epoch_keys", c => c.EpochKeys, "{key}", "Keys of open drafts' hours");
        meter.CreateObservableGauge("detainees.channel.silence", Silence, "s", "Since the channel last answered");
    }

    /// <summary>When the channel last answered; null until it did.</summary>
    public Func<DateTimeOffset?> LastContact { get; set; } = () => null;

    /// <summary>Counts anew; from the housekeeping, since counting reads the tables.</summary>
    public async Task RefreshAsync(IIntakeStore store, CancellationToken cancel) => Volatile.Write(ref counts, await store.CountsAsync(cancel));

    public void Dispose() => meter.Dispose();

    private void Gauge(string name, Func<StoreCounts, long> value, string unit, string description) =>
        meter.CreateObservableGauge(name, () => value(Volatile.Read(ref counts)), unit, description);

    private static IEnumerable<Measurement<long>> Turns(StoreCounters counters) =>
    [
        new(counters.Stored, new KeyValuePair<string, object?>("outcome", "stored")),
        new(counters.Refused, new KeyValuePair<string, object?>("outcome", "refused")),
        new(counters.Duplicate, new KeyValuePair<string, object?>("outcome", "duplicate")),
    ];

    private IEnumerable<Measurement<double>> Silence() =>
        LastContact() is { } last ? [new(Math.Max(0, (time.GetUtcNow() - last).TotalSeconds))] : [];
}
