using System.Collections.Concurrent;
using System.Text.Json;
using Detainees.Conversations;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Detainees.Telegram.Tests.Outbox;

/// <summary>The sender over real HTTP, against a server that fails in all the ways that servers and networks do.</summary>
public sealed class OutboxSenderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_arrives_in_order_in_each_chat_and_every_message_id_is_reported()
    {
        await using var bench = await Bench.StartAsync(Works);
        for (var i = 0; i < 300; i++) bench.Say(chat: i % 25, text: $"{i / 25}");
        await bench.RunUntilEmptyAsync();
        Assert.Equal(300, bench.Server.Calls.Count);
        foreach (var chat in bench.Server.Calls.GroupBy(ChatOf))
            Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), chat.Select(TextOf));
        Assert.Equal(300, bench.Store.Reports.OfType<OutboxReport.Sent>().Count(sent => sent.MessageId is not null));
    }

    [Fact]
    public async Task Failures_are_retried_until_each_message_has_arrived_and_none_arrives_too_early()
    {
        var turn = new ConcurrentDictionary<long, int>();
        Bench? bench = null;
        var held = new ConcurrentDictionary<long, DateTimeOffset>();
        var tooEarly = 0;
        await using var owned = bench = await Bench.StartAsync(async (call, context, server) =>
        {
            var chat = ChatOf(call);
            var now = bench!.Clock.GetUtcNow();
            if (held.TryGetValue(chat, out var until) && now < until) Interlocked.Increment(ref tooEarly);
            var nth = turn.AddOrUpdate(chat, 1, (_, n) => n + 1);
            // Each chat's first tries meet one trouble of its own, then all is well.
            switch ((chat % 6, nth))
            {
                case (0, 1 or 2):
                    held[chat] = now + TimeSpan.FromSeconds(7);
                    await ScriptedServer.WriteAsync(context, ScriptedAnswer.TooMany(7));
                    break;
                case (1, <= 3): await ScriptedServer.WriteAsync(context, ScriptedAnswer.Json(502, "<html>Bad Gateway</html>")); break;
                case (2, 1): ScriptedServer.Cut(context); break; // before the effect
                case (3, 1): await ScriptedServer.CutInTheMiddleAsync(context, "<html>"); break;
                case (4, 1): await ScriptedServer.WriteAsync(context, ScriptedAnswer.Json(200, "")); break;
                default: await Works(call, context, server); break;
            }
        });
        for (var i = 0; i < 60; i++) bench.Say(chat: i % 12, text: $"{i / 12}");
        await bench.RunUntilEmptyAsync();
        foreach (var chat in bench.Server.Calls.GroupBy(ChatOf))
            Assert.Equal(["0", "1", "2", "3", "4"], chat.Select(TextOf));
        Assert.Equal(12, bench.Server.Calls.GroupBy(ChatOf).Count());
        Assert.Equal(0, tooEarly);
    }

    [Fact]
    public async Task Whoever_waits_until_all_has_begun_waits_for_the_slowest_to_begin_and_for_nobodys_answer()
    {
        using var hold = new ManualResetEventSlim();
        using var arrived = new SemaphoreSlim(0);
        var answered = new TaskCompletionSource();
        using var handler = new ScriptedHandler(call =>
        {
            arrived.Release();
            if (ChatOf(call) == 3) hold.Wait(Cancel);
            return ScriptedAnswer.Ok("true") with { Wait = answered.Task };
        });
        using var client = new TelegramBotClient(new() { Token = new Secret(Some.Token) }, handler);
        var store = new MemoryOutbox();
        var sender = new OutboxSender(
            store, new RequestSender(client, _ => null, NullLogger<RequestSender>.Instance), new OutboxSenderOptions(), TimeProvider.System, () => 1, NullLogger<OutboxSender>.Instance);
        for (var chat = 1; chat <= 8; chat++) store.Add(MessageWriter.Send(new ChatId(chat), new OutgoingMessage("a", [], null)));
        store.Add(MessageWriter.Send(new ChatId(1), new OutgoingMessage("after the first", [], null)));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = Task.Run(() => sender.RunAsync(stop.Token), Cancel);
        var begun = sender.BegunAsync();
        for (var i = 0; i < 8; i++) await arrived.WaitAsync(Cancel);
        Assert.False(begun.IsCompleted);

        hold.Set();
        await begun.WaitAsync(Cancel);
        Assert.Equal(8, handler.Calls.Count);
        await sender.BegunAsync().WaitAsync(Cancel);
        answered.SetResult();
        await stop.CancelAsync();
        await running;
        await sender.BegunAsync().WaitAsync(Cancel);
    }

    [Fact]
    public async Task Who_waits_while_the_sender_ends_is_let_go()
    {
        await using var bench = await Bench.StartAsync(Works);
        var begun = bench.Sender.BegunAsync();
        Assert.False(begun.IsCompleted);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await bench.RunAsync(stop.Token);
        await begun.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Reminders_for_many_go_out_bit_by_bit_and_hold_up_no_answer()
    {
        await using var bench = await Bench.StartAsync(Works);
        for (var chat = 1; chat <= 600; chat++)
            bench.Store.Add(MessageWriter.Send(new ChatId(chat), new OutgoingMessage("reminder", [], null)), priority: OutboxPriority.Notice);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = Task.Run(() => bench.RunAsync(stop.Token), Cancel);
        // The clock stands still: five reminders go, the others wait for their time.
        while (bench.Server.Calls.Count < 5) await bench.Store.Moved.WaitAsync(20, Cancel);
        bench.Say(9001, "answer");
        while (!bench.Server.Calls.Any(call => TextOf(call) == "answer")) await bench.Store.Moved.WaitAsync(20, Cancel);
        Assert.Equal(6, bench.Server.Calls.Count);
        Assert.InRange(bench.Store.HandedOut, 0, 5 + 32 + 1);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task All_reminders_go_out_in_the_end()
    {
        await using var bench = await Bench.StartAsync(Works);
        for (var chat = 1; chat <= 120; chat++)
            bench.Store.Add(MessageWriter.Send(new ChatId(chat), new OutgoingMessage("reminder", [], null)), priority: OutboxPriority.Notice);
        await bench.RunUntilEmptyAsync();
        Assert.Equal(120, bench.Server.Calls.Count);
    }

    [Fact]
    public async Task A_row_for_which_there_is_nothing_to_send_is_done_without_a_call()
    {
        await using var bench = await Bench.StartAsync(Works);
        bench.Store.AddEmpty(1);
        bench.Say(chat: 1, text: "a");
        await bench.RunUntilEmptyAsync();
        Assert.Single(bench.Server.Calls);
        Assert.Equal(2, bench.Store.Reports.OfType<OutboxReport.Sent>().Count());
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_and_asked_again()
    {
        Bench? bench = null;
        var first = true;
        await using var owned = bench = await Bench.StartAsync(async (call, context, server) =>
        {
            if (!first)
            {
                await Works(call, context, server);
                return;
            }

            first = false;
            bench!.Clock.Advance(Bench.RequestTimeout);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        bench.Say(1, "a");
        bench.Say(1, "b");
        await bench.RunUntilEmptyAsync();
        Assert.Equal(["a", "b"], bench.Server.Calls.Select(TextOf));
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_sent_again_rather_than_never()
    {
        var first = true;
        await using var bench = await Bench.StartAsync(async (call, context, server) =>
        {
            if (!first)
            {
                await Works(call, context, server);
                return;
            }

            first = false;
            server.Effect(call);
            await ScriptedServer.CutInTheMiddleAsync(context, """{"ok":true,"result":{"mess""");
        });
        bench.Say(1, "a");
        bench.Say(1, "b");
        await bench.RunUntilEmptyAsync();
        Assert.Equal(["a", "a", "b"], bench.Server.Calls.Select(TextOf));
    }

    [Fact]
    public async Task A_chat_that_blocked_the_bot_loses_its_rows_and_nobody_else_does()
    {
        await using var bench = await Bench.StartAsync((call, context, server) => ChatOf(call) == 1
            ? ScriptedServer.WriteAsync(context, ScriptedAnswer.Refused(403, "Forbidden: bot was blocked by the user"))
            : Works(call, context, server));
        for (var i = 0; i < 30; i++) bench.Say(chat: i % 3, text: "x");
        await bench.RunUntilEmptyAsync();
        Assert.Equal(20, bench.Server.Calls.Count);
        Assert.Equal(new OutboxReport.Unreachable(1, DropReason.Blocked), Assert.Single(bench.Store.Reports.OfType<OutboxReport.Unreachable>()));
    }

    [Fact]
    public async Task A_message_whose_formatting_is_not_understood_goes_without_it()
    {
        await using var bench = await Bench.StartAsync((call, context, server) => call.Text.Contains("entities", StringComparison.Ordinal)
            ? ScriptedServer.WriteAsync(context, ScriptedAnswer.Refused(400, "Bad Request: can't parse entities: ?"))
            : Works(call, context, server));
        bench.Store.Add(MessageWriter.Send(new ChatId(1), new OutgoingMessage("bold", [new(0, 4, SpanKind.Bold)], null)));
        await bench.RunUntilEmptyAsync();
        Assert.Equal("bold", TextOf(Assert.Single(bench.Server.Calls)));
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_loses_no_report()
    {
        await using var bench = await Bench.StartAsync(Works);
        bench.Store.Failures = 5;
        for (var i = 0; i < 50; i++) bench.Say(chat: i, text: "x");
        await bench.RunUntilEmptyAsync();
        Assert.Equal(50, bench.Server.Calls.Count);
        Assert.Equal(50, bench.Store.Reports.OfType<OutboxReport.Sent>().Select(sent => sent.RowId).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_token_ends_sending_and_keeps_the_rows()
    {
        await using var bench = await Bench.StartAsync((_, context, _) => ScriptedServer.WriteAsync(context, ScriptedAnswer.Refused(401, "Unauthorized")));
        bench.Say(1, "x");
        Assert.Equal(BotEnd.Unauthorized, await bench.RunAsync(Cancel));
        Assert.Equal(1, bench.Store.Count);
    }

    [Fact]
    public async Task What_is_under_way_when_the_sender_stops_is_still_reported()
    {
        var arrived = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var bench = await Bench.StartAsync(async (call, context, server) =>
        {
            arrived.TrySetResult();
            await goOn.Task;
            await Works(call, context, server);
        });
        bench.Say(1, "x");
        using var stop = new CancellationTokenSource();
        var running = bench.RunAsync(stop.Token);
        await arrived.Task;
        await stop.CancelAsync();
        goOn.SetResult();
        Assert.Equal(BotEnd.Cancelled, await running);
        Assert.Equal(0, bench.Store.Count);
    }

    private static async Task Works(ScriptedCall call, HttpContext context, ScriptedServer server)
    {
        server.Effect(call);
        await ScriptedServer.WriteAsync(context, ScriptedAnswer.Ok(Some.Message));
    }

    private static long ChatOf(ScriptedCall call) => JsonDocument.Parse(call.Body).RootElement.GetProperty("chat_id").GetInt64();
    private static string TextOf(ScriptedCall call) => JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetString()!;

    private sealed class Bench : IAsyncDisposable
    {
        private readonly TelegramBotClient client;
        private readonly LogCollector logs = new();

        private Bench(ScriptedServer server)
        {
            Server = server;
            client = new TelegramBotClient(
                new() { Token = new Secret(Some.Token), ApiRoot = server.Root, RequestTimeout = RequestTimeout }, clock: Clock);
            Sender = new OutboxSender(Store, new RequestSender(client, _ => null, logs.CreateLogger<RequestSender>()), new OutboxSenderOptions(), Clock, () => 1, logs.CreateLogger<OutboxSender>());
            Store.Written = Sender.Wake;
        }

        /// <summary>Long, so that moving the clock past a pause does not end a request that is under way.</summary>
        public static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(5);

        public FakeClock Clock { get; } = new();
        public MemoryOutbox Store { get; } = new();
        public OutboxSender Sender { get; }
        public ScriptedServer Server { get; }

        public static async Task<Bench> StartAsync(Func<ScriptedCall, HttpContext, ScriptedServer, Task> answer)
        {
            ScriptedServer? server = null;
            server = await ScriptedServer.StartAsync((call, context) => answer(call, context, server!), Cancel);
            return new Bench(server);
        }

        public void Say(long chat, string text) => Store.Add(MessageWriter.Send(new ChatId(chat), new OutgoingMessage(text, [], null)));

        public Task<BotEnd> RunAsync(CancellationToken cancel) => Sender.RunAsync(cancel);

        /// <summary>Runs until the store is empty, moving the clock on whenever nothing else moves.</summary>
        public async Task RunUntilEmptyAsync()
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var running = Task.Run(() => Sender.RunAsync(stop.Token), Cancel);
            while (Store.Count > 0)
            {
                Cancel.ThrowIfCancellationRequested();
                var before = (Server.Calls.Count, Store.Reports.Count);
                await Store.Moved.WaitAsync(20, Cancel);
                if (before == (Server.Calls.Count, Store.Reports.Count)) Clock.Advance(TimeSpan.FromSeconds(1));
            }

            await stop.CancelAsync();
            Assert.Equal(BotEnd.Cancelled, await running);
            Assert.DoesNotContain(logs.Lines, line => line.Contains("unexpectedly", StringComparison.Ordinal));
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await Server.DisposeAsync();
        }
    }

    /// <summary>An outbox as the contract says.</summary>
    private sealed class MemoryOutbox : IOutbox
    {
        private readonly Lock gate = new();
        private readonly SortedDictionary<long, (OutboxRow Row, DateTimeOffset Due, bool Out)> rows = [];

        public Action Written { get; set; } = () => { };
        public int Failures { get; set; }
        public List<OutboxReport> Reports { get; } = [];
        public SemaphoreSlim Moved { get; } = new(0);
        public int Count { get { lock (gate) return rows.Count; } }

        public int HandedOut { get { lock (gate) return rows.Values.Count(item => item.Out); } }

        public void Add(OutgoingRequest request, bool inTurn = true, OutboxPriority priority = OutboxPriority.Answer) => Add(request.ChatId, request, inTurn, priority);

        /// <summary>A row for which there is nothing to send when its time comes.</summary>
        public void AddEmpty(long chat) => Add(chat, null, inTurn: false);

        private void Add(long chat, OutgoingRequest? request, bool inTurn, OutboxPriority priority = OutboxPriority.Answer)
        {
            lock (gate)
            {
                var id = rows.Count == 0 ? 1 : rows.Keys.Max() + 1;
                rows.Add(id, (new OutboxRow(id, chat, priority, request, inTurn), default, false));
            }

            Written();
        }

        public ValueTask<OutboxTake> TakeDueAsync(DateTimeOffset now, int limit, int notices, int perChat, CancellationToken cancel)
        {
            lock (gate)
            {
                if (Failures > 0 && Failures-- % 2 == 0) throw new IOException();
                var due = rows.Values.Where(item => !item.Out && item.Due <= now).GroupBy(item => item.Row.ChatId)
                    .SelectMany(chat => chat.Take(perChat)).Select(item => item.Row).OrderBy(row => row.Priority).ThenBy(row => row.Id).ToList();
                due = [.. due.Where(row => row.Priority == OutboxPriority.Answer || notices-- > 0).Take(limit)];
                foreach (var row in due) rows[row.Id] = rows[row.Id] with { Out = true };
                var later = rows.Values.Where(item => !item.Out && item.Due > now).Select(item => (DateTimeOffset?)item.Due).Min();
                return ValueTask.FromResult(new OutboxTake(due, later));
            }
        }

        public ValueTask<OutgoingRequest?> RequestAsync(OutboxRow row, CancellationToken cancel) => ValueTask.FromResult<OutgoingRequest?>(null);

        public async ValueTask ReportAsync(IReadOnlyList<OutboxReport> reports, CancellationToken cancel)
        {
            await Task.Yield();
            lock (gate)
            {
                if (Failures > 0 && Failures-- > 0) throw new IOException();
                foreach (var report in reports) Apply(report);
                Reports.AddRange(reports);
            }

            Moved.Release();
        }

        private void Apply(OutboxReport report)
        {
            switch (report)
            {
                case OutboxReport.Sent sent: rows.Remove(sent.RowId); break;
                case OutboxReport.Dropped dropped: rows.Remove(dropped.RowId); break;
                case OutboxReport.Unreachable gone: Of(gone.ChatId).ForEach(id => rows.Remove(id)); break;
                case OutboxReport.Deferred later: Of(later.ChatId).ForEach(id => rows[id] = (rows[id].Row, later.Until, false)); break;
            }
        }

        private List<long> Of(long chat) => [.. rows.Values.Where(item => item.Row.ChatId == chat).Select(item => item.Row.Id)];
    }
}
