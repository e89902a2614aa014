using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Storage.Tests;

/// <summary>Random turns against a model that a person can check by eye: a dictionary of drafts, a set of updates, a list of rows.</summary>
public sealed class ModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="Chat">One of three threads.</param>
    /// <param name="Update">One of six numbers, so that some come twice.</param>
    /// <param name="Kind">What the turn does.</param>
    /// <param name="Stale">Whether it was made for a revision that is past.</param>
    private sealed record Step(int Chat, int Update, int Kind, bool Stale);

    [Fact]
    public void Whatever_the_order_of_turns_the_store_holds_what_the_model_holds_also_after_a_restart()
    {
        var step = Gen.Choose(0, 2).SelectMany(chat => Gen.Choose(1, 9).SelectMany(update => Gen.Choose(0, 9).SelectMany(kind =>
            Gen.Choose(0, 6).Select(stale => new Step(chat, update, kind, stale == 0)))));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(20_260_122, 7), Prop.ForAll(step.ListOf(25).ToArbitrary(), steps => PlayAsync([.. steps]).GetAwaiter().GetResult()));
    }

    private static async Task PlayAsync(Step[] steps)
    {
        using var folders = new StoreFolders();
        var store = folders.Open();
        var threads = new[] { Some.Thread(), Some.Thread(), Some.Thread() };
        var drafts = new Dictionary<int, (string State, long Revision)>();
        var updates = new HashSet<int>();
        var said = new List<string>();
        var reports = 0;
        foreach (var (step, number) in steps.Select((s, i) => (s, i)))
        {
            if (step.Kind == 9)
            {
                await store.DisposeAsync();
                store = folders.Open();
                continue;
            }

            var known = drafts.TryGetValue(step.Chat, out var draft);
            var state = $"state {number}";
            var turn = Some.Turn(threads[step.Chat], known ? draft.Revision : 0, new DraftChange.Keep(), step.Update, $"said {number}");
            if (step.Stale && known) turn = turn with { ExpectedRevision = draft.Revision - 1 };
            if (step.Kind < 5) turn = turn with { Change = Some.Put(state, known ? null : Some.Key()) };
            else if (step.Kind == 5 && known) turn = turn with { Change = new DraftChange.Remove(), Journal = [Some.Report(state)] };
            var result = await store.CommitAsync(turn, Cancel);

            if (updates.Contains(step.Update)) Assert.IsType<TurnResult.DuplicateUpdate>(result);
            else if (step.Stale && known) Assert.IsType<TurnResult.RevisionConflict>(result);
            else
            {
                var stored = Assert.IsType<TurnResult.Stored>(result);
                updates.Add(step.Update);
                said.Add($"said {number}");
                if (step.Kind < 5) drafts[step.Chat] = (state, stored.Revision);
                else if (step.Kind == 5 && known) reports += drafts.Remove(step.Chat) ? 1 : 0;
                else if (known) drafts[step.Chat] = draft with { Revision = stored.Revision };
            }
        }

        await store.DisposeAsync();
        store = folders.Open();
        foreach (var chat in Enumerable.Range(0, threads.Length))
        {
            var loaded = await store.LoadAsync(threads[chat], Cancel);
            if (drafts.TryGetValue(chat, out var draft)) Assert.Equal((draft.State, draft.Revision), (Some.Text(((LoadResult.Open)loaded).State), ((LoadResult.Open)loaded).Details.Revision));
            else Assert.IsType<LoadResult.None>(loaded);
        }

        Assert.Equal(said, (await store.LoadOutgoingAsync(0, 1000, Cancel)).Select(row => Some.Text(row.Payload)));
        Assert.Equal((reports, true), ((int)(await store.HeadAsync(Cancel)).Size, await store.IsSoundAsync(Cancel)));
        await store.DisposeAsync();
    }
}
