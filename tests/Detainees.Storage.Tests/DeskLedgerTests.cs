using System.Security.Cryptography;
using Detainees.Journal;
using Detainees.Storage.Sqlite;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>What desks leave behind: nonces, acknowledgements, decisions by two, and what retention lets go of.</summary>
public sealed class DeskLedgerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Later = Some.Start.AddDays(40);

    private readonly FakeClock clock;
    private readonly StoreFolders folders;
    private IIntakeStore store;

    public DeskLedgerTests()
    {
        clock = new FakeClock(Some.Start);
        folders = new StoreFolders { Clock = clock };
        store = folders.Open();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folders.Dispose();
    }

    [Fact]
    public async Task A_nonce_counts_once_also_after_a_restart()
    {
        var mark = RandomNumberGenerator.GetBytes(16);
        Assert.True(await store.Desks.TakeNonceAsync(mark, Some.Start.AddMinutes(2), Cancel));
        Assert.False(await store.Desks.TakeNonceAsync(mark, Some.Start.AddMinutes(2), Cancel));
        await RestartAsync();
        Assert.False(await store.Desks.TakeNonceAsync(mark, Some.Start.AddMinutes(2), Cancel));
    }

    [Fact]
    public async Task Nonces_are_forgotten_after_their_time_and_not_before()
    {
        for (var i = 0; i < 1200; i++) await store.Desks.TakeNonceAsync(RandomNumberGenerator.GetBytes(16), Some.Start.AddMinutes(2), Cancel);
        var mark = RandomNumberGenerator.GetBytes(16);
        await store.Desks.TakeNonceAsync(mark, Some.Start.AddMinutes(4), Cancel);
        clock.Advance(TimeSpan.FromMinutes(3));
        await store.PurgeAsync(Cancel);
        Assert.Equal(1, await NoncesAsync());
        Assert.False(await store.Desks.TakeNonceAsync(mark, Some.Start.AddMinutes(4), Cancel));
    }

    [Fact]
    public async Task Only_an_entry_of_this_journal_can_be_acknowledged_and_the_furthest_counts()
    {
        var first = await SendAsync(Some.Thread());
        var second = await SendAsync(Some.Thread());
        Assert.False(await store.Desks.AcknowledgeAsync("a", 2, first.Hash, Cancel));
        Assert.False(await store.Desks.AcknowledgeAsync("a", 3, second.Hash, Cancel));
        Assert.False(await store.Desks.AcknowledgeAsync("a", 0, Sha256Hash.Zero, Cancel));
        Assert.Empty(await store.Desks.AcknowledgementsAsync(Cancel));
        Assert.True(await store.Desks.AcknowledgeAsync("a", 2, second.Hash, Cancel));
        Assert.True(await store.Desks.AcknowledgeAsync("a", 1, first.Hash, Cancel));
        await RestartAsync();
        Assert.Equal([new Acknowledgement("a", 2)], await store.Desks.AcknowledgementsAsync(Cancel));
    }

    [Fact]
    public async Task A_decision_takes_two_devices_and_then_its_content_is_gone_and_the_chain_whole()
    {
        var thread = Some.Thread();
        var (mine, attachment) = await SendWithFileAsync(thread);
        var other = await SendAsync(Some.Thread());
        var decision = new ThreadDecision(ThreadDecisionKind.Remove, thread);
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "a"));
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "a"));
        Assert.NotNull(await store.OpenBodyAsync(mine.Id, Cancel));
        await RestartAsync();
        Assert.Equal(DecisionResult.Done, await DecideAsync(decision, "b"));
        Assert.Null(await store.OpenBodyAsync(mine.Id, Cancel));
        Assert.Null(store.OpenAttachment(attachment));
        Assert.NotNull(await store.OpenBodyAsync(other.Id, Cancel));
        var entries = await store.EntriesAsync(1, 100, Cancel);
        Assert.Equal((EntryKind.Removal, thread), (entries[^1].Kind, entries[^1].Thread));
        await SoundAsync();
        // Its first word is used up: the next decision takes two again.
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "b"));
    }

    [Fact]
    public async Task A_first_word_that_waited_too_long_is_none()
    {
        var thread = Some.Thread();
        await SendAsync(thread);
        var decision = new ThreadDecision(ThreadDecisionKind.Remove, thread);
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "a"));
        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "b"));
        Assert.Equal(DecisionResult.Done, await DecideAsync(decision, "a"));
    }

    [Fact]
    public async Task There_is_nothing_to_decide_for_a_thread_that_is_not_there()
    {
        Assert.Equal(DecisionResult.Nothing, await DecideAsync(new ThreadDecision(ThreadDecisionKind.Remove, Some.Thread()), "a"));
        var thread = Some.Thread();
        await SendAsync(thread);
        Assert.Equal(DecisionResult.Nothing, await DecideAsync(new ThreadDecision(ThreadDecisionKind.Release, thread), "a"));
    }

    [Fact]
    public async Task Retention_takes_what_is_old_and_held_elsewhere_and_nothing_else()
    {
        var (old, attachment) = await SendWithFileAsync(Some.Thread());
        var unread = await SendAsync(Some.Thread());
        clock.Advance(TimeSpan.FromDays(30));
        var fresh = await SendAsync(Some.Thread());
        Assert.Equal(1, await store.Desks.RetireAsync(1, Later, Cancel));
        Assert.Null(await store.OpenBodyAsync(old.Id, Cancel));
        Assert.Null(store.OpenAttachment(attachment));
        Assert.NotNull(await store.OpenBodyAsync(unread.Id, Cancel));
        Assert.Equal(1, (await store.EntriesAsync(1, 100, Cancel))[^1].RetiredThrough);
        Assert.Equal(2, await store.Desks.RetireAsync(4, Some.Start.AddDays(29), Cancel));
        Assert.Null(await store.OpenBodyAsync(unread.Id, Cancel));
        Assert.NotNull(await store.OpenBodyAsync(fresh.Id, Cancel));
        await SoundAsync();
    }

    [Fact]
    public async Task Retention_that_finds_nothing_says_nothing()
    {
        await SendAsync(Some.Thread());
        await store.Desks.RetireAsync(1, Later, Cancel);
        var entries = (await store.EntriesAsync(1, 100, Cancel)).Length;
        for (var i = 0; i < 3; i++) await store.Desks.RetireAsync(entries, Later.AddYears(1), Cancel);
        Assert.Equal(entries, (await store.EntriesAsync(1, 100, Cancel)).Length);
    }

    [Fact]
    public async Task Retention_goes_through_more_than_one_piece()
    {
        for (var i = 0; i < 450; i++) await SendAsync(Some.Thread());
        Assert.Equal(450, await store.Desks.RetireAsync(450, Later, Cancel));
        Assert.Equal(0, await BodiesAsync());
        await SoundAsync();
    }

    [Fact]
    public async Task A_thread_on_hold_outlives_retention_and_goes_when_it_is_released()
    {
        var thread = Some.Thread();
        var (held, attachment) = await SendWithFileAsync(thread);
        var other = await SendAsync(Some.Thread());
        await TwiceAsync(new ThreadDecision(ThreadDecisionKind.Hold, thread));
        await store.Desks.RetireAsync(2, Later, Cancel);
        Assert.NotNull(await store.OpenBodyAsync(held.Id, Cancel));
        await using (var file = store.OpenAttachment(attachment)) Assert.NotNull(file);
        Assert.Null(await store.OpenBodyAsync(other.Id, Cancel));
        await TwiceAsync(new ThreadDecision(ThreadDecisionKind.Release, thread));
        Assert.Null(await store.OpenBodyAsync(held.Id, Cancel));
        Assert.Null(store.OpenAttachment(attachment));
        Assert.Equal([EntryKind.Hold, EntryKind.Release], (await store.EntriesAsync(1, 100, Cancel)).Where(e => e.Thread == thread).Skip(1).Select(e => e.Kind));
        await SoundAsync();
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public async Task A_store_of_an_earlier_version_is_taken_over_with_everything_in_it(int version)
    {
        var thread = Some.Thread();
        var revision = (await store.StoreAsync(Some.Turn(thread, 0, Some.Put("kept", Some.Key())))).Revision;
        await store.DisposeAsync();
        using (var old = Database.Open(folders.DatabasePath, writes: true))
        {
            old.Execute("CREATE INDEX updates_by_hour ON updates (hour)");
            old.Execute("CREATE INDEX messages_by_hour ON messages (hour)");
            if (version == 1)
            {
                old.Execute("DROP INDEX attachments_by_entry");
                foreach (var table in new[] { "nonces", "acknowledgements", "decisions", "holds" }) old.Execute($"DROP TABLE {table}");
                old.Execute("ALTER TABLE drafts DROP COLUMN team");
            }

            old.Execute($"PRAGMA user_version={version}");
        }

        store = folders.Open();
        var open = Assert.IsType<LoadResult.Open>(await store.LoadAsync(thread, Cancel));
        Assert.Equal(("kept", revision, 0L), (Some.Text(open.State), open.Details.Revision, open.Details.TeamSerial));
        Assert.True(await store.Desks.TakeNonceAsync(new byte[16], Some.Start.AddMinutes(1), Cancel));
        using var now = Database.Open(folders.DatabasePath, writes: false);
        Assert.Equal((Schema.Version, 0), (now.Number("PRAGMA user_version"), now.Number("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_by_hour'")));
    }

    [Fact]
    public async Task Drafts_sealed_for_another_team_list_are_found_and_a_new_key_leaves_their_files()
    {
        var (old, current) = (Some.Thread(), Some.Thread());
        var file = await WriteAsync(old);
        var put = Some.Put("state", new DraftKey(RandomNumberGenerator.GetBytes(32), "sealed"u8, 7));
        var first = await store.StoreAsync(Some.Turn(old, 0, put) with { AttachmentsStored = [file] });
        await store.StoreAsync(Some.Turn(current, 0, Some.Put("state", new DraftKey(RandomNumberGenerator.GetBytes(32), "sealed"u8, 8))));
        Assert.Equal([old], await store.DraftsOfOtherTeamsAsync(8, new ThreadKey(Guid.Empty), 10, Cancel));
        await store.StoreAsync(Some.Turn(old, first.Revision, put with { NewKey = new DraftKey(RandomNumberGenerator.GetBytes(32), "anew"u8, 8), GoesOn = true }));
        Assert.Empty(await store.DraftsOfOtherTeamsAsync(8, new ThreadKey(Guid.Empty), 10, Cancel));
        var open = Assert.IsType<LoadResult.Open>(await store.LoadAsync(old, Cancel));
        Assert.Equal(("state", 8L), (Some.Text(open.State), open.Details.TeamSerial));
        await store.StoreAsync(Some.Turn(old, open.Details.Revision, new DraftChange.Remove()) with { Journal = [Some.Report("sent", file.Id)] });
    }

    private async Task<JournalEntry> SendAsync(ThreadKey thread) =>
        (await store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { Journal = [Some.Report("a report")] })).Receipts[0].Entry;

    private async Task<(JournalEntry Entry, Guid Attachment)> SendWithFileAsync(ThreadKey thread)
    {
        var file = await WriteAsync(thread);
        var stored = await store.StoreAsync(
            Some.Turn(thread, 0, new DraftChange.Keep()) with { AttachmentsStored = [file], Journal = [Some.Report("a report", file.Id)] });
        return (stored.Receipts[0].Entry, file.Id);
    }

    private async Task<AttachmentItem> WriteAsync(ThreadKey thread)
    {
        await using var writer = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(Guid.NewGuid())).Writer;
        await writer.Content.WriteAsync(thread.Value.ToByteArray(), Cancel);
        return Assert.IsType<AttachmentCommit.Kept>(await writer.CommitAsync(Cancel)).Item;
    }

    private ValueTask<DecisionResult> DecideAsync(ThreadDecision decision, string device) =>
        store.Desks.DecideAsync(decision, device, clock.GetUtcNow().AddDays(7), Cancel);

    private async Task TwiceAsync(ThreadDecision decision)
    {
        Assert.Equal(DecisionResult.Waiting, await DecideAsync(decision, "a"));
        Assert.Equal(DecisionResult.Done, await DecideAsync(decision, "b"));
    }

    private async Task SoundAsync()
    {
        Assert.True(await store.IsSoundAsync(Cancel));
        await RestartAsync();
        var verifier = new JournalVerifier(JournalHead.Empty);
        foreach (var entry in await store.EntriesAsync(1, 1000, Cancel)) Assert.Null(verifier.Feed(entry.Encode()));
        Assert.IsType<JournalCheck.Sound>(verifier.Finish(await store.CheckpointAsync(Cancel), folders.SigningKey.Public, Some.Origin));
    }

    private Task<long> NoncesAsync() => CountAsync("nonces");

    private Task<long> BodiesAsync() => CountAsync("bodies");

    private async Task<long> CountAsync(string table)
    {
        var count = 0L;
        await ((SqliteIntakeStore)store).OnWriterAsync(database => count = database.Number($"SELECT count(*) FROM {table}"));
        return count;
    }

    private async Task RestartAsync()
    {
        await store.DisposeAsync();
        store = folders.Open();
    }
}
