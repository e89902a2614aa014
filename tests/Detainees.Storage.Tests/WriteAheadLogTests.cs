using Detainees.Storage.Sqlite;

namespace Detainees.Storage.Tests;

/// <summary>The log is copied beside the writer and begun anew, however long the rush.</summary>
public sealed class WriteAheadLogTests
{
    private const long PageInLog = 4096 + 24;

    [Fact]
    public async Task The_log_does_not_grow_with_what_is_written()
    {
        using var folders = new StoreFolders(inMemory: true);
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, "");
        var state = new string('a', 100_000);
        var pages = 0L;
        while (pages < 40_000)
        {
            revision = (await store.StoreAsync(Some.Turn(thread, revision, Some.Put(state)))).Revision;
            await ((SqliteIntakeStore)store).OnWriterAsync(database => pages = database.PagesWritten);
        }

        Assert.InRange(new FileInfo(folders.DatabasePath + "-wal").Length, PageInLog, 20_000 * PageInLog);
        Assert.True(await store.IsSoundAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_written_while_the_log_is_copied_is_there_after_a_restart()
    {
        using var folders = new StoreFolders(inMemory: true);
        var threads = Enumerable.Range(0, 400).Select(_ => Some.Thread()).ToArray();
        await using (var store = folders.Open())
        {
            foreach (var thread in threads) await store.BeginAsync(thread, new string('a', 60_000));
        }

        await using var again = folders.Open();
        foreach (var thread in threads) Assert.Equal(60_000, (await again.OpenDraftAsync(thread)).State.Length);
        Assert.True(await again.IsSoundAsync(TestContext.Current.CancellationToken));
    }
}
