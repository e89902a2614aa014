using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Benchmarks.Micro;

/// <summary>Turns as the bot stores them: update, draft of 2.5 KB, one message said; on the disk when the call returns.</summary>
public class StoreBenchmarks
{
    private const int Threads = 100;
    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "store", Guid.NewGuid().ToString("N"));
    private readonly byte[] state = RandomNumberGenerator.GetBytes(2500);
    private readonly byte[] said = RandomNumberGenerator.GetBytes(600);
    private readonly (ThreadKey Thread, long Revision)[] threads = new (ThreadKey, long)[Threads];
    private readonly SigningKey key = SigningKey.Create();
    private IIntakeStore store = null!; // set before every benchmark, by GlobalSetup
    private long update;

    // Run in this process, a set-up is not awaited; so these two are no tasks.
    [GlobalSetup]
    public void Prepare() => PrepareAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Clean()
    {
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public Task CommitOneTurn() => CommitAsync(0, null);

    [Benchmark]
    public async Task Commit100TurnsAtOnce()
    {
        Task[] turns;
        using (store.Gather()) turns = [.. Enumerable.Range(0, Threads).Select(i => CommitAsync(i, null))];
        await Task.WhenAll(turns);
    }

    [Benchmark]
    public async Task<LoadResult> Load() => await store.LoadAsync(threads[0].Thread, CancellationToken.None);

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var opened = SqliteStore.Open(new StoreOptions
        {
            DataDirectory = Path.Combine(folder, "data"), EpochKeyDirectory = Path.Combine(folder, "epochs"), Origin = "example.org/intake", SigningKey = key,
        });
        store = opened is OpenResult.Opened(var made) ? made : throw new InvalidOperationException(opened.GetType().Name);
        for (var i = 0; i < Threads; i++)
        {
            threads[i] = (new ThreadKey(Guid.NewGuid()), 0);
            await CommitAsync(i, new DraftKey(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(500)));
        }
    }

    private async Task CommitAsync(int i, DraftKey? fresh)
    {
        var now = DateTimeOffset.UtcNow;
        var turn = new Turn
        {
            Thread = threads[i].Thread, ExpectedRevision = threads[i].Revision, UpdateId = ++update,
            Change = new DraftChange.Put(state, "bench", "1", "English (en)", 5, now.AddHours(20), now.AddHours(40), fresh),
            Outgoing = [new OutgoingItem(OutgoingKind.Send, said)], IncomingMessages = [update],
        };
        if (await store.CommitAsync(turn, CancellationToken.None) is not TurnResult.Stored stored) throw new InvalidOperationException("not stored");
        threads[i].Revision = stored.Revision;
    }
}
