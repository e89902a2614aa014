using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Benchmarks.Fill;

/// <summary>
/// Fills a data directory as ours.json lays it out with reports and open drafts, through the store's own door, so that a run on it
/// shows whether an update's cost grows with what is stored. The sealed bytes are random: nothing in a run opens them.
/// </summary>
internal static class FillCommand
{
    private const int BodyBytes = 2048;

    public static async Task<int> RunAsync(string folder, int entries, int drafts, TextWriter output, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await StoreFolder.WriteAsync(folder, TimeProvider.System, async store =>
        {
            await StoreFolder.InGroupsAsync(store, entries, _ => ReportTurn(), cancel);
            await StoreFolder.InGroupsAsync(store, drafts, new OpenDrafts().Begun(DateTimeOffset.UtcNow), cancel);
            var size = (await store.HeadAsync(cancel)).Size;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{entries} entries and {drafts} open drafts more in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; the journal has {size}."));
        }, cancel);
        return 0;
    }

    private static Turn ReportTurn() => new()
    {
        Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0, Change = new DraftChange.Keep(),
        Journal = [new JournalItem.Entry(EntryKind.Report, new EntryId(Guid.NewGuid()), "bench 1", RandomNumberGenerator.GetBytes(BodyBytes), [])],
    };
}
