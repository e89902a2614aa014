using System.Security.Cryptography;
using Detainees.Storage.Sqlite;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>Full disks, failures between the parts of a turn, clocks that leap, files nobody owns.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INSERT ON updates"), InlineData("INSERT ON drafts"), InlineData("INSERT ON draft_keys"), InlineData("INSERT ON outgoing")]
    [InlineData("INSERT ON messages"), InlineData("INSERT ON fetches"), InlineData("INSERT ON attachments"), InlineData("UPDATE ON attachments")]
    [InlineData("INSERT ON entries"), InlineData("INSERT ON bodies"), InlineData("INSERT ON receipts"), InlineData("UPDATE ON meta")]
    public async Task A_failure_in_any_part_of_a_turn_leaves_nothing_of_it(string part)
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        await store.StoreAsync(Full(Some.Thread(), 1)); // so that the ids of the outbox are reserved already
        var before = await store.CountsAsync(Cancel);
        var checkpoint = await store.CheckpointAsync(Cancel);
        using var saboteur = Database.Open(folders.DatabasePath, writes: true);
        saboteur.Execute($"CREATE TRIGGER broken BEFORE {part} BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var turn = Full(Some.Thread(), 2);
        var attachment = await store.WriteAttachmentAsync(Guid.NewGuid(), [1]);
        turn = turn with { AttachmentsStored = [attachment], Journal = [Some.Report("with", attachment.Id)] };
        Assert.IsType<TurnResult.StoreFailed>(await store.CommitAsync(turn, Cancel));
        Assert.Equal(before, await store.CountsAsync(Cancel));
        Assert.Equal(checkpoint, await store.CheckpointAsync(Cancel));
        Assert.IsType<LoadResult.None>(await store.LoadAsync(turn.Thread, Cancel));
        saboteur.Execute("DROP TRIGGER broken");
        await store.StoreAsync(turn);
        Assert.True(await store.IsSoundAsync(Cancel));
    }

    private static Turn Full(Journal.ThreadKey thread, long update) =>
        Some.Turn(thread, 0, Some.Put("a", Some.Key()), update, "b") with
        {
            IncomingMessages = [1, 2], FetchesAdded = [new(Guid.NewGuid(), Some.Bytes("c"))], Journal = [Some.Report("d")],
        };

    [Fact]
    public async Task A_failed_turn_does_not_take_others_of_its_group_with_it()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        using (var saboteur = Database.Open(folders.DatabasePath, writes: true))
            saboteur.Execute("CREATE TRIGGER broken BEFORE INSERT ON drafts WHEN NEW.answers = 13 BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END");
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var thread = Some.Thread();
            return (i, thread, await store.CommitAsync(Some.Turn(thread, 0, Some.Put("x", Some.Key()) with { AnswerCount = i % 50 == 13 ? 13 : 0 }, i), Cancel));
        }));
        foreach (var (i, thread, result) in results)
        {
            if (i % 50 == 13) Assert.IsType<TurnResult.StoreFailed>(result);
            else Assert.IsType<TurnResult.Stored>(result);
            Assert.Equal(i % 50 == 13, await store.LoadAsync(thread, Cancel) is LoadResult.None);
        }
    }

    [Fact]
    public async Task A_full_database_refuses_and_goes_on_when_there_is_room_again()
    {
        using var folders = new StoreFolders();
        var store = (SqliteIntakeStore)folders.Open();
        await using var end = store;
        var (thread, revision) = (Some.Thread(), 0L);
        revision = await store.BeginAsync(thread, "small");
        await store.OnWriterAsync(database => database.Number($"PRAGMA max_page_count={database.Number("PRAGMA page_count") + 4}"));
        await FillAsync(store, thread, revision);
        await store.OnWriterAsync(database => database.Number("PRAGMA max_page_count=1000000"));
        await store.StoreAsync(Some.Turn(thread, revision, Some.Put(new string('x', 100_000)), 4711));
        Assert.True(await store.IsSoundAsync(Cancel));
    }

    [Fact]
    public async Task A_full_disk_refuses_and_goes_on_when_there_is_room_again()
    {
        using var folders = new StoreFolders();
        await using var disk = await SmallDisk.MountAsync(folders.Root, Cancel);
        folders.Data = disk.Path;
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, "small");
        var ballast = Path.Combine(disk.Path, "ballast");
        await FillWithZerosAsync(ballast);
        await FillAsync(store, thread, revision);
        Assert.IsType<AttachmentCommit.NoRoom>(await WriteAsync(store, 300_000));
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Path, "attachments", "incoming")));
        await store.PurgeAsync(Cancel); // does what it can, and does not throw
        File.Delete(ballast);
        await store.StoreAsync(Some.Turn(thread, revision, Some.Put(new string('x', 100_000)), 4711));
        Assert.IsType<AttachmentCommit.Kept>(await WriteAsync(store, 300_000));
        Assert.True(await store.IsSoundAsync(Cancel));
    }

    private static async Task FillAsync(IIntakeStore store, Journal.ThreadKey thread, long revision)
    {
        // The large turn finds no room, and its update is not taken for seen.
        var large = Some.Turn(thread, revision, Some.Put(new string('x', 100_000)), 4711);
        Assert.IsType<TurnResult.StoreFull>(await store.CommitAsync(large, Cancel));
        Assert.IsType<TurnResult.StoreFull>(await store.CommitAsync(large, Cancel));
        Assert.Equal("small", Some.Text((await store.OpenDraftAsync(thread)).State));
    }

    private static async Task FillWithZerosAsync(string path)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
        try
        {
            while (true) file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // full, as was wanted
        }
    }

    private static async Task<AttachmentCommit> WriteAsync(IIntakeStore store, int bytes)
    {
        if (store.CreateAttachment(Guid.NewGuid()) is not AttachmentCreation.Created created) return new AttachmentCommit.NoRoom();
        await using var writer = created.Writer;
        await writer.Content.WriteAsync(new byte[bytes], Cancel);
        return await writer.CommitAsync(Cancel);
    }

    [Fact]
    public async Task Attachments_leave_room_for_answers()
    {
        using var folders = new StoreFolders();
        await using var disk = await SmallDisk.MountAsync(folders.Root, Cancel);
        folders.Data = disk.Path;
        var options = new StoreOptions
        {
            DataDirectory = folders.Data, EpochKeyDirectory = folders.Keys, Origin = Some.Origin, SigningKey = folders.SigningKey, ReservedBytes = 64 << 20,
        };
        await using var store = Assert.IsType<OpenResult.Opened>(SqliteStore.Open(options)).Store;
        Assert.IsType<AttachmentCreation.NoRoom>(store.CreateAttachment(Guid.NewGuid()));
        await store.BeginAsync(Some.Thread(), "an answer");
    }

    [Fact]
    public async Task An_attachment_has_no_name_before_it_is_committed_and_none_after_it_is_given_up()
    {
        using var folders = new StoreFolders();
        var content = RandomNumberGenerator.GetBytes(100_000);
        var id = Guid.NewGuid();
        await using (var store = folders.Open())
        {
            var given = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(id)).Writer;
            await given.Content.WriteAsync(content, Cancel);
            await given.Content.DisposeAsync(); // as sealing streams do
            Assert.Null(store.OpenAttachment(id));
            await given.DisposeAsync();
            Assert.Null(store.OpenAttachment(id));
            Assert.Equal(Journal.Sha256Hash.Of(content), (await store.WriteAttachmentAsync(id, content)).Sealed.Hash);
            var cut = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(Guid.NewGuid())).Writer;
            await cut.Content.WriteAsync(content, Cancel); // and never ended: the process "dies" here
        }

        await using var again = folders.Open();
        Assert.Empty(Directory.GetFiles(Path.Combine(folders.Data, "attachments", "incoming")));
        await using var stream = again.OpenAttachment(id);
        Assert.Equal(content.Length, stream?.Length);
    }

    [Fact]
    public async Task Files_without_an_owner_are_swept_when_they_are_old()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var (owned, orphan, fresh) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with { AttachmentsStored = [await store.WriteAttachmentAsync(owned, [1])] });
        await store.WriteAttachmentAsync(orphan, [2]);
        await store.WriteAttachmentAsync(fresh, [3]);
        foreach (var (id, age) in new[] { (owned, 4), (orphan, 4), (fresh, 2) })
            File.SetLastWriteTimeUtc(Path.Combine(folders.Data, "attachments", id.ToString("N")[..2], $"{id:N}.age"), Some.Start.AddHours(-age).UtcDateTime);
        var swept = 0;
        for (var i = 0; i < 16; i++) swept += (await store.PurgeAsync(Cancel)).Files;
        Assert.Equal(1, swept);
        Assert.Null(store.OpenAttachment(orphan));
        await using var kept = store.OpenAttachment(owned);
        await using var young = store.OpenAttachment(fresh);
        Assert.NotNull(kept);
        Assert.NotNull(young);
    }

    [Fact]
    public async Task A_clock_that_leaps_ahead_costs_nothing_if_it_is_put_right_within_the_hour()
    {
        var clock = new LeapingClock();
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        var thread = Some.Thread();
        await store.StoreAsync(Some.Turn(thread, 0, Some.Put("a", Some.Key()), 1));
        Assert.False((await store.PurgeAsync(Cancel)).Held);
        clock.Leap(TimeSpan.FromDays(400));
        for (var minute = 0; minute < 50; minute += 10)
        {
            Assert.True((await store.PurgeAsync(Cancel)).Held);
            clock.Pass(TimeSpan.FromMinutes(10));
        }

        clock.Leap(TimeSpan.FromDays(-400));
        Assert.True((await store.PurgeAsync(Cancel)).Held);
        await store.OpenDraftAsync(thread);
        Assert.IsType<TurnResult.DuplicateUpdate>(await store.CommitAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1), Cancel));
        clock.Pass(TimeSpan.FromMinutes(61));
        Assert.False((await store.PurgeAsync(Cancel)).Held);
        await store.OpenDraftAsync(thread);
    }

    [Fact]
    public async Task What_is_old_goes_also_after_a_clock_that_was_believed_ahead_is_set_back()
    {
        var clock = new LeapingClock();
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        clock.Leap(TimeSpan.FromDays(400));
        await store.PurgeAsync(Cancel);
        clock.Pass(TimeSpan.FromMinutes(61));
        Assert.False((await store.PurgeAsync(Cancel)).Held);
        clock.Leap(TimeSpan.FromDays(-400));
        await store.PurgeAsync(Cancel);
        await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 1) with { IncomingMessages = [7] });
        clock.Pass(TimeSpan.FromHours(50));
        await store.PurgeAsync(Cancel);
        clock.Pass(TimeSpan.FromMinutes(61));
        await store.PurgeAsync(Cancel);
        var counts = await store.CountsAsync(Cancel);
        Assert.Equal((0, 0), (counts.Updates, counts.Messages));
    }

    [Fact]
    public async Task A_clock_that_stays_ahead_is_believed_after_the_hour_and_one_set_back_destroys_no_living_key()
    {
        var clock = new LeapingClock();
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, "a");
        clock.Leap(TimeSpan.FromHours(-20));
        await store.StoreAsync(Some.Turn(thread, revision, Some.Put("b")));
        clock.Pass(TimeSpan.FromHours(2));
        await store.PurgeAsync(Cancel);
        await store.OpenDraftAsync(thread);
        clock.Leap(TimeSpan.FromDays(10));
        Assert.True((await store.PurgeAsync(Cancel)).Held);
        clock.Pass(TimeSpan.FromMinutes(61));
        Assert.True((await store.PurgeAsync(Cancel)).EpochKeys > 0);
        Assert.IsNotType<LoadResult.Open>(await store.LoadAsync(thread, Cancel));
    }

    [Fact]
    public async Task Losing_the_folder_of_keys_while_running_costs_no_answer()
    {
        var clock = new FakeClock(Some.Start);
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, "a");
        folders.LoseKeys();
        clock.Advance(TimeSpan.FromHours(1));
        await store.StoreAsync(Some.Turn(thread, revision, Some.Put("b")));
        Assert.Equal("b", Some.Text((await store.OpenDraftAsync(thread)).State));
    }

    /// <summary>A clock whose wall time can leap while no time passes.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private DateTimeOffset now = Some.Start;
        private TimeSpan passed;

        public override DateTimeOffset GetUtcNow() => now;
        public override long GetTimestamp() => passed.Ticks;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public void Leap(TimeSpan by) => now += by;

        public void Pass(TimeSpan by)
        {
            now += by;
            passed += by;
        }
    }
}
