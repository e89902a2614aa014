using Detainees.Testing;

namespace Detainees.Storage.Tests;

public sealed class OpeningTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_missing_data_directory_is_not_created()
    {
        using var folders = new StoreFolders();
        Directory.Delete(folders.Data);
        Assert.IsType<OpenResult.DirectoryMissing>(SqliteStore.Open(folders.Options));
        Assert.False(Directory.Exists(folders.Data));
    }

    [Theory, InlineData(""), InlineData("keys"), InlineData("a/b/keys"), InlineData("../data/keys")]
    public void Epoch_keys_inside_the_data_directory_are_refused(string place)
    {
        using var folders = new StoreFolders();
        folders.Keys = Path.Combine(folders.Data, place);
        Assert.IsType<OpenResult.EpochKeysInsideData>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public void Epoch_keys_that_a_link_leads_into_the_data_directory_are_refused()
    {
        using var folders = new StoreFolders();
        Directory.CreateDirectory(Path.Combine(folders.Data, "inside"));
        Directory.CreateSymbolicLink(Path.Combine(folders.Root, "link"), "data/inside");
        folders.Keys = Path.Combine(folders.Root, "link", "keys");
        Assert.IsType<OpenResult.EpochKeysInsideData>(SqliteStore.Open(folders.Options));
        // A neighbour whose name only starts the same is outside.
        folders.Keys = folders.Data + "-keys";
        Assert.IsType<OpenResult.Opened>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task A_second_store_over_the_same_directory_is_refused_until_the_first_ends()
    {
        using var folders = new StoreFolders();
        await using (folders.Open()) Assert.IsType<OpenResult.Locked>(SqliteStore.Open(folders.Options));
        await using var again = folders.Open();
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        using var folders = new StoreFolders();
        await using (folders.Open()) { }
        using (var newer = Sqlite.Database.Open(folders.DatabasePath, writes: true)) newer.Execute($"PRAGMA user_version={Sqlite.Schema.Version + 1}");
        Assert.Equal(new OpenResult.NewerSchema(Sqlite.Schema.Version + 1), SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task A_journal_of_another_name_is_refused()
    {
        using var folders = new StoreFolders();
        await using (folders.Open()) { }
        var options = new StoreOptions
        {
            DataDirectory = folders.Data, EpochKeyDirectory = folders.Keys, Origin = "example.org/other", SigningKey = folders.SigningKey,
        };
        Assert.IsType<OpenResult.OtherOrigin>(SqliteStore.Open(options));
    }

    [Theory, InlineData(0), InlineData(4096), InlineData(20_000)]
    public async Task A_damaged_database_is_refused(int offset)
    {
        using var folders = new StoreFolders();
        await using (var store = folders.Open())
        {
            for (var i = 0; i < 20; i++) await store.BeginAsync(Some.Thread(), new string('x', 3000));
        }

        await using (var file = new FileStream(folders.DatabasePath, FileMode.Open))
        {
            file.Position = offset;
            await file.WriteAsync(Enumerable.Repeat((byte)0xa5, 4096).ToArray(), Cancel);
        }

        Assert.IsType<OpenResult.Corrupt>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task A_database_of_something_else_is_refused_and_left_alone()
    {
        using var folders = new StoreFolders();
        await File.WriteAllTextAsync(folders.DatabasePath, "", Cancel);
        using (var other = Sqlite.Database.Open(folders.DatabasePath, writes: true)) other.Execute("CREATE TABLE t (x)");
        Assert.IsType<OpenResult.Corrupt>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task A_journal_cut_back_to_an_older_head_is_refused()
    {
        using var folders = new StoreFolders();
        await using (var store = folders.Open())
        {
            for (var i = 0; i < 3; i++) await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with { Journal = [Some.Report($"{i}")] });
        }

        using (var intruder = Sqlite.Database.Open(folders.DatabasePath, writes: true)) intruder.Execute("DELETE FROM entries WHERE number = 3");
        Assert.IsType<OpenResult.Corrupt>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task Damage_among_many_open_conversations_is_found_after_the_start_which_does_not_wait_for_it()
    {
        using var folders = new StoreFolders();
        await using (var store = folders.Open())
        {
            for (var i = 0; i < 20; i++) await store.StoreAsync(Some.Turn(Some.Thread(), 0, Some.Put(new string('x', 1 << 20), Some.Key())));
        }

        Assert.True(new FileInfo(folders.DatabasePath).Length > Sqlite.StoreOpening.FullCheckBytes);
        await using (var store = folders.Open()) Assert.True(await store.AreConversationsSoundAsync(Cancel));

        long page;
        using (var reader = Sqlite.Database.Open(folders.DatabasePath, writes: false)) page = reader.Number("SELECT rootpage FROM sqlite_schema WHERE name = 'drafts'");
        using (var file = new FileStream(folders.DatabasePath, FileMode.Open))
        {
            file.Position = (page - 1) * 4096 + 3;
            file.Write(Enumerable.Repeat((byte)0xff, 100).ToArray());
        }

        await using (var store = folders.Open()) Assert.False(await store.AreConversationsSoundAsync(Cancel));
    }

    [Fact]
    public async Task An_entry_changed_in_the_middle_is_found_by_the_full_check()
    {
        using var folders = new StoreFolders();
        await using var store = folders.Open();
        for (var i = 0; i < 3; i++) await store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with { Journal = [Some.Report($"{i}")] });
        Assert.True(await store.IsSoundAsync(Cancel));
        using (var intruder = Sqlite.Database.Open(folders.DatabasePath, writes: true))
            intruder.Execute("UPDATE entries SET entry = CAST(replace(CAST(entry AS TEXT), 'kind report', 'kind event') AS BLOB) WHERE number = 2");
        Assert.False(await store.IsSoundAsync(Cancel));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_refused()
    {
        using var folders = new StoreFolders();
        await using var disk = await SmallDisk.MountAsync(folders.Root, Cancel);
        folders.Data = disk.Path;
        await using (folders.Open()) { }
        await disk.RemountAsync("ro", Cancel);
        Assert.IsType<OpenResult.NotWritable>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public void A_key_folder_that_cannot_be_made_is_refused()
    {
        using var folders = new StoreFolders();
        File.WriteAllText(Path.Combine(folders.Root, "file"), "");
        folders.Keys = Path.Combine(folders.Root, "file", "keys");
        Assert.IsType<OpenResult.EpochKeysNotWritable>(SqliteStore.Open(folders.Options));
    }

    [Fact]
    public async Task Every_setting_of_the_connection_is_made()
    {
        using var folders = new StoreFolders();
        await using (folders.Open()) { }
        foreach (var writes in new[] { true, false })
        {
            using var database = Sqlite.Database.Open(folders.DatabasePath, writes);
            Assert.Equal("wal", database.Text("PRAGMA journal_mode"));
            var expected = new Dictionary<string, long> { ["synchronous"] = 2, ["secure_delete"] = 1, ["temp_store"] = 2, ["trusted_schema"] = 0, ["mmap_size"] = 0, ["cell_size_check"] = 1 };
            Assert.All(expected, setting => Assert.Equal(setting.Value, database.Number($"PRAGMA {setting.Key}")));
        }
    }
}
