using System.Text;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Tests.Intake;

/// <summary>What the sender is given, over a real store: order, fairness, deletions, and what a crash leaves.</summary>
public sealed class OutgoingQueueTests : IAsyncDisposable
{
    private readonly IntakeRig rig = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task What_is_said_in_a_chat_goes_out_in_the_order_in_which_it_was_said()
    {
        await SayAsync(1, "one", "two");
        await SayAsync(1, "three");
        Assert.Equal(["one", "two", "three"], Texts(await TakeAsync()));
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task Answers_pass_notices_of_the_same_chat()
    {
        await SayAsync(1, OutboxPriority.Notice, "reminder");
        await SayAsync(1, "answer");
        Assert.Equal(["answer", "reminder"], Texts(await TakeAsync()));
    }

    [Fact]
    public async Task Answers_pass_the_notices_of_all_other_chats()
    {
        for (var chat = 1; chat <= 50; chat++) await SayAsync(chat, OutboxPriority.Notice, "reminder");
        await SayAsync(99, "answer");
        Assert.Equal("answer", Texts(await TakeAsync(limit: 5))[0]);
    }

    [Fact]
    public async Task A_long_queue_of_one_chat_does_not_keep_the_others_out()
    {
        await SayAsync(1, [.. Enumerable.Range(1, 30).Select(n => $"a{n}")]);
        await SayAsync(2, "b1");
        await SayAsync(3, "c1");
        Assert.Equal(["a1", "a2", "b1", "c1"], Texts(await TakeAsync(limit: 10, perChat: 2)));
    }

    [Fact]
    public async Task A_chat_that_had_its_turn_goes_to_the_end_of_the_round()
    {
        foreach (var chat in new[] { 1, 2, 3 }) await SayAsync(chat, $"{chat}a", $"{chat}b");
        var order = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var row = Assert.Single(await TakeAsync(limit: 1, perChat: 1));
            order.AddRange(Texts([row]));
            await SentAsync(row);
        }

        Assert.Equal(["1a", "2a", "3a", "1b", "2b", "3b"], order);
    }

    [Fact]
    public async Task A_chat_that_empties_and_fills_again_has_one_place_in_the_round()
    {
        for (var i = 0; i < 5; i++)
        {
            await SayAsync(1, "x");
            // Emptied before the round comes by again.
            await SentAsync(Assert.Single(await TakeAsync(limit: 1)));
            await SayAsync(1, "y");
            await SentAsync(Assert.Single(await TakeAsync(limit: 1)));
        }

        await SayAsync(1, "1a", "1b");
        await SayAsync(2, "2a", "2b");
        var order = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var row = Assert.Single(await TakeAsync(limit: 1, perChat: 1));
            order.AddRange(Texts([row]));
            await SentAsync(row);
        }

