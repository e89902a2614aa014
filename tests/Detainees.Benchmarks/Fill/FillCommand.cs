using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Benchmarks.Fill;

/// <summary>
/// Fills a data directory as ours.json lays it out with reports and open drafts, through the store's own door, so that a run on it
/// shows whether an update's cost grows with what is stored. The sealed bytes are random: nothing in a run opens them.
/// </summary>
internal static class FillCommand
{
    private const int Group = 200, BodyBytes = 2048, StateBytes = 1500, SealedKeyBytes = 500;

    public static async Task<int> RunAsync(string folder, int entries, int drafts, TextWriter output, CancellationToken cancel)
    {
        var secrets = Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var pem = Path.Combine(secrets, "signing.pem");
        if (!File.Exists(pem))
        {
            using var fresh = SigningKey.Create();
            await File.WriteAllTextAsync(pem, fresh.ToPem(), cancel);
            await File.WriteAllBytesAsync(Path.Combine(secrets, "thread.key"), RandomNumberGenerator.GetBytes(32), cancel);
        }

        using var key = SigningKey.TryReadPem(await File.ReadAllTextAsync(pem, cancel)) ?? throw new InvalidDataException("no signing key");
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = Path.Combine(folder, "data"), EpochKeyDirectory = Path.Combine(folder, "epochs"), Origin = "detainees-intake", SigningKey = key,
        });
        if (opened is not OpenResult.Opened(var store)) throw new InvalidOperationException(opened.GetType().Name);
        await using (store)
        {
            var began = Stopwatch.GetTimestamp();
            await InGroupsAsync(store, entries, _ => ReportTurn(), cancel);
            await InGroupsAsync(store, drafts, _ => DraftTurn(), cancel);
            var size = (await store.HeadAsync(cancel)).Size;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{entries} entries and {drafts} open drafts more in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; the journal has {size}."));
        }

        return 0;
    }

    private static async Task InGroupsAsync(IIntakeStore store, int count, Func<int, Turn> make, CancellationToken cancel)
    {
        for (var done = 0; done < count; done += Group)
        {
            var results = await Task.WhenAll(Enumerable.Range(done, Math.Min(Group, count - done)).Select(i => store.CommitAsync(make(i), cancel).AsTask()));
            if (Array.Exists(results, result => result is not TurnResult.Stored)) throw new InvalidOperationException("not stored");
        }
    }

    private static Turn ReportTurn() => new()
    {
        Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0, Change = new DraftChange.Keep(),
        Journal = [new JournalItem.Entry(EntryKind.Report, new EntryId(Guid.NewGuid()), "bench 1", RandomNumberGenerator.GetBytes(BodyBytes), [])],
    };

    private static Turn DraftTurn()
    {
        var now = DateTimeOffset.UtcNow;
        return new Turn
        {
            Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0,
            Change = new DraftChange.Put(
                RandomNumberGenerator.GetBytes(StateBytes), "bench", "1", "English (en)", 5, now.AddHours(20), now.AddHours(40),
                new DraftKey(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(SealedKeyBytes))),
        };
    }
}
