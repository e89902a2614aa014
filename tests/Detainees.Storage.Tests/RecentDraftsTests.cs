using Detainees.Journal;
using Detainees.Storage.Sqlite;
using Detainees.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Storage.Tests;

/// <summary>Rows that are kept in memory for a while: never other than the file's, bounded, and gone soon.</summary>
public sealed class RecentDraftsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void What_memory_gives_is_what_the_file_gives_whatever_happened_before()
    {
        var step = Gen.Choose(0, 2).SelectMany(chat => Gen.Choose(0, 11).SelectMany(kind => Gen.Choose(0, 2).Select(look => (chat, kind, look == 0))));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20_261_122, 5),
            Prop.ForAll(step.ListOf(40).ToArbitrary(), steps => PlayAsync([.. steps]).GetAwaiter().GetResult()));
    }

    private static async Task PlayAsync((int Chat, int Kind, bool Look)[] steps)
    {
        var clock = new FakeClock(Some.Start);
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        var threads = new[] { Some.Thread(), Some.Thread(), Some.Thread() };
        foreach (var (chat, kind, look) in steps)
        {
            var thread = threads[chat];
            var loaded = await store.LoadAsync(thread, Cancel);
            var (open, revision) = (loaded is LoadResult.Open, RevisionOf(loaded));
            var ends = clock.GetUtcNow() + TimeSpan.FromHours(kind);
            var wake = clock.GetUtcNow() + TimeSpan.FromMinutes(kind * 20);
            switch (kind)
            {
                case <= 4:
                    await store.CommitAsync(Some.Turn(thread, revision, Some.Put($"state {kind}", open ? null : Some.Key(), wake, ends)), Cancel);
                    break;
                case 5:
                    // Two turns of one thread in one transaction, the second of which comes too late.
                    Task[] both;
                    using (store.Gather())
                    {
                        both = [store.CommitAsync(Some.Turn(thread, revision, Some.Put("first", open ? null : Some.Key(), wake)), Cancel).AsTask(),
                            store.CommitAsync(Some.Turn(thread, revision, Some.Put("second", Some.Key(), wake)), Cancel).AsTask()];
                    }

                    await Task.WhenAll(both);
                    break;
                case 6:
                    await store.CommitAsync(Some.Turn(thread, revision, Some.Put("under another key", Some.Key(), wake) with { GoesOn = true }), Cancel);
                    break;
                case 7:
                    await store.CommitAsync(Some.Turn(thread, revision, new DraftChange.Wake(wake)), Cancel);
                    break;
                case 8:
                    await store.CommitAsync(Some.Turn(thread, revision, new DraftChange.Remove()), Cancel);
                    break;
                case 9:
                    // Refused after the draft was written, in a group of its own and then inside a savepoint.
                    await store.CommitAsync(
                        Some.Turn(thread, revision, Some.Put("never stored", open ? null : Some.Key())) with { Journal = [new JournalItem.SealedDraft(Some.Entry(), "", Some.Reference)] }, Cancel);
                    break;
                case 10:
                    clock.Advance(TimeSpan.FromHours(3));
                    await store.PurgeAsync(Cancel);
                    break;
                default:
                    clock.Advance(TimeSpan.FromMinutes(2));
                    break;
            }

            if (look) await CompareAsync(store, thread);
        }

        foreach (var thread in threads) await CompareAsync(store, thread);
    }

    private static async Task CompareAsync(IIntakeStore store, ThreadKey thread)
    {
        var ofMemory = await store.LoadAsync(thread, Cancel);
        await ((SqliteIntakeStore)store).OnWriterAsync(_ => { });
        var ofFile = await store.LoadAsync(thread, Cancel);
        Assert.Equal(ofFile.GetType(), ofMemory.GetType());
        if (ofFile is LoadResult.Locked closed) Assert.Equal(closed.Details, ((LoadResult.Locked)ofMemory).Details);
        if (ofFile is not LoadResult.Open(var state, var details)) return;
        Assert.Equal(details, ((LoadResult.Open)ofMemory).Details);
        Assert.Equal(state, ((LoadResult.Open)ofMemory).State);
    }

    private static long RevisionOf(LoadResult loaded) => loaded switch
    {
        LoadResult.Open open => open.Details.Revision,
        LoadResult.Locked closed => closed.Details.Revision,
        _ => 0,
    };

    [Fact]
    public async Task Who_answers_is_read_from_memory_and_who_was_away_from_the_file()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        await store.BeginAsync(thread, "kept");
        // Nobody may write there while the store is open; this one shows where a row comes from.
        using (var intruder = Database.Open(folders.DatabasePath, writes: true)) intruder.Execute("UPDATE drafts SET state = zeroblob(100)");
        await store.OpenDraftAsync(thread);
        for (var i = 0; i < 2100; i++) await store.BeginAsync(Some.Thread(), "another");
        await store.LockedDraftAsync(thread);
    }

    [Fact]
    public void It_holds_the_last_thousand_or_two_and_after_two_minutes_only_who_wrote_since()
    {
        var clock = new FakeClock(Some.Start);
        var recent = new RecentDrafts(clock);
        var threads = Enumerable.Range(0, 5000).Select(_ => Some.Thread()).ToArray();
        foreach (var thread in threads) recent.Apply([(thread, Row())]);
        Assert.InRange(threads.Count(thread => recent.Find(thread) is not null), 1024, 2048);
        Assert.NotNull(recent.Find(threads[^1]));

        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            recent.Apply([(threads[0], Row())]);
        }

        Assert.Equal([threads[0]], threads.Where(thread => recent.Find(thread) is not null));
        clock.Advance(TimeSpan.FromMinutes(3));
        recent.Apply([(threads[1], Row())]);
        Assert.Null(recent.Find(threads[0]));
    }

    [Theory, InlineData(61), InlineData(121), InlineData(0)]
    public void A_key_that_a_later_version_goes_on_with_is_never_wiped(int seconds)
    {
        var clock = new FakeClock(Some.Start);
        var recent = new RecentDrafts(clock);
        var (a, b) = (Some.Thread(), Some.Thread());
        var first = Row();
        recent.Apply([(b, first)]);
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            // Full, or too old: the generation of b's row is over in the very moment in which its next version comes.
            recent.Apply([.. Enumerable.Range(0, seconds == 0 ? 1023 : 1).Select(_ => (Some.Thread(), (StoredDraft?)Row())), (a, Row()), (b, first with { Id = i })]);
            Assert.Equal(i, recent.Find(b)?.Id);
            Assert.Equal([1, 2, 3], Opened(first.Key));
        }

        recent.Apply([(b, first with { Id = 9 }), (b, null)]);
        Assert.Throws<ObjectDisposedException>(() => Opened(first.Key));

        byte[]? Opened(Keys.OpenKey key)
        {
            var box = new byte[Keys.Box.SizeFor(3, 1)];
            key.SealState([1, 2, 3], b, 1, box);
            return key.OpenState(box, b, 1);
        }
    }

    [Fact]
    public async Task After_a_quiet_second_nothing_is_kept()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        await store.BeginAsync(thread, "kept");
        using (var intruder = Database.Open(folders.DatabasePath, writes: true)) intruder.Execute("UPDATE drafts SET state = zeroblob(100)");
        while (await store.LoadAsync(thread, Cancel) is LoadResult.Open)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static StoredDraft Row() => new(1, new DraftDetails(1, "f", "1", "en", 0, null, Some.Start), 1, new byte[64], new Keys.OpenKey(new byte[32]), new byte[100]);
}
