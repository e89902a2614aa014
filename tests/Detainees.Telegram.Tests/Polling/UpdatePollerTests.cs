using System.Text.Json;
using Detainees.Telegram.Tests.Server;
using Detainees.Testing;
using Microsoft.Extensions.Logging;

namespace Detainees.Telegram.Tests.Polling;

public sealed class UpdatePollerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_offset_moves_only_when_a_batch_is_durable_and_past_poison()
    {
        var bench = new Bench(
            ScriptedAnswer.Ok("""[{"update_id":900},{"update_id":901,"message":{"chat":"?"}},{"update_id":902}]"""),
            ScriptedAnswer.Ok("""[{"update_id":900},{"update_id":901,"message":{"chat":"?"}},{"update_id":902}]"""),
            ScriptedAnswer.Ok("""[{"update_id":12}]"""), // after a quiet week ids start anew
            ScriptedAnswer.Ok("[]"));
        bench.Sink.Failures = 1;
        await bench.RunAsync();
        Assert.Equal([null, null, 903, 13, 13], bench.Offsets);
        Assert.Equal(["900,901,902", "900,901,902", "12"], bench.Sink.Batches);
        Assert.Contains(bench.Logs.Lines, line => line.Contains("3104", StringComparison.Ordinal) && line.Contains("901", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poll_that_was_begun_before_is_the_first_one_and_what_it_brought_is_confirmed_by_the_next()
    {
        var bench = new Bench(ScriptedAnswer.Ok("""[{"update_id":900}]"""), ScriptedAnswer.Ok("[]")) { BeginsBefore = true };
        await bench.RunAsync();
        Assert.Equal([null, 901, 901], bench.Offsets);
        Assert.Equal(["900"], bench.Sink.Batches);
    }

    [Fact]
    public async Task A_webhook_that_a_poll_begun_before_met_is_deleted()
    {
        var bench = new Bench(ScriptedAnswer.Refused(409, "Conflict: can't use getUpdates method while webhook is active"), ScriptedAnswer.Ok("[]"))
        {
            BeginsBefore = true, Options = new UpdatePollerOptions { DeleteWebhook = true },
        };
        await bench.RunAsync();
        Assert.Equal("getUpdates deleteWebhook getUpdates getUpdates", string.Join(' ', bench.Handler.Calls.Select(call => call.Method)));
    }

    [Fact]
    public async Task A_poll_that_was_begun_before_and_has_no_answer_does_not_keep_the_program_from_ending()
    {
        using var client = new TelegramBotClient(Some.Options(), new ScriptedHandler(_ => ScriptedAnswer.Ok("[]")));
        using var stop = new CancellationTokenSource();
        var poller = new UpdatePoller(client, new Sink(), new UpdatePollerOptions(), new FakeClock(), () => 1, new LogCollector().CreateLogger<UpdatePoller>());
        var polling = poller.RunAsync(stop.Token, new TaskCompletionSource<ApiResult<UpdateBatch>>().Task);
        await stop.CancelAsync();
        Assert.Equal(BotEnd.Cancelled, await polling.WaitAsync(Cancel));
    }

    [Fact]
    public async Task Failures_are_waited_out_longer_and_longer_and_told_waits_are_kept()
    {
        var bench = new Bench(
            ScriptedAnswer.Fails(new HttpRequestException(HttpRequestError.ConnectionError)),
            ScriptedAnswer.Json(502, "<html>"),
            ScriptedAnswer.Json(200, """{"ok":true,"res"""),
            ScriptedAnswer.TooMany(120),
            ScriptedAnswer.Ok("[]"),
            ScriptedAnswer.Fails(new IOException()),
            ScriptedAnswer.Ok("""[{"no":"id"}]"""));
        await bench.RunAsync();
        Assert.Equal([1, 2, 4, 120, 0, 1, 2], bench.Pauses);
        Assert.NotNull(bench.Poller.LastContact);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_asked_for_again_with_fewer_updates_in_it()
    {
        var cut = ScriptedAnswer.Json(200, """{"ok":true,"res""");
        var bench = new Bench(cut, cut, ScriptedAnswer.Ok("""[{"update_id":900}]"""), ScriptedAnswer.Ok("[]"));
        await bench.RunAsync();
        Assert.Equal([100, 50, 25, 100], bench.Limits.Take(4));
    }

    [Fact]
    public async Task One_update_of_a_strange_shape_does_not_take_the_others_with_it()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 2000)) + string.Concat(Enumerable.Repeat("]", 2000));
        var bench = new Bench(ScriptedAnswer.Ok(
            "[{\"update_id\":900},{\"update_id\":901,\"message\":" + deep + "},{\"update_id\":902,\"message\":{\"text\":\"\\ud800\"}},{\"update_id\":903,\"poll\":1e999999},{\"update_id\":904}]"));
        await bench.RunAsync();
        Assert.Equal(["900,901,902,903,904"], bench.Sink.Batches);
    }

    [Fact]
    public async Task Pauses_do_not_grow_past_the_cap()
    {
        var bench = new Bench([.. Enumerable.Repeat(ScriptedAnswer.Json(500, ""), 40)]);
        await bench.RunAsync();
        Assert.Equal(30, bench.Pauses.Max());
    }

    [Fact]
    public async Task Another_poller_is_named_in_the_log_and_given_time()
    {
        var bench = new Bench(ScriptedAnswer.Refused(409, "Conflict: terminated by other getUpdates request"), ScriptedAnswer.Ok("[]"));
        await bench.RunAsync();
        Assert.Equal([5, 0], bench.Pauses);
        Assert.Contains(bench.Logs.Lines, line => line.Contains("OtherPoller (409)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "getUpdates deleteWebhook getUpdates getUpdates", 0)]
    [InlineData(false, "getUpdates getUpdates getUpdates", 5)]
    public async Task A_webhook_is_deleted_only_when_that_is_allowed_and_its_messages_are_kept(bool allowed, string methods, int pause)
    {
        var bench = new Bench(ScriptedAnswer.Refused(409, "Conflict: can't use getUpdates method while webhook is active"), ScriptedAnswer.Ok("[]"))
        {
            Options = new UpdatePollerOptions { DeleteWebhook = allowed },
        };
        await bench.RunAsync();
        Assert.Equal(methods, string.Join(' ', bench.Handler.Calls.Select(call => call.Method)));
        Assert.Equal(pause, bench.Pauses[0]);
        Assert.DoesNotContain(bench.Handler.Calls, call => call.Text.Contains("true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_token_ends_polling_with_its_reason()
    {
        var bench = new Bench(ScriptedAnswer.Refused(401, "Unauthorized"));
        Assert.Equal(BotEnd.Unauthorized, await bench.RunAsync());
        Assert.Single(bench.Handler.Calls);
    }

    /// <summary>Plays answers; after the last one the poll hangs and is cancelled. Pauses are in whole seconds of the fake clock.</summary>
    private sealed class Bench
    {
        private readonly Queue<ScriptedAnswer> answers;
        private readonly FakeClock clock = new();
        private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        private DateTimeOffset lastAnswer;

        public Bench(params ScriptedAnswer[] script)
        {
            answers = new(script);
            lastAnswer = clock.GetUtcNow();
            Handler = new ScriptedHandler(call =>
            {
                lock (answers)
                {
                    if (call.Method == "deleteWebhook") return ScriptedAnswer.Ok("true");
                    if (Handler!.Calls.Count(c => c.Method == "getUpdates") > 1) Pauses.Add((int)(clock.GetUtcNow() - lastAnswer).TotalSeconds);
                    lastAnswer = clock.GetUtcNow();
                    if (answers.TryDequeue(out var answer)) return answer;
                    stop.Cancel();
                    return ScriptedAnswer.Fails(new OperationCanceledException());
                }
            });
            Poller = null!;
        }

        public ScriptedHandler Handler { get; }
        public Sink Sink { get; } = new();
        public LogCollector Logs { get; } = new();
        public UpdatePollerOptions Options { get; init; } = new();
        public bool BeginsBefore { get; init; }
        public UpdatePoller Poller { get; private set; }
        public List<int> Pauses { get; } = [];

        public IEnumerable<long?> Offsets => Handler.Calls.Select(call =>
            JsonDocument.Parse(call.Body).RootElement.TryGetProperty("offset", out var offset) ? offset.GetInt64() : (long?)null);

        public IEnumerable<int> Limits => Handler.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("limit").GetInt32());

        public async Task<BotEnd> RunAsync()
        {
            using var client = new TelegramBotClient(Some.Options(), Handler);
            Poller = new UpdatePoller(client, Sink, Options, new SkippingClock(clock), () => 1, Logs.CreateLogger<UpdatePoller>());
            return await Poller.RunAsync(stop.Token, BeginsBefore ? client.GetUpdates(null, Options.PollSeconds, Options.BatchSize, stop.Token) : null);
        }
    }

    /// <summary>A clock whose waits are over as soon as they begin, having taken their time.</summary>
    private sealed class SkippingClock(FakeClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero) ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
            return timer;
        }
    }

    private sealed class Sink : IUpdateSink
    {
        public int Failures { get; set; }
        public List<string> Batches { get; } = [];

        public ValueTask HandleAsync(IReadOnlyList<ReceivedUpdate> batch, CancellationToken cancel)
        {
            Batches.Add(string.Join(',', batch.Select(update => update.Id)));
            return Failures-- > 0 ? throw new IOException("the disk is full of names") : ValueTask.CompletedTask;
        }
    }
}
