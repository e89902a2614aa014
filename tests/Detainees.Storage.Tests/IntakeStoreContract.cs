using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Journal;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Storage.Tests;

/// <summary>What every store must do. Each engine has one class that derives from this.</summary>
public abstract class IntakeStoreContract
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A store with its clock, that can be stopped and started again over the same data.</summary>
    protected abstract IStoreUnderTest Create();

    public interface IStoreUnderTest : IAsyncDisposable
    {
        IIntakeStore Store { get; }
        FakeClock Clock { get; }
        VerifyingKey Verifier { get; }
        Task RestartAsync(bool loseKeys = false);
    }

    [Fact]
    public async Task A_thread_without_a_draft_has_none()
    {
        await using var test = Create();
        Assert.IsType<LoadResult.None>(await test.Store.LoadAsync(Some.Thread(), Cancel));
    }

    [Fact]
    public async Task What_was_put_is_read_back_also_after_a_restart()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var wake = Some.Start.AddHours(3);
        var put = Some.Put("first answer", Some.Key(), wake);
        var first = await test.Store.StoreAsync(Some.Turn(thread, 0, put));
        var second = await test.Store.StoreAsync(Some.Turn(thread, first.Revision, put with { State = Some.Bytes("second"), NewKey = null, AnswerCount = 8 }));
        Assert.Equal(first.Revision + 1, second.Revision);
        for (var i = 0; i < 2; i++)
        {
            var draft = await test.Store.OpenDraftAsync(thread);
            Assert.Equal("second", Some.Text(draft.State));
            Assert.Equal(new DraftDetails(second.Revision, "missing-person", "3", "hy", 8, wake, Some.Start.AddHours(44)), draft.Details);
            await test.RestartAsync();
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(1019), InlineData(1020), InlineData(1021), InlineData(200_000)]
    public async Task A_state_of_any_size_is_read_back(int size)
    {
        await using var test = Create();
        var thread = Some.Thread();
        var state = RandomNumberGenerator.GetBytes(size);
        await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("", Some.Key()) with { State = state }));
        Assert.Equal(state, (await test.Store.OpenDraftAsync(thread)).State);
    }

    [Fact]
    public async Task Turns_handed_over_while_gathering_share_one_sync_and_settlements_ride_along()
    {
        await using var test = Create();
        var owed = await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), update: 1, "hello"));
        var before = test.Store.Counters;
        var turns = new List<Task<TurnResult>>();
        Task<SettleResult> settled;
        using (test.Store.Gather())
        using (test.Store.Gather())
        {
            settled = test.Store.SettleAsync([new Settlement.Sent(owed.Outgoing[0], 11)], Cancel).AsTask();
            for (var i = 0; i < 20; i++) turns.Add(test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, Some.Put("a", Some.Key()), update: 100 + i), Cancel).AsTask());
            Assert.DoesNotContain(turns, turn => turn.IsCompleted);
        }

        Assert.All(await Task.WhenAll(turns), result => Assert.IsType<TurnResult.Stored>(result));
        Assert.Equal(SettleResult.Done, await settled);
        var after = test.Store.Counters;
        Assert.Equal((1, 0), (after.Commits - before.Commits, after.LazyCommits - before.LazyCommits));
        // Alone it waits for nobody: a message whose number is not noted when the program dies cannot be deleted.
        Assert.Equal(SettleResult.Done, await test.Store.SettleAsync([new Settlement.Dropped(owed.Outgoing[0])], Cancel));
        Assert.Empty(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_store_that_is_closed_while_someone_gathers_carries_out_what_it_was_handed()
    {
        await using var test = Create();
        var thread = Some.Thread();
        using (test.Store.Gather())
        {
            var turn = test.Store.CommitAsync(Some.Turn(thread, 0, Some.Put("a", Some.Key())), Cancel).AsTask();
            await test.RestartAsync();
            Assert.IsType<TurnResult.Stored>(await turn);
        }

        Assert.Equal("a", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
    }

    [Fact]
    public async Task An_update_delivered_again_is_stored_once_also_after_a_restart()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var turn = Some.Turn(thread, 0, Some.Put("a", Some.Key()), update: 77, "hello");
        await test.Store.StoreAsync(turn);
        Assert.IsType<TurnResult.DuplicateUpdate>(await test.Store.CommitAsync(turn, Cancel));
        await test.RestartAsync();
        Assert.IsType<TurnResult.DuplicateUpdate>(await test.Store.CommitAsync(turn, Cancel));
        Assert.Single(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        // The id counts, whatever comes with it and in whatever order: ids may start anew anywhere.
        Assert.IsType<TurnResult.DuplicateUpdate>(await test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 77), Cancel));
        await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), 5));
    }

    [Fact]
    public async Task A_message_that_comes_under_two_numbers_is_stored_once_and_in_another_chat_it_is_another()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var turn = Some.Turn(thread, 0, new DraftChange.Keep(), update: 77, "hello") with { Message = 5, IncomingMessages = [5] };
        await test.Store.StoreAsync(turn);
        Assert.IsType<TurnResult.DuplicateUpdate>(await test.Store.CommitAsync(turn with { UpdateId = 78 }, Cancel));
        Assert.Single(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        await test.Store.StoreAsync(turn with { UpdateId = 79, Message = 6 });
        await test.Store.StoreAsync(turn with { UpdateId = 80, Thread = Some.Thread() });
    }

    [Fact]
    public async Task A_turn_on_an_old_revision_changes_nothing_and_its_update_is_not_counted_as_seen()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var revision = await test.Store.BeginAsync(thread, "a");
        var conflict = await test.Store.CommitAsync(Some.Turn(thread, revision - 1, Some.Put("b"), 9, "no"), Cancel);
        Assert.Equal(new TurnResult.RevisionConflict(revision), conflict);
        Assert.Equal("a", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
        Assert.Empty(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("b"), 9));
    }

    [Fact]
    public async Task A_turn_for_a_removed_draft_does_not_fit_the_next_draft_of_the_thread()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var first = await test.Store.BeginAsync(thread, "a");
        await test.Store.StoreAsync(Some.Turn(thread, first, new DraftChange.Remove()));
        Assert.IsType<LoadResult.None>(await test.Store.LoadAsync(thread, Cancel));
        await test.Store.BeginAsync(thread, "b");
        Assert.IsType<TurnResult.RevisionConflict>(await test.Store.CommitAsync(Some.Turn(thread, first, Some.Put("late")), Cancel));
    }

    [Fact]
    public async Task A_draft_needs_a_key_to_begin_with()
    {
        await using var test = Create();
        var result = await test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, Some.Put("a")), Cancel);
        Assert.Equal(new TurnResult.Refused(TurnFault.KeyNeeded), result);
        Assert.Equal(new TurnResult.Refused(TurnFault.NoDraft),
            await test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Wake(null)), Cancel));
    }

    [Fact]
    public async Task A_draft_that_lost_its_epoch_key_is_locked_and_says_what_it_is()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var revision = await test.Store.BeginAsync(thread, "an answer");
        await test.RestartAsync(loseKeys: true);
        var locked = await test.Store.LockedDraftAsync(thread);
        Assert.Equal(new DraftDetails(revision, "missing-person", "3", "hy", 7, null, Some.Start.AddHours(44)), locked.Details);
        Assert.Equal(new TurnResult.Refused(TurnFault.KeyNeeded), await test.Store.CommitAsync(Some.Turn(thread, revision, Some.Put("b")), Cancel));
        await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Wake(Some.Start)));
        Assert.Equal(new DueThread(thread, Some.Start), Assert.Single(await test.Store.DueAsync(Some.Start, 10, Cancel)));
        await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("anew", Some.Key())));
        Assert.Equal("anew", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
    }

    [Fact]
    public async Task A_locked_draft_can_be_sent_sealed_with_its_attachments_and_be_opened_with_its_own_key()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var key = Some.Key(out var keyBytes);
        var photo = await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [1, 2, 3]);
        var revision = (await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("all he said", key)) with { AttachmentsStored = [photo] })).Revision;
        await test.RestartAsync(loseKeys: true);
        var id = Some.Entry();
        var turn = Some.Turn(thread, revision, new DraftChange.Remove()) with { Journal = [new JournalItem.SealedDraft(id, "missing-person 3", Some.Reference)] };
        var receipt = Assert.Single((await test.Store.StoreAsync(turn)).Receipts);
        Assert.Equal(EntryKind.SealedDraft, receipt.Entry.Kind);
        Assert.Equal(photo, Assert.Single(receipt.Entry.Attachments));
        Assert.IsType<LoadResult.None>(await test.Store.LoadAsync(thread, Cancel));
        await using var body = await test.Store.OpenBodyAsync(id, Cancel);
        var container = new byte[Assert.IsType<Stream>(body, exactMatch: false).Length];
        await body.ReadExactlyAsync(container, Cancel);
        Assert.Equal("all he said", Some.Text(SealedDraftReading.Open(container, keyBytes)));
        await using var file = test.Store.OpenAttachment(photo.Id);
        Assert.NotNull(file);
    }

    [Fact]
    public async Task A_new_key_takes_the_place_of_the_old()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var revision = await test.Store.BeginAsync(thread, "before");
        var key = Some.Key(out var bytes);
        revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("after", key)))).Revision;
        Assert.Equal("after", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
        var id = Some.Entry();
        await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Keep()) with { Journal = [new JournalItem.SealedDraft(id, "", Some.Reference)] });
        await using var body = Assert.IsType<MemoryStream>(await test.Store.OpenBodyAsync(id, Cancel));
        Assert.Equal("after", Some.Text(SealedDraftReading.Open(body.ToArray(), bytes)));
    }

    [Fact]
    public async Task A_key_without_a_copy_leaves_the_team_nothing_to_open_until_one_with_a_copy_follows()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var revision = await test.Store.BeginAsync(thread, "answers");
        revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("a greeting", new DraftKey(new byte[32], []))))).Revision;
        await test.RestartAsync();
        Assert.Equal("a greeting", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
        Assert.Empty(await test.Store.DraftsOfOtherTeamsAsync(5, new ThreadKey(Guid.Empty), 10, Cancel));
        var send = Some.Turn(thread, revision, new DraftChange.Keep()) with { Journal = [new JournalItem.SealedDraft(Some.Entry(), "", Some.Reference)] };
        Assert.Equal(TurnFault.NoDraft, Assert.IsType<TurnResult.Refused>(await test.Store.CommitAsync(send, Cancel)).Fault);

        var begun = Some.Put("answers anew", Some.Key()) with { GoesOn = true };
        revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, begun))).Revision;
        Assert.Single((await test.Store.StoreAsync(send with { ExpectedRevision = revision })).Receipts);
    }

    [Fact]
    public async Task What_is_to_be_said_comes_back_in_order_until_it_is_settled()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var first = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), null, "one", "two"));
        var second = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), null, "three"));
        await test.RestartAsync();
        var rows = await test.Store.LoadOutgoingAsync(0, 10, Cancel);
        Assert.Equal([.. first.Outgoing, .. second.Outgoing], rows.Select(r => r.Id));
        Assert.Equal(["one", "two", "three"], rows.Select(r => Some.Text(r.Payload)));
        Assert.All(rows, r => Assert.Equal(thread, r.Thread));
        Assert.Equal("two", Some.Text(Assert.Single(await test.Store.LoadOutgoingAsync(rows[0].Id, 1, Cancel)).Payload));

        Assert.Equal(SettleResult.Done, await test.Store.SettleAsync(
            [new Settlement.Sent(rows[0].Id, 501), new Settlement.Dropped(rows[1].Id), new Settlement.Sent(rows[0].Id, 501)], Cancel));
        Assert.Equal(SettleResult.Done, await test.Store.DeferAsync(rows[2].Id, Some.Start.AddMinutes(5), 2, Cancel));
        await test.RestartAsync();
        var left = Assert.Single(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        Assert.Equal((rows[2].Id, 2, Some.Start.AddMinutes(5)), (left.Id, left.Attempts, left.NotBefore));
    }

    [Fact]
    public async Task Ids_of_outgoing_rows_only_grow_also_after_a_restart()
    {
        await using var test = Create();
        var last = 0L;
        for (var i = 0; i < 3; i++)
        {
            var id = Assert.Single((await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), null, "x"))).Outgoing);
            Assert.True(id > last);
            last = id;
            await test.Store.SettleAsync([new Settlement.Dropped(id)], Cancel);
            await test.RestartAsync();
        }
    }

    [Fact]
    public async Task Who_asks_to_be_woken_a_little_later_is_woken_not_after_that_and_at_most_an_hour_before()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var wakes = Some.Start.AddHours(20);
        var revision = (await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("0", Some.Key(), wakes)))).Revision;
        var random = new Random(5);
        for (var answer = 0; answer < 200; answer++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 300)));
            wakes = test.Clock.GetUtcNow().AddHours(20);
            revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("1", wake: wakes)))).Revision;
            Assert.InRange(await WakesAsync(), wakes.AddHours(-1), wakes);
        }

        // An earlier time counts at once, one that has come makes room for the later one, and none is none.
        revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("2", wake: wakes.AddMinutes(-80))))).Revision;
        Assert.Equal(wakes.AddMinutes(-80), await WakesAsync());
        test.Clock.Advance(wakes.AddMinutes(-80) - test.Clock.GetUtcNow());
        revision = (await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("3", wake: wakes.AddMinutes(-70))))).Revision;
        Assert.Equal(wakes.AddMinutes(-70), await WakesAsync());
        await test.Store.StoreAsync(Some.Turn(thread, revision, Some.Put("4")));
        Assert.Empty(await test.Store.DueAsync(wakes.AddYears(1), 10, Cancel));

        async Task<DateTimeOffset> WakesAsync() => Assert.Single(await test.Store.DueAsync(wakes.AddYears(1), 10, Cancel)).WakeAt;
    }

    [Fact]
    public async Task A_delete_covers_all_messages_before_it_and_none_after()
    {
        await using var test = Create();
        var (thread, other) = (Some.Thread(), Some.Thread());
        await test.Store.StoreAsync(Some.Turn(other, 0, new DraftChange.Keep()) with { IncomingMessages = [900] });
        var early = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), null, "question") with { IncomingMessages = [10] });
        var wipe = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with
        {
            IncomingMessages = [12],
            Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom")), new(OutgoingKind.Send, Some.Bytes("all is gone"))],
        });
        // Sent only now, after the delete was enqueued: it must be deleted all the same.
        await test.Store.SettleAsync([new Settlement.Sent(early.Outgoing[0], 11), new Settlement.Sent(wipe.Outgoing[1], 13)], Cancel);
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { IncomingMessages = [14] });
        Assert.Equal([10, 11, 12], await test.Store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
        await test.Store.SettleAsync([new Settlement.Deleted(wipe.Outgoing[0], [10, 11])], Cancel);
        await test.RestartAsync();
        Assert.Equal([12], await test.Store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
        await test.Store.SettleAsync([new Settlement.Deleted(wipe.Outgoing[0], [12]), new Settlement.Sent(wipe.Outgoing[0], null)], Cancel);
        Assert.Empty(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        Assert.Equal(3, (await test.Store.CountsAsync(Cancel)).Messages);
    }

    [Fact]
    public async Task A_cleared_delete_takes_all_messages_before_it_and_none_after()
    {
        await using var test = Create();
        var (thread, other) = (Some.Thread(), Some.Thread());
        await test.Store.StoreAsync(Some.Turn(other, 0, new DraftChange.Keep()) with { IncomingMessages = [900] });
        var early = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), null, "question") with { IncomingMessages = [10, 11] });
        var wipe = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with
        {
            IncomingMessages = [13],
            Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom")), new(OutgoingKind.Send, Some.Bytes("all is gone")), new(OutgoingKind.Delete, Some.Bytes("whom"))],
        });
        await test.Store.SettleAsync([new Settlement.Sent(early.Outgoing[0], 12), new Settlement.Sent(wipe.Outgoing[1], 14)], Cancel);
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { IncomingMessages = [15] });
        Assert.Equal([10, 11, 12, 13], await test.Store.MessagesToDeleteAsync(wipe.Outgoing[0], Cancel));
        await test.Store.SettleAsync([new Settlement.Cleared(wipe.Outgoing[0])], Cancel);
        await test.RestartAsync();
        Assert.Equal([14], await test.Store.MessagesToDeleteAsync(wipe.Outgoing[2], Cancel));
        Assert.Equal([wipe.Outgoing[2]], (await test.Store.LoadOutgoingAsync(0, 10, Cancel)).Select(row => row.Id));
        Assert.Equal(3, (await test.Store.CountsAsync(Cancel)).Messages);
        // Said once more after a kill, it finds nothing to do.
        await test.Store.SettleAsync([new Settlement.Cleared(wipe.Outgoing[0])], Cancel);
        Assert.Equal(3, (await test.Store.CountsAsync(Cancel)).Messages);
    }

    [Fact]
    public async Task A_delete_gives_a_hundred_messages_at_a_time()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var stored = await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with
        {
            IncomingMessages = [.. Enumerable.Range(1, 250).Select(i => (long)i)],
            Outgoing = [new(OutgoingKind.Delete, Some.Bytes("whom"))],
        });
        var sizes = new List<int>();
        while (await test.Store.MessagesToDeleteAsync(stored.Outgoing[0], Cancel) is { Length: > 0 } messages)
        {
            sizes.Add(messages.Length);
            await test.Store.SettleAsync([new Settlement.Deleted(stored.Outgoing[0], messages)], Cancel);
        }

        Assert.Equal([100, 100, 50], sizes);
    }

    [Fact]
    public async Task A_thread_is_due_when_its_time_has_come_and_not_before()
    {
        await using var test = Create();
        var (a, b) = (Some.Thread(), Some.Thread());
        await test.Store.StoreAsync(Some.Turn(a, 0, Some.Put("a", Some.Key(), Some.Start.AddHours(2))));
        var revision = (await test.Store.StoreAsync(Some.Turn(b, 0, Some.Put("b", Some.Key(), Some.Start.AddHours(1))))).Revision;
        Assert.Empty(await test.Store.DueAsync(Some.Start.AddHours(1).AddSeconds(-1), 10, Cancel));
        Assert.Equal([b, a], (await test.Store.DueAsync(Some.Start.AddHours(2), 10, Cancel)).Select(d => d.Thread));
        Assert.Equal(b, Assert.Single(await test.Store.DueAsync(Some.Start.AddHours(2), 1, Cancel)).Thread);
        await test.Store.StoreAsync(Some.Turn(b, revision, Some.Put("b")));
        Assert.Equal(a, Assert.Single(await test.Store.DueAsync(Some.Start.AddHours(9), 10, Cancel)).Thread);
    }

    [Fact]
    public async Task A_fetch_is_pending_until_it_is_removed()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with
        {
            FetchesAdded = [new(one, Some.Bytes("reference one")), new(two, Some.Bytes("reference two"))],
        });
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { FetchesRemoved = [one] });
        await test.RestartAsync();
        var pending = Assert.Single(await test.Store.PendingFetchesAsync(Cancel));
        Assert.Equal((two, thread, "reference two"), (pending.Attachment, pending.Thread, Some.Text(pending.Payload)));
        await test.RestartAsync(loseKeys: true);
        Assert.Null(Assert.Single(await test.Store.PendingFetchesAsync(Cancel)).Payload);
    }

    [Fact]
    public async Task Outgoing_rows_without_their_epoch_key_come_back_without_payload()
    {
        await using var test = Create();
        await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep(), null, "hello"));
        await test.RestartAsync(loseKeys: true);
        Assert.Null(Assert.Single(await test.Store.LoadOutgoingAsync(0, 10, Cancel)).Payload);
    }

    [Fact]
    public async Task The_journal_verifies_from_its_entries_and_its_receipts_hold()
    {
        await using var test = Create();
        var receipts = new List<Receipt>();
        for (var i = 0; i < 9; i++)
        {
            var items = Enumerable.Range(0, i % 3 + 1).Select(n => (JournalItem)Some.Report($"sealed {i} {n}"));
            receipts.AddRange((await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with { Journal = [.. items] })).Receipts);
        }

        await test.RestartAsync();
        await VerifyJournalAsync(test, receipts.Count);
        foreach (var receipt in receipts)
        {
            Assert.IsType<ReceiptCheck.Valid>(receipt.Verify(test.Verifier, Some.Origin));
            Assert.Equal(receipt, await test.Store.ReceiptAsync(receipt.Entry.Id, Cancel));
        }

        var paged = ImmutableArray<JournalEntry>.Empty;
        while (await test.Store.EntriesAsync(paged.Length + 1, 4, Cancel) is { Length: > 0 } page) paged = paged.AddRange(page);
        Assert.Equal(receipts.Select(r => r.Entry), paged);
        Assert.Null(await test.Store.ReceiptAsync(Some.Entry(), Cancel));
        Assert.Null(await test.Store.OpenBodyAsync(Some.Entry(), Cancel));
    }

    protected static async Task VerifyJournalAsync(IStoreUnderTest test, long size)
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        var from = 1L;
        while (await test.Store.EntriesAsync(from, 100, Cancel) is { Length: > 0 } page)
        {
            foreach (var entry in page)
            {
                Assert.Null(verifier.Feed(entry));
                if (entry.Kind == EntryKind.Erasure) continue;
                await using var body = await test.Store.OpenBodyAsync(entry.Id, Cancel);
                if (body is not null) Assert.Equal(entry.Body, new SealedItem(body.Length, Sha256Hash.FromBytes(await SHA256.HashDataAsync(body, Cancel))));
            }

            from += page.Length;
        }

        var sound = Assert.IsType<JournalCheck.Sound>(verifier.Finish(await test.Store.CheckpointAsync(Cancel), test.Verifier, Some.Origin));
        Assert.Equal(size, sound.Head.Size);
        Assert.Equal(sound.Head, await test.Store.HeadAsync(Cancel));
        Assert.True(await test.Store.IsSoundAsync(Cancel));
    }

    [Fact]
    public async Task An_empty_journal_has_a_signed_checkpoint()
    {
        await using var test = Create();
        await VerifyJournalAsync(test, 0);
    }

    [Fact]
    public async Task An_entry_id_is_entered_once_and_the_turn_that_repeats_it_changes_nothing()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var report = Some.Report("sealed");
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1) with { Journal = [report] });
        var again = Some.Turn(thread, 0, Some.Put("x", Some.Key()), 2, "said twice") with { Journal = [report] };
        Assert.Equal(new TurnResult.Refused(TurnFault.EntryExists), await test.Store.CommitAsync(again, Cancel));
        Assert.IsType<LoadResult.None>(await test.Store.LoadAsync(thread, Cancel));
        Assert.Empty(await test.Store.LoadOutgoingAsync(0, 10, Cancel));
        await VerifyJournalAsync(test, 1);
    }

    [Fact]
    public async Task An_entry_takes_only_attachments_of_its_own_thread()
    {
        await using var test = Create();
        var (mine, theirs) = (await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [1]), await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [2]));
        var thread = Some.Thread();
        await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with { AttachmentsStored = [theirs] });
        var turn = Some.Turn(thread, 0, new DraftChange.Keep()) with { AttachmentsStored = [mine], Journal = [Some.Report("x", mine.Id, theirs.Id)] };
        Assert.Equal(new TurnResult.Refused(TurnFault.AttachmentMissing), await test.Store.CommitAsync(turn, Cancel));
        var receipt = Assert.Single((await test.Store.StoreAsync(turn with { Journal = [Some.Report("x", mine.Id)] })).Receipts);
        Assert.Equal([mine], receipt.Entry.Attachments);
        // In the journal it stays, whatever becomes of the draft.
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Remove()) with { AttachmentsDiscarded = [mine.Id] });
        await using var file = test.Store.OpenAttachment(mine.Id);
        Assert.NotNull(file);
    }

    [Fact]
    public async Task Attachments_go_when_they_are_discarded_or_their_draft_is_removed()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var (one, two, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var items = new[] { await test.Store.WriteAttachmentAsync(one, [1]), await test.Store.WriteAttachmentAsync(two, [2]) };
        var revision = (await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("a", Some.Key())) with { AttachmentsStored = [.. items] })).Revision;
        await test.Store.StoreAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()) with
        {
            AttachmentsStored = [await test.Store.WriteAttachmentAsync(other, [3])], AttachmentsDiscarded = [two],
        });
        await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Keep()) with { AttachmentsDiscarded = [one] });
        await test.Store.PurgeAsync(Cancel); // files are removed right after the commit: this comes later still
        Assert.Equal([false, true, true], new[] { one, two, other }.Select(Has));
        await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Remove()));
        await test.Store.PurgeAsync(Cancel);
        Assert.Equal([false, false, true], new[] { one, two, other }.Select(Has));

        bool Has(Guid id)
        {
            using var stream = test.Store.OpenAttachment(id);
            return stream is not null;
        }
    }

    [Fact]
    public async Task A_fresh_key_ends_what_was_under_the_old_one_its_files_and_fetches_too()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var (sent, erased) = (await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [1]), await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [2]));
        var turn = Some.Turn(thread, 0, Some.Put("what he said", Some.Key())) with
        {
            AttachmentsStored = [sent, erased], FetchesAdded = [new(Guid.NewGuid(), Some.Bytes("on its way"))],
        };
        var revision = (await test.Store.StoreAsync(turn)).Revision;
        var end = Some.Turn(thread, revision, Some.Put("nothing", Some.Key())) with { Journal = [Some.Report("the report", sent.Id)] };
        revision = (await test.Store.StoreAsync(end)).Revision;

        Assert.Empty(await test.Store.PendingFetchesAsync(Cancel));
        var id = Some.Entry();
        var later = await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Keep()) with { Journal = [new JournalItem.SealedDraft(id, "", Some.Reference)] });
        Assert.Empty(Assert.Single(later.Receipts).Entry.Attachments);
        await test.Store.PurgeAsync(Cancel);
        await using var kept = test.Store.OpenAttachment(sent.Id);
        Assert.NotNull(kept);
        Assert.Null(test.Store.OpenAttachment(erased.Id));
    }

    [Fact]
    public async Task A_file_discarded_while_it_is_under_way_is_not_fetched_after_a_restart()
    {
        await using var test = Create();
        var (thread, file) = (Some.Thread(), Guid.NewGuid());
        var revision = (await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("a", Some.Key())) with { FetchesAdded = [new(file, Some.Bytes("r"))] })).Revision;
        await test.Store.StoreAsync(Some.Turn(thread, revision, new DraftChange.Keep()) with { AttachmentsDiscarded = [file] });
        await test.RestartAsync();
        Assert.Empty(await test.Store.PendingFetchesAsync(Cancel));
    }

    [Fact]
    public async Task An_erasure_destroys_the_sealed_items_of_its_thread_and_keeps_the_chain()
    {
        await using var test = Create();
        var (thread, other) = (Some.Thread(), Some.Thread());
        var photo = await test.Store.WriteAttachmentAsync(Guid.NewGuid(), [1]);
        var (mine, theirs) = (Some.Report("mine", photo.Id), Some.Report("theirs"));
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { AttachmentsStored = [photo], Journal = [mine] });
        await test.Store.StoreAsync(Some.Turn(other, 0, new DraftChange.Keep()) with { Journal = [theirs] });
        await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep()) with { Journal = [new JournalItem.Erasure(Some.Entry(), "")] });
        await test.Store.PurgeAsync(Cancel);
        Assert.Null(await test.Store.OpenBodyAsync(mine.Id, Cancel));
        Assert.NotNull(await test.Store.OpenBodyAsync(theirs.Id, Cancel));
        Assert.Null(test.Store.OpenAttachment(photo.Id));
        await VerifyJournalAsync(test, 3);
    }

    [Fact]
    public async Task Turns_of_many_callers_are_all_stored_each_threads_in_order()
    {
        await using var test = Create();
        var threads = Enumerable.Range(0, 40).Select(_ => Some.Thread()).ToArray();
        await Task.WhenAll(threads.Select((thread, t) => Task.Run(async () =>
        {
            var revision = await test.Store.BeginAsync(thread, "0");
            for (var i = 1; i <= 25; i++)
            {
                var turn = Some.Turn(thread, revision, Some.Put($"{i}"), t * 1000 + i, $"{i}");
                if (i % 5 == 0) turn = turn with { Journal = [Some.Report($"{t} {i}")] };
                revision = (await test.Store.StoreAsync(turn)).Revision;
            }
        }, Cancel)));
        await test.RestartAsync();
        foreach (var thread in threads) Assert.Equal("25", Some.Text((await test.Store.OpenDraftAsync(thread)).State));
        var rows = await test.Store.LoadOutgoingAsync(0, 1000, Cancel);
        Assert.All(rows.GroupBy(r => r.Thread), g => Assert.Equal(Enumerable.Range(1, 25).Select(i => $"{i}"), g.Select(r => Some.Text(r.Payload))));
        Assert.Equal(1000, rows.Length);
        await VerifyJournalAsync(test, 200);
    }

    [Fact]
    public async Task Of_turns_that_race_on_one_revision_one_is_stored()
    {
        await using var test = Create();
        var thread = Some.Thread();
        var revision = await test.Store.BeginAsync(thread, "0");
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(async () => await test.Store.CommitAsync(Some.Turn(thread, revision, Some.Put($"{i}"), i), Cancel), Cancel)));
        Assert.Single(results.OfType<TurnResult.Stored>());
        Assert.Equal(19, results.OfType<TurnResult.RevisionConflict>().Count());
    }

    [Fact]
    public async Task Received_is_stored_and_refused_and_duplicate()
    {
        await using var test = Create();
        var thread = Some.Thread();
        await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("a", Some.Key()), 1));
        await test.Store.CommitAsync(Some.Turn(thread, 0, Some.Put("a"), 1), Cancel);
        await test.Store.CommitAsync(Some.Turn(thread, 1, Some.Put("a"), 2), Cancel);
        await test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, Some.Put("a"), 3), Cancel);
        var counters = test.Store.Counters;
        Assert.Equal((4, 1, 2, 1), (counters.Received, counters.Stored, counters.Refused, counters.Duplicate));
    }

    [Fact]
    public async Task A_purge_comes_through_however_many_ended_at_the_same_moment()
    {
        await using var test = Create();
        ThreadKey[] ended = [.. Enumerable.Range(0, 70).Select(_ => Some.Thread())], open = [.. Enumerable.Range(0, 3).Select(_ => Some.Thread())];
        var update = 0;
        foreach (var thread in ended) await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("ended", Some.Key(), ends: Some.Start.AddHours(1)), ++update));
        foreach (var thread in open) await test.Store.StoreAsync(Some.Turn(thread, 0, Some.Put("open", Some.Key(), ends: Some.Start.AddHours(30)), ++update));
        for (var hour = 0; hour < 4; hour++)
        {
            test.Clock.Advance(TimeSpan.FromHours(1));
            await test.Store.PurgeAsync(Cancel);
        }

        foreach (var thread in ended) await test.Store.LockedDraftAsync(thread);
        foreach (var thread in open) await test.Store.OpenDraftAsync(thread);
        PurgeReport all = new(0, 0, 0, 0, 0, 0, Wiped: false, Held: false, Failed: false);
        for (var hour = 0; hour < 80; hour++)
        {
            test.Clock.Advance(TimeSpan.FromHours(1));
            var report = await test.Store.PurgeAsync(Cancel);
            all = all with { Drafts = all.Drafts + report.Drafts, Updates = all.Updates + report.Updates };
        }

        Assert.Equal((70, 73), (all.Drafts, all.Updates));
    }

    [Fact]
    public async Task A_purge_finds_all_that_is_old_among_what_is_young_however_much_it_is()
    {
        await using var test = Create();
        var random = new Random(7);
        var threads = Enumerable.Range(0, 40).Select(_ => Some.Thread()).ToArray();
        var update = 0;
        // Old and young in every thread, and numbers of updates that do not follow the time.
        for (var hour = 0; hour < 60; hour += 20)
        {
            foreach (var thread in threads)
            {
                for (var turn = 0; turn < 10; turn++)
                {
                    await test.Store.StoreAsync(Some.Turn(thread, 0, new DraftChange.Keep(), 1_000_000 * random.Next(1, 9) + ++update) with
                    {
                        IncomingMessages = [.. Enumerable.Range(0, 5).Select(_ => 1_000_000L * random.Next(1, 9) + ++update)],
                    });
                }
            }

            test.Clock.Advance(TimeSpan.FromHours(20));
        }

        var report = await test.Store.PurgeAsync(Cancel); // those of the first hour are 60 hours old, the next ones 40
        Assert.Equal((400, 2000), (report.Updates, report.Messages));
        report = await test.Store.PurgeAsync(Cancel);
        Assert.Equal((0, 0), (report.Updates, report.Messages));
        var counts = await test.Store.CountsAsync(Cancel);
        Assert.Equal((800, 4000), (counts.Updates, counts.Messages));
        test.Clock.Advance(TimeSpan.FromHours(9));
        report = await test.Store.PurgeAsync(Cancel);
        Assert.Equal((400, 2000), (report.Updates, report.Messages));
    }

    [Fact]
    public async Task A_purge_removes_what_is_past_its_time_and_nothing_else()
    {
        await using var test = Create();
        var (old, young) = (Some.Thread(), Some.Thread());
        await test.Store.StoreAsync(Some.Turn(old, 0, Some.Put("old", Some.Key()), 1) with { IncomingMessages = [4] });
        test.Clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal(0, (await test.Store.PurgeAsync(Cancel)).Updates);
        Assert.IsType<TurnResult.DuplicateUpdate>(await test.Store.CommitAsync(Some.Turn(old, 0, new DraftChange.Keep(), 1), Cancel));
        test.Clock.Advance(TimeSpan.FromHours(2));
        var report = await test.Store.PurgeAsync(Cancel);
        Assert.Equal((1, 1, 0, true, false), (report.Updates, report.Messages, report.Drafts, report.Wiped, report.Held));
        // Its time is over and the server cannot read it any more; what is sealed for the team is still there.
        await test.Store.LockedDraftAsync(old);
        test.Clock.Advance(TimeSpan.FromHours(60));
        await test.Store.StoreAsync(Some.Turn(young, 0, Some.Put("young", Some.Key(), ends: test.Clock.GetUtcNow().AddHours(44)), 2));
        test.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Equal(1, (await test.Store.PurgeAsync(Cancel)).Drafts);
        Assert.IsType<LoadResult.None>(await test.Store.LoadAsync(old, Cancel));
        await test.Store.OpenDraftAsync(young);
    }

    [Fact]
    public async Task A_call_after_the_end_is_refused()
    {
        await using var test = Create();
        await test.Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await test.Store.CommitAsync(Some.Turn(Some.Thread(), 0, new DraftChange.Keep()), Cancel));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await test.Store.LoadAsync(Some.Thread(), Cancel));
    }
}