        Assert.Equal(["1a", "2a", "1b", "2b"], order);
    }

    [Fact]
    public async Task A_deferred_row_holds_its_whole_chat_and_no_other()
    {
        await SayAsync(1, "1a", "1b", "1c");
        await SayAsync(2, "2a");
        var taken = await TakeAsync(perChat: 2);
        Assert.Equal(["1a", "1b", "2a"], Texts(taken));
        var until = rig.Clock.GetUtcNow().AddSeconds(30);
        await rig.Outgoing.ReportAsync([new OutboxReport.Deferred(taken[0].Id, 1, until), new OutboxReport.Sent(taken[2].Id, 2, 5)], Cancel);
        await SayAsync(1, "1d");
        await SayAsync(2, "2b");
        var take = await rig.Outgoing.TakeDueAsync(until.AddTicks(-1), 100, 100, 8, Cancel);
        Assert.Equal(["2b"], Texts(take.Rows));
        Assert.Equal(until, take.NextDue);
        Assert.Equal(["1a", "1b", "1c", "1d"], Texts((await rig.Outgoing.TakeDueAsync(until, 100, 100, 8, Cancel)).Rows));
    }

    [Fact]
    public async Task A_deferral_holds_after_a_restart()
    {
        await SayAsync(1, "1a", "1b");
        var until = rig.Clock.GetUtcNow().AddSeconds(30);
        await rig.Outgoing.ReportAsync([new OutboxReport.Deferred((await TakeAsync())[0].Id, 1, until)], Cancel);
        await rig.RestartAsync();
        Assert.Empty(await TakeAsync());
        Assert.Equal(["1a", "1b"], Texts((await rig.Outgoing.TakeDueAsync(until, 100, 100, 8, Cancel)).Rows));
    }

    [Fact]
    public async Task An_unreachable_chat_loses_all_its_rows_for_good_and_no_other_does()
    {
        await SayAsync(1, "1a", "1b");
        await SayAsync(2, "2a");
        var taken = await TakeAsync(perChat: 1);
        await rig.Outgoing.ReportAsync(
            [new OutboxReport.Dropped(taken[0].Id, 1, DropReason.Blocked), new OutboxReport.Unreachable(1, DropReason.Blocked)], Cancel);
        Assert.Empty(await TakeAsync());
        await rig.RestartAsync();
        Assert.Equal(["2a"], Texts(await TakeAsync()));
        await SayAsync(1, "back again");
        Assert.Equal(["back again"], Texts(await TakeAsync()));
    }

    [Fact]
    public async Task Rows_left_by_a_former_process_are_taken_up_in_order()
    {
        await SayAsync(1, "1a");
        await SayAsync(2, "2a");
        await SayAsync(1, "1b", "1c");
        var taken = await TakeAsync(perChat: 1);
        await SentAsync(taken.Single(row => row.ChatId == 1));
        // The other row was under way when the process died: it is sent again, nothing is lost.
        await rig.RestartAsync();
        Assert.Equal(["1b", "1c", "2a"], Texts(await TakeAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_rows_than_fit_a_page_are_all_taken_up()
    {
        for (var chat = 1; chat <= 91; chat++) await SayAsync(chat, [.. Enumerable.Range(0, 11).Select(n => $"{n}")]);
        await rig.RestartAsync();
        Assert.Equal(91 * 11, (await TakeAsync(limit: 5000, perChat: 5000)).Count);
    }

    [Fact]
    public async Task What_waits_in_one_chat_is_bounded_the_newest_is_said_and_the_overtaken_leaves_the_disk_too()
    {
        for (var n = 0; n < 500; n++) await SayAsync(1, $"{n}");
        await SayAsync(2, "another chat");
        Assert.Equal(OutgoingQueue.MostWaiting + 1, rig.Outgoing.Rows);
        var taken = await TakeAsync(limit: 5000, perChat: 5000);
        Assert.Equal(["another chat", .. Enumerable.Range(460, 40).Select(n => $"{n}")], Texts(taken).OrderBy(text => text.Length > 3 ? 0 : 1).ThenBy(text => text));
        Assert.Equal(OutgoingQueue.MostWaiting + 1, (await rig.Store.LoadOutgoingAsync(0, 1000, Cancel)).Length);
    }

    [Fact]
    public async Task An_order_to_delete_is_never_overtaken()
    {
        await SayAsync(1, "before");
        await DeleteAsync(1);
        for (var n = 0; n < 100; n++) await SayAsync(1, $"{n}");
        Assert.Contains(await rig.Store.LoadOutgoingAsync(0, 1000, Cancel), row => row.Kind is Storage.OutgoingKind.Delete);
        Assert.Equal(OutgoingQueue.MostWaiting, rig.Outgoing.Rows);
    }

    [Fact]
    public async Task Rows_whose_key_is_gone_are_dropped_and_do_not_come_back()
    {
        await SayAsync(1, "1a");
        await rig.RestartAsync(loseEpochKeys: true);
        Assert.Empty(await TakeAsync());
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_row_that_is_no_request_is_dropped_at_the_start_and_the_next_one_goes()
    {
        await CommitAsync(1, [new OutgoingItem(Storage.OutgoingKind.Send, "{"u8.ToArray())]);
        await SayAsync(1, "next");
        await rig.RestartAsync();
        Assert.Equal(["next"], Texts(await TakeAsync()));
        Assert.Single(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_store_that_does_not_take_reports_gets_the_same_reports_again()
    {
        await SayAsync(1, "1a", "1b");
        var taken = await TakeAsync();
        List<OutboxReport> reports = [new OutboxReport.Sent(taken[0].Id, 1, 11), new OutboxReport.Dropped(taken[1].Id, 1, DropReason.Refused)];
        foreach (var answer in new[] { SettleResult.Full, SettleResult.Failed })
        {
            rig.Store.SettleGives = answer;
            await Assert.ThrowsAsync<IOException>(async () => await rig.Outgoing.ReportAsync(reports, Cancel));
            Assert.Equal(2, (await rig.Store.LoadOutgoingAsync(0, 10, Cancel)).Length);
        }

        rig.Store.SettleGives = null;
        for (var i = 0; i < 2; i++) await rig.Outgoing.ReportAsync(reports, Cancel);
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task A_delete_order_goes_when_what_was_said_before_it_is_sent_and_holds_up_nothing_that_was_said_after_it()
    {
        await SayAsync(1, "before");
        await DeleteAsync(1);
        await SayAsync(1, "after");
        var said = await TakeAsync();
        Assert.Equal(["before", "after"], Texts(said));
        await SentAsync(said[1], 42);
        Assert.Empty(await TakeAsync());
        await SentAsync(said[0], 41);
        var order = Assert.Single(await TakeAsync());
        // What came after it stays.
        Assert.Equal([41], Deleting(order));
        Assert.False(order.InTurn);
        await SentAsync(order);
        Assert.Empty(await TakeAsync());
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task The_answer_to_a_press_needs_no_turn_and_what_is_said_does()
    {
        await CommitAsync(1, [new OutgoingItem(Storage.OutgoingKind.Send, MessageWriter.AnswerPress(new ChatId(1), "77", null).Encode())]);
        await SayAsync(1, "said");
        Assert.Equal([false, true], (await TakeAsync()).Select(row => row.InTurn));
    }

    [Fact]
    public async Task A_row_that_is_sent_after_its_chat_had_to_wait_is_done()
    {
        await CommitAsync(1, [new OutgoingItem(Storage.OutgoingKind.Send, MessageWriter.AnswerPress(new ChatId(1), "77", null).Encode())]);
        await SayAsync(1, "said");
        var rows = await TakeAsync();
        await rig.Outgoing.ReportAsync([new OutboxReport.Deferred(rows[0].Id, 1, rig.Clock.GetUtcNow().AddSeconds(5))], Cancel);
        await SentAsync(rows[1], 9);
        var take = await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow().AddSeconds(5), 100, 100, 8, Cancel);
        Assert.Equal(rows[0].Id, Assert.Single(take.Rows).Id);
    }

    [Fact]
    public async Task A_delete_order_waits_for_a_notice_that_was_promised_before_it()
    {
        await SayAsync(1, OutboxPriority.Notice, "reminder");
        await DeleteAsync(1);
        await SayAsync(1, "erased");
        var said = await TakeAsync();
        Assert.Equal(["erased", "reminder"], Texts(said));
        await SentAsync(said[0], 8);
        Assert.Empty(await TakeAsync());
        await SentAsync(said[1], 7);
        Assert.Equal(7, Assert.Single(await TakeDeleteAsync()));
    }

    [Fact]
    public async Task Deleting_goes_in_chunks_of_a_hundred_with_the_persons_own_messages()
    {
        await CommitAsync(1, [], incoming: [.. Enumerable.Range(1, 250).Select(n => (long)n)]);
        await DeleteAsync(1);
        var sizes = new List<int>();
        while (await TakeAsync() is [var row])
        {
            sizes.Add(Deleting(row).Length);
            await SentAsync(row);
        }

        Assert.Equal([100, 100, 50], sizes);
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_message_that_cannot_be_deleted_is_passed_over_and_the_others_go()
    {
        await CommitAsync(1, [], incoming: [1, 2, 3]);
        await DeleteAsync(1);
        var gone = new List<long>();
        for (var guard = 0; guard < 20 && await TakeAsync() is [var row]; guard++)
        {
            if (Deleting(row).Contains(2)) await rig.Outgoing.ReportAsync([new OutboxReport.Dropped(row.Id, 1, DropReason.NotDeletable)], Cancel);
            else
            {
                gone.AddRange(Deleting(row));
                await SentAsync(row);
            }
        }

        Assert.Equal([1, 3], gone);
        Assert.Empty(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
        Assert.Contains("[1013]", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_order_that_covers_nothing_leaves_silently_and_lets_the_rest_go()
    {
        await DeleteAsync(1);
        await SayAsync(1, "after");
        Assert.Equal(["after"], Texts(await TakeAsync()));
        Assert.Empty(await TakeAsync());
        Assert.Single(await rig.Store.LoadOutgoingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task A_store_that_cannot_look_up_messages_loses_no_row_and_holds_up_no_other()
    {
        await SayAsync(2, "2a");
        await CommitAsync(1, [], incoming: [1]);
        await DeleteAsync(1);
        await SayAsync(3, "3a");
        rig.Store.FailingLookUps = 1;
        var rows = (await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow(), 100, 100, 8, Cancel)).Rows;
        Assert.Equal([1, 2, 3], rows.Select(row => row.ChatId).Order());
        var order = rows.Single(row => row.ChatId == 1);
        await Assert.ThrowsAsync<IOException>(async () => await rig.Outgoing.RequestAsync(order, Cancel));
        // The sender takes that for an answer that did not come.
        await rig.Outgoing.ReportAsync([new OutboxReport.Deferred(order.Id, 1, rig.Clock.GetUtcNow())], Cancel);
        Assert.Equal(1, Assert.Single(await TakeDeleteAsync()));
    }

    [Fact]
    public async Task A_delete_order_of_a_former_process_still_covers_what_that_one_sent()
    {
        await SayAsync(1, "before");
        await SentAsync(Assert.Single(await TakeAsync()), 41);
        await DeleteAsync(1);
        await rig.RestartAsync();
        Assert.Equal(41, Assert.Single(await TakeDeleteAsync()));
    }

    [Fact]
    public async Task The_sender_is_woken_by_every_row_and_every_report()
    {
        var woken = 0;
        rig.Outgoing.Added = () => woken++;
        await SayAsync(1, "x");
        Assert.Equal(1, woken);
        await SentAsync(Assert.Single(await TakeAsync()));
        Assert.Equal(2, woken);
        rig.Outgoing.Add([], []);
        Assert.Equal(2, woken);
    }

    private Task SayAsync(long chat, params string[] texts) => SayAsync(chat, OutboxPriority.Answer, texts);

    private Task SayAsync(long chat, OutboxPriority priority, params string[] texts) => CommitAsync(chat, [.. texts.Select(text => new OutgoingItem(
        Storage.OutgoingKind.Send, MessageWriter.Send(new ChatId(chat), new OutgoingMessage(text, [], null)).Encode(), (int)priority))]);

    private Task DeleteAsync(long chat) =>
        CommitAsync(chat, [new OutgoingItem(Storage.OutgoingKind.Delete, DeleteOrder.Write(new ChatId(chat)), (int)OutboxPriority.Answer)]);

    private async Task CommitAsync(long chat, OutgoingItem[] items, long[]? incoming = null)
    {
        var turn = new Storage.Turn
        {
            Thread = rig.Secrets.ThreadOf(new ChatId(chat)), ExpectedRevision = 0, Outgoing = [.. items], IncomingMessages = [.. incoming ?? []],
        };
        var stored = Assert.IsType<TurnResult.Stored>(await rig.Store.CommitAsync(turn, Cancel));
        rig.Outgoing.Add(turn.Outgoing, stored.Outgoing);
    }

    /// <summary>As the sender does it: a row without its request is asked for it, and is done when there is none.</summary>
    private async Task<IReadOnlyList<OutboxRow>> TakeAsync(int limit = 100, int perChat = 8)
    {
        var rows = new List<OutboxRow>();
        foreach (var row in (await rig.Outgoing.TakeDueAsync(rig.Clock.GetUtcNow(), limit, limit, perChat, Cancel)).Rows)
        {
            if (row.Request is not null) rows.Add(row);
            else if (await rig.Outgoing.RequestAsync(row, Cancel) is { } request) rows.Add(row with { Request = request });
            else await SentAsync(row);
        }

        return rows;
    }

    private async Task<long[]> TakeDeleteAsync() => Deleting(Assert.Single(await TakeAsync()));

    private Task SentAsync(OutboxRow row, long? message = null) =>
        rig.Outgoing.ReportAsync([new OutboxReport.Sent(row.Id, row.ChatId, message)], Cancel).AsTask();

    private static List<string> Texts(IEnumerable<OutboxRow> rows) => [.. rows.Select(Text)];

    private static string Text(OutboxRow row)
    {
        using var body = System.Text.Json.JsonDocument.Parse(row.Request().Body);
        return body.RootElement.GetProperty("text").GetString() ?? "";
    }

    private static long[] Deleting(OutboxRow row)
    {
        Assert.Equal(Telegram.OutgoingKind.Delete, row.Kind());
        using var body = System.Text.Json.JsonDocument.Parse(row.Request().Body);
        return [.. body.RootElement.GetProperty("message_ids").EnumerateArray().Select(id => id.GetInt64())];
    }
}

internal static class RowReading
{
    public static OutgoingRequest Request(this OutboxRow row) =>
        row.Request ?? throw new InvalidOperationException($"{row}");

    public static Telegram.OutgoingKind Kind(this OutboxRow row) => row.Request().Kind;
}
