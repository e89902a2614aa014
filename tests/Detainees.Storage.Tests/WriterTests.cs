namespace Detainees.Storage.Tests;

/// <summary>Who carries work out changes from moment to moment: a caller who is alone, or the writer's thread.</summary>
public sealed class WriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_alone_waits_for_no_other_thread()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        // The writer's thread may be at something of its own the first times.
        var alone = false;
        for (var update = 1; update < 10_000 && !alone; update++)
        {
            var stored = store.CommitAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), update), Cancel);
            alone = stored.IsCompleted;
            Assert.IsType<TurnResult.Stored>(await stored);
        }

        Assert.True(alone);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(8)]
    public async Task A_store_closed_while_others_write_keeps_all_that_was_acknowledged(int callers)
    {
        using var folders = new StoreFolders();
        var acknowledged = new long[callers];
        for (var round = 0; round < 10; round++)
        {
            var store = folders.Open();
            using var begun = new CountdownEvent(callers);
            var writing = Enumerable.Range(0, callers).Select(caller => Task.Run(() => WriteAsync(store, caller, begun), Cancel)).ToArray();
            begun.Wait(Cancel);
            await store.DisposeAsync();
            await Task.WhenAll(writing);
            await using var again = folders.Open();
            // At most one turn of each can have been stored without the word of it getting out.
            Assert.InRange((await again.CountsAsync(Cancel)).Updates, acknowledged.Sum(), acknowledged.Sum() + callers);
            for (var caller = 0; caller < callers; caller++)
            {
                var last = Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), caller * 1_000_000L + acknowledged[caller]);
                if (acknowledged[caller] > 0) Assert.IsType<TurnResult.DuplicateUpdate>(await again.CommitAsync(last, Cancel));
                var next = Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), caller * 1_000_000L + acknowledged[caller] + 1);
                Assert.True(await again.CommitAsync(next, Cancel) is TurnResult.DuplicateUpdate or TurnResult.Stored);
                acknowledged[caller]++;
            }
        }

        async Task WriteAsync(IIntakeStore store, int caller, CountdownEvent begun)
        {
            var thread = Some.Thread();
            try
            {
                for (var i = 0; ; i++)
                {
                    var update = caller * 1_000_000L + acknowledged[caller] + 1;
                    var said = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), update, "word"));
                    acknowledged[caller]++;
                    Assert.Equal(SettleResult.Done, await store.SettleAsync([new Settlement.Sent(said.Outgoing[0], i)], Cancel));
                    if (i == 3) begun.Signal();
                }
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }
}
