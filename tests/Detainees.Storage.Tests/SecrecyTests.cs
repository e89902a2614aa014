using System.Security.Cryptography;
using System.Text;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>P1, P2, P3: what somebody with the directory can read.</summary>
public sealed class SecrecyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task No_file_ever_holds_what_was_said(int seed)
    {
        using var folders = new StoreFolders();
        var random = new Random(seed);
        var markers = new List<string>();
        await using (var store = folders.Open())
        {
            var drafts = Enumerable.Range(0, 8).Select(_ => (Thread: Some.Thread(), Revision: 0L)).ToArray();
            for (var round = 0; round < 40; round++)
            {
                var index = random.Next(drafts.Length);
                var draft = drafts[index];
                var (said, state) = (Some.Marker(random), Some.Marker(random));
                markers.AddRange([said, state]);
                var turn = Some.Turn(draft.Thread, draft.Revision, Some.Put(state, draft.Revision == 0 || random.Next(6) == 0 ? Some.Key() : null), round, said)
                    with { FetchesAdded = [new(Guid.NewGuid(), Some.Bytes(said))] };
                if (draft.Revision != 0 && random.Next(8) == 0) turn = turn with { Change = new DraftChange.Remove() };
                else if (draft.Revision != 0 && random.Next(8) == 0) turn = turn with { Journal = [new Storage.JournalItem.SealedDraft(Some.Entry(), "", Some.Reference)] };
                var stored = await store.StoreAsync(turn);
                drafts[index].Revision = stored.Revision;
                if (random.Next(3) == 0) await store.SettleAsync([new Settlement.Sent(stored.Outgoing[0], round)], Cancel);
                if (random.Next(10) == 0) await store.PurgeAsync(Cancel);
                if (round % 10 == 0) AssertNowhere(folders.Root, markers);
            }

            AssertNowhere(folders.Root, markers);
        }

        AssertNowhere(folders.Root, markers);
    }

    [Fact]
    public async Task The_data_directory_alone_opens_nothing()
    {
        using var folders = new StoreFolders();
        var thread = Some.Thread();
        await using (var store = folders.Open())
        {
            await store.StoreAsync(Some.Turn(thread, 0, Some.Put("secret", Some.Key()), 1, "secret too")
                with { FetchesAdded = [new(Guid.NewGuid(), Some.Bytes("secret three"))] });
        }

        // The copy gets epoch keys of its own, as an intruder's program would make them: same hour, other bytes.
        using var copy = new StoreFolders();
        Copy(folders.Data, copy.Data);
        await using var opened = copy.Open();
        await opened.LockedDraftAsync(thread);
        Assert.All(await opened.LoadOutgoingAsync(0, 10, Cancel), row => Assert.Null(row.Payload));
        Assert.All(await opened.PendingFetchesAsync(Cancel), fetch => Assert.Null(fetch.Payload));
        Assert.Equal(3, opened.Counters.Unreadable + 1); // the draft and the outgoing row are counted
    }

    [Fact]
    public async Task A_copy_taken_earlier_stays_closed_once_its_epoch_key_is_destroyed()
    {
        var clock = new FakeClock(Some.Start);
        using var folders = new StoreFolders { Clock = clock };
        using var copy = new StoreFolders { Clock = clock };
        var (abandoned, alive) = (Some.Thread(), Some.Thread());
        await using (var store = folders.Open())
        {
            await store.BeginAsync(abandoned, "secret");
            var revision = await store.BeginAsync(alive, "first");
            clock.Advance(TimeSpan.FromHours(43));
            await store.StoreAsync(Some.Turn(alive, revision, Some.Put("second", ends: clock.GetUtcNow().AddHours(4))));
            Copy(folders.Data, copy.Data); // a backup of a running store, log and all
            clock.Advance(TimeSpan.FromHours(3));
            Assert.Equal(1, (await store.PurgeAsync(Cancel)).EpochKeys);
            await store.LockedDraftAsync(abandoned);
            await store.OpenDraftAsync(alive);
        }

        copy.Keys = folders.Keys; // every key there still is
        await using var opened = copy.Open();
        await opened.LockedDraftAsync(abandoned);
        await opened.OpenDraftAsync(alive);
    }

    [Fact]
    public async Task An_epoch_key_lives_as_long_as_the_longest_draft_of_its_epoch_and_one_epoch_more()
    {
        var clock = new FakeClock(Some.Start.AddMinutes(59)); // the end of an epoch: the draft lives 44 hours from here
        using var folders = new StoreFolders { Clock = clock };
        await using var store = folders.Open();
        var thread = Some.Thread();
        await store.BeginAsync(thread, "a", Some.Start.AddDays(30));
        for (var hour = 0; hour < 45; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await store.PurgeAsync(Cancel);
            await store.OpenDraftAsync(thread);
        }

        clock.Advance(TimeSpan.FromHours(1));
        await store.PurgeAsync(Cancel);
        await store.LockedDraftAsync(thread);
        Assert.Empty(Directory.GetFiles(folders.Keys));
    }

    [Fact]
    public async Task Nothing_of_a_removed_row_is_left_after_a_purge()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, new string('a', 3000));
        var report = Some.Report(new string('r', 3000) + Guid.NewGuid());
        var stored = await store.StoreAsync(Some.Turn(thread, revision, Some.Put(new string('b', 3000)), null, "said") with { Journal = [report] });
        var pieces = Pieces(folders, "SELECT state FROM drafts UNION ALL SELECT wrapped_key FROM drafts UNION ALL SELECT sealed FROM draft_keys "
            + "UNION ALL SELECT payload FROM outgoing UNION ALL SELECT body FROM bodies");
        Assert.Equal(5, pieces.Count);
        Assert.All(pieces, piece => Assert.True(IsInFiles(folders.Data, piece)));
        await store.SettleAsync([new Settlement.Sent(stored.Outgoing[0], 1)], Cancel);
        await store.StoreAsync(Some.Turn(thread, stored.Revision, new DraftChange.Remove()) with { Journal = [new Storage.JournalItem.Erasure(Some.Entry(), "")] });
        Assert.True((await store.PurgeAsync(Cancel)).Wiped);
        Assert.All(pieces, piece => Assert.False(IsInFiles(folders.Data, piece)));
    }

    [Fact]
    public async Task A_new_key_leaves_nothing_of_the_old_draft_after_a_purge()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, new string('a', 9000));
        var pieces = Pieces(folders, "SELECT state FROM drafts UNION ALL SELECT wrapped_key FROM drafts UNION ALL SELECT sealed FROM draft_keys");
        await store.StoreAsync(Some.Turn(thread, revision, Some.Put("b", Some.Key())));
        Assert.True((await store.PurgeAsync(Cancel)).Wiped);
        Assert.All(pieces, piece => Assert.False(IsInFiles(folders.Data, piece)));
    }

    [Fact]
    public async Task A_purge_with_a_reader_in_the_way_says_so_and_the_next_one_wipes()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        var thread = Some.Thread();
        var revision = await store.BeginAsync(thread, "a");
        var piece = Assert.Single(Pieces(folders, "SELECT state FROM drafts"));
        using (var reader = Sqlite.Database.Open(folders.DatabasePath, writes: false))
        {
            reader.Execute("BEGIN; SELECT count(*) FROM drafts");
            await store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Remove()));
            Assert.False((await store.PurgeAsync(Cancel)).Wiped);
            Assert.True(IsInFiles(folders.Data, piece));
        }

        Assert.True((await store.PurgeAsync(Cancel)).Wiped);
        Assert.False(IsInFiles(folders.Data, piece));
    }

    [Fact]
    public async Task Rows_swapped_between_threads_or_put_back_do_not_open()
    {
        using var folders = new StoreFolders();
        var store = folders.Open();
        var (a, b) = (Some.Thread(), Some.Thread());
        var revision = await store.BeginAsync(a, "of a");
        await store.BeginAsync(b, "of b");
        await store.StoreAsync(Some.Turn(a, revision, new DraftChange.Keep(), null, "to a"));
        await store.DisposeAsync();
        using (var intruder = Sqlite.Database.Open(folders.DatabasePath, writes: true))
        {
            intruder.Execute("UPDATE drafts SET (revision, epoch, wrapped_key, state) = (SELECT revision, epoch, wrapped_key, state FROM drafts WHERE id = 1) WHERE id = 2");
            intruder.Execute("UPDATE drafts SET revision = revision + 1 WHERE id = 1");
            intruder.Execute("UPDATE outgoing SET thread = (SELECT thread FROM drafts WHERE id = 2)");
        }

        await using var again = folders.Open();
        await again.LockedDraftAsync(b);
        await again.LockedDraftAsync(a);
        Assert.Null(Assert.Single(await again.LoadOutgoingAsync(0, 10, Cancel)).Payload);
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights");
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        await store.WriteAttachmentAsync(Guid.NewGuid(), [1]);
        await store.BeginAsync(Some.Thread(), "a");
        const UnixFileMode others = (UnixFileMode)0b111_111;
        Assert.All(
            Directory.EnumerateFileSystemEntries(folders.Root, "*", SearchOption.AllDirectories),
            path => Assert.Equal(UnixFileMode.None, OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path) & others));
    }

    [Fact]
    public void Nothing_that_is_kept_shows_in_the_text_of_a_value()
    {
        var secret = "Marker" + Guid.NewGuid().ToString("N");
        object[] values =
        [
            Some.Turn(Some.Thread(), 0, Some.Put(secret, Some.Key()), null, secret), Some.Put(secret), Some.Key(), Some.Report(secret),
            new LoadResult.Open(Some.Bytes(secret), new DraftDetails(1, "", "", "", 0, null, Some.Start)),
            new OutgoingItem(OutgoingKind.Send, Some.Bytes(secret)), new FetchItem(Guid.NewGuid(), Some.Bytes(secret)),
            new Sqlite.SqliteFault(13),
        ];
        Assert.All(values, value =>
        {
            Assert.DoesNotContain(secret, value.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Byte", value.ToString(), StringComparison.Ordinal);
        });
    }

    private static void AssertNowhere(string folder, List<string> markers)
    {
        foreach (var content in Contents(folder))
        {
            foreach (var marker in markers.SelectMany(m => m.Split(' ')))
            {
                foreach (var form in Forms(marker)) Assert.True(content.AsSpan().IndexOf(form) < 0, "a file holds something that was said");
            }
        }
    }

    /// <summary>Any run of 8 bytes of each form would do; the middle of the text is looked for, at each shift base64 can have.</summary>
    private static IEnumerable<byte[]> Forms(string marker)
    {
        var utf8 = Encoding.UTF8.GetBytes(marker);
        var part = utf8[4..12];
        yield return part;
        yield return Encoding.Unicode.GetBytes(marker)[8..16];
        yield return Encoding.BigEndianUnicode.GetBytes(marker)[8..16];
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(part));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(part));
        for (var shift = 0; shift < 3; shift++) yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(utf8[shift..])[..8]);
    }

    private static List<byte[]> Pieces(StoreFolders folders, string sql)
    {
        var pieces = new List<byte[]>();
        using var database = Sqlite.Database.Open(folders.DatabasePath, writes: false);
        using var statement = database.Once(sql);
        using var rows = statement.Query();
        // A stretch from the middle: the page a row lies on may cut a long value in two.
        while (rows.Next()) pieces.Add(rows.Blob(0) is { Length: > 40 } blob ? blob[^40..].ToArray() : rows.Blob(0).ToArray());
        return pieces;
    }

    private static bool IsInFiles(string folder, byte[] piece) => Contents(folder).Any(content => content.AsSpan().IndexOf(piece) >= 0);

    private static IEnumerable<byte[]> Contents(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) == "lock") continue; // held, and empty
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            yield return content;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            if (Path.GetFileName(file) is not ("lock" or "intake.db-shm")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
