using Detainees.Testing;

namespace Detainees.Storage.Tests;

public sealed class FormUseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_conversations_are_counted_by_form_and_version_beside_a_running_store_and_after_it()
    {
        using var folders = new StoreFolders();
        await using (var store = folders.Open())
        {
            foreach (var (form, version) in new[] { ("report", "1"), ("report", "1"), ("report", "2"), ("addition", "1"), ("", "") })
                await store.StoreAsync(Some.Turn(Some.Thread(), 0, Some.Put("state", Some.Key()) with { FormId = form, FormVersion = version }));
            Assert.Equal(Expected, SqliteStore.ReadFormUse(folders.Data) ?? []);
        }

        var files = Directory.GetFiles(folders.Data).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Expected, SqliteStore.ReadFormUse(folders.Data) ?? []);
        Assert.Equal(files, Directory.GetFiles(folders.Data).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_no_database_or_none_of_ours_nothing_is_known_and_nothing_is_made()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(SqliteStore.ReadFormUse(folder.Path));
        await File.WriteAllTextAsync(folder["intake.db"], "not a database, but long enough to be looked at as one by a program that does not check", Cancel);
        Assert.Null(SqliteStore.ReadFormUse(folder.Path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static readonly FormUse[] Expected = [new("addition", "1", 1), new("report", "1", 2), new("report", "2", 1)];
}
