using System.Diagnostics;
using System.Globalization;

namespace Detainees.Storage.Tests;

/// <summary>How fast it is here; run by hand, in Release, with <c>-explicit only</c>.</summary>
public sealed class Figures
{
    [Theory(Explicit = true), InlineData(1), InlineData(50), InlineData(500)]
    public async Task Turns_a_second(int callers)
    {
        using var folders = new StoreFolders { Clock = TimeProvider.System };
        await using var store = folders.Open();
        await MeasureAsync(store, callers, 50); // warm-up
        var (before, start, cpu) = (store.Counters, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var turns = callers == 1 ? 3000 : 60_000 / callers;
        await MeasureAsync(store, callers, turns);
        var seconds = start.Elapsed.TotalSeconds;
        var commits = store.Counters.Commits - before.Commits;
        var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (callers * turns);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{callers} callers: {callers * turns / seconds:F0} turns/s, {(double)callers * turns / commits:F1} turns a sync, {each:F0} us CPU a turn"));
    }

    /// <summary>Each turn as the bot makes it: load, put 1.5 kB, one message in, one out, settled.</summary>
    private static Task MeasureAsync(IIntakeStore store, int callers, int turns) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var thread = Some.Thread();
            var revision = await store.BeginAsync(thread, "0", DateTimeOffset.MaxValue);
            var put = Some.Put(new string('x', 1500), ends: DateTimeOffset.MaxValue);
            for (var i = 0; i < turns; i++)
            {
                await store.LoadAsync(thread, CancellationToken.None);
                var turn = Some.Turn(thread, revision, put, Random.Shared.NextInt64(), "a question of some forty letters, and more") with { IncomingMessages = [2 * i] };
                var stored = await store.StoreAsync(turn);
                revision = stored.Revision;
                _ = store.SettleAsync([new Settlement.Sent(stored.Outgoing[0], 2 * i + 1)], CancellationToken.None).AsTask();
            }
        })));
}
