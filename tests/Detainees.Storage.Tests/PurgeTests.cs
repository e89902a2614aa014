using Detainees.Storage.Sqlite;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

public sealed class PurgeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_write_while_a_purge_rests_and_who_closes_the_store_does_not_wait_for_its_rests()
    {
        var clock = new FakeClock(Some.Start);
        using var folders = new StoreFolders { Clock = clock, PurgePause = TimeSpan.FromMilliseconds(1) };
        var store = folders.Open();
        for (var update = 1; update <= 100; update++) await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), update));
        clock.Advance(TimeSpan.FromHours(50));
        // The clock stands still from here: it rests after its first piece, and would for ever.
        var purge = store.PurgeAsync(Cancel).AsTask();
        for (var update = 1001; update <= 1050; update++) await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), update));
        Assert.False(purge.IsCompleted);
        using (var beside = Database.Open(folders.DatabasePath, writes: false)) Assert.InRange(beside.Number("SELECT count(*) FROM updates WHERE id <= 100"), 1, 100);
        await store.DisposeAsync();
        Assert.Equal(100, (await purge).Updates);
    }
}
