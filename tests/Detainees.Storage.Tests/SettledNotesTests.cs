using Detainees.Storage.Files;
using Detainees.Storage.Sqlite;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>What was settled is kept at once, without waiting for the writer, and comes into the tables with the next work.</summary>
public sealed class SettledNotesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_settled_while_the_writer_was_busy_outlives_a_kill()
    {
        using var folders = new StoreFolders();
        var store = (SqliteIntakeStore)folders.Open();
        await using var end = store;
        var thread = Some.Thread();
        var said = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1, "one", "two", "three"));
        var wipe = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 2) with { Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom"))] });
        using var killed = new TemporaryFolder();
        using (var busy = new ManualResetEventSlim())
        {
            var held = store.OnWriterAsync(_ => busy.Wait(Cancel));
            var settled = store.SettleAsync(
                [new Settlement.Sent(said.Outgoing[0], 501), new Settlement.Sent(said.Outgoing[1], 502), new Settlement.Deleted(wipe.Outgoing[0], [501])], Cancel);
            Assert.True(settled.IsCompletedSuccessfully);
            Assert.Equal(SettleResult.Done, await settled);
            // As the directory is after SIGKILL: nothing of the process does anything more.
            foreach (var file in Directory.GetFiles(folders.Data).Where(file => Path.GetFileName(file) is not ("lock" or "intake.db-shm")))
                File.Copy(file, killed[Path.GetFileName(file)]);
            busy.Set();
            await held;
        }

        folders.Data = killed.Path;
        await using var again = folders.Open();
        Assert.Equal([said.Outgoing[2], wipe.Outgoing[0]], (await again.LoadOutgoingAsync(0, 10, Cancel)).Select(row => row.Id));
        Assert.Equal([502], await again.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
    }

    [Fact]
    public async Task What_was_settled_comes_into_the_tables_also_when_nothing_else_happens()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromMinutes(1)); // a writer that sleeps for ever must not hang the tests
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var said = await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 1, "one"));
        Assert.Equal(SettleResult.Done, await store.SettleAsync([new Settlement.Sent(said.Outgoing[0], 501)], Cancel));
        // Another connection, because the store's own readers would ask the writer first.
        using var beside = Database.Open(folders.DatabasePath, writes: false);
        while (beside.Number("SELECT count(*) FROM outgoing") > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(501, beside.Number("SELECT message FROM messages"));
    }

    [Fact]
    public async Task Messages_to_delete_are_not_given_while_some_of_them_cannot_be_known()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        var said = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1, "one") with { IncomingMessages = [7] });
        var wipe = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 2) with { Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom"))] });
        using var saboteur = Database.Open(folders.DatabasePath, writes: true);
        saboteur.Execute("CREATE TRIGGER broken BEFORE INSERT ON messages WHEN NEW.message = 501 BEGIN SELECT RAISE(ABORT, 'broken'); END");
        Assert.Equal(SettleResult.Done, await store.SettleAsync([new Settlement.Sent(said.Outgoing[0], 501)], Cancel));
        await Assert.ThrowsAsync<SqliteFault>(async () => await store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
        // Others are not held up by it.
        await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 3, "two"));
        saboteur.Execute("DROP TRIGGER broken");
        Assert.Equal([7, 501], await store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
    }

    [Fact]
    public async Task More_than_there_is_room_for_goes_through_the_writer()
    {
        using var folders = new StoreFolders();
        var store = (SqliteIntakeStore)folders.Open();
        await using var end = store;
        var thread = Some.Thread();
        var wipe = await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1) with
        {
            IncomingMessages = [1, 2, 3], Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom"))],
        });
        var many = Enumerable.Range(10, SettledNotes.Places - 1).Select(i => (long)i).ToArray();
        using (var busy = new ManualResetEventSlim())
        {
            var held = store.OnWriterAsync(_ => busy.Wait(Cancel));
            Assert.Equal(SettleResult.Done, await store.SettleAsync([new Settlement.Deleted(wipe.Outgoing[0], [.. many])], Cancel));
            var waits = store.SettleAsync([new Settlement.Deleted(wipe.Outgoing[0], [1, 2])], Cancel);
            Assert.False(waits.IsCompleted);
            busy.Set();
            await held;
            Assert.Equal(SettleResult.Done, await waits);
        }

        Assert.Equal([3], await store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
    }

    [Fact]
    public async Task What_cannot_be_noted_is_settled_by_a_transaction()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full, a file that takes nothing");
        using var folders = new StoreFolders();
        Directory.CreateDirectory(folders.Data);
        File.CreateSymbolicLink(Path.Combine(folders.Data, SettledNotes.FileName), "/dev/full");
        await using var store = folders.Open();
        var said = await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 1, "one", "two"));
        Assert.Equal(SettleResult.Done, await store.SettleAsync([new Settlement.Sent(said.Outgoing[0], 501)], Cancel));
        using (var beside = Database.Open(folders.DatabasePath, writes: false)) Assert.Equal(1, beside.Number("SELECT count(*) FROM outgoing"));
        Assert.False((await store.PurgeAsync(Cancel)).Failed);
    }

    [Fact]
    public void Notes_come_back_in_their_order_also_from_round_the_ring()
    {
        using var folder = new TemporaryFolder();
        var added = new List<SettledNote>();
        using (var notes = SettledNotes.Open(folder.Path, long.MaxValue))
        {
            // Almost once round, and taken in; the next ones stand at the end and at the beginning.
            for (var i = 0; i < SettledNotes.Places - 3; i++) Assert.True(notes.TryAdd([new SettledNote(SettledKind.Gone, 1 + i, 0)]));
            notes.Taken(SettledNotes.Places - 3);
            added.AddRange(Enumerable.Range(0, 40).Select(i => new SettledNote((SettledKind)(1 + i % 4), 100_000 + i, i * i)));
            Assert.True(notes.TryAdd(added));
        }

        using var again = SettledNotes.Open(folder.Path, long.MaxValue);
        var found = new List<SettledNote>();
        again.CopyTo(found);
        // Those taken in before may come again, which changes nothing; but what waited comes, last and in order.
        Assert.Equal(added, found.Skip(found.Count - added.Count));
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Fact]
    public void Notes_of_rows_that_this_database_never_had_are_forgotten_for_good()
    {
        using var folder = new TemporaryFolder();
        using (var notes = SettledNotes.Open(folder.Path, 0))
            Assert.True(notes.TryAdd([new SettledNote(SettledKind.Gone, 10, 0), new SettledNote(SettledKind.Gone, 11, 0)]));
        using (SettledNotes.Open(folder.Path, 10)) { }
        using var later = SettledNotes.Open(folder.Path, 11);
        var found = new List<SettledNote>();
        later.CopyTo(found);
        Assert.Equal([new SettledNote(SettledKind.Gone, 10, 0)], found);
    }

    [Fact]
    public void A_note_with_any_bit_changed_is_none_and_the_others_stay()
    {
        using var folder = new TemporaryFolder();
        var path = folder[SettledNotes.FileName];
        SettledNote[] written = [new(SettledKind.Sent, 5, 50), new(SettledKind.Deleted, 6, 60), new(SettledKind.Gone, 7, 0)];
        using (var notes = SettledNotes.Open(folder.Path, 100)) Assert.True(notes.TryAdd(written));
        var whole = File.ReadAllBytes(path);
        for (var bit = 0; bit < 32 * 8; bit++)
        {
            var torn = (byte[])whole.Clone();
            torn[32 + bit / 8] ^= (byte)(1 << (bit % 8)); // the second of the three
            File.WriteAllBytes(path, torn);
            using var notes = SettledNotes.Open(folder.Path, 100);
            var found = new List<SettledNote>();
            notes.CopyTo(found);
            Assert.Equal([written[0], written[2]], found);
        }
    }

    [Theory]
    [InlineData(0), InlineData(31), InlineData(32), InlineData(100), InlineData(SettledNotes.Places * 32 + 77)]
    public void A_file_of_any_length_is_read_as_far_as_it_makes_sense(int length)
    {
        using var folder = new TemporaryFolder();
        var path = folder[SettledNotes.FileName];
        using (var notes = SettledNotes.Open(folder.Path, 100)) Assert.True(notes.TryAdd([new SettledNote(SettledKind.Sent, 5, 50)]));
        var whole = File.ReadAllBytes(path);
        Array.Resize(ref whole, length);
        File.WriteAllBytes(path, whole);
        using (var notes = SettledNotes.Open(folder.Path, 100)) Assert.Equal(length >= 32, notes.Any);
        Assert.Equal(SettledNotes.Places * 32, new FileInfo(path).Length);
    }

    [Fact]
    public async Task Nothing_stands_in_the_file_after_a_purge_or_an_orderly_end()
    {
        using var folders = new StoreFolders();
        var path = Path.Combine(folders.Data, SettledNotes.FileName);
        var store = folders.Open();
        for (var round = 0; round < 2; round++)
        {
            var said = await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), round, "one"));
            await store.SettleAsync([new Settlement.Sent(said.Outgoing[0], 77)], Cancel);
            Assert.NotEqual(-1, Content().AsSpan().IndexOfAnyExcept((byte)0));
            if (round == 0) await store.PurgeAsync(Cancel);
            else await store.DisposeAsync();
            Assert.Equal(-1, Content().AsSpan().IndexOfAnyExcept((byte)0));
        }

        byte[] Content()
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
    }
}
