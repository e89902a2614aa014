using System.Collections.Immutable;
using Detainees.Benchmarks.Fill;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Benchmarks.Jobs;

/// <summary>Puts into a store what the bot's own jobs will find to do, written by clocks of days ago.</summary>
internal static class DueWork
{
    /// <summary>Of each kind: ids of updates, messages that can be deleted no more, drafts that are over, drafts long over.</summary>
    public const int Rows = 20_000, Ended = 5_000, LongEnded = 5_000;

    /// <summary>Drafts whose reminder falls due, and drafts whose time is over, in the middle of the run.</summary>
    public const int Reminders = 1_000, Ends = 1_000;

    private static readonly TimeSpan FirstReminder = TimeSpan.FromHours(20), Life = TimeSpan.FromHours(44);

    /// <param name="round">Update ids of several rounds in one folder must differ.</param>
    /// <param name="due">When reminders and ends fall due, from now.</param>
    public static async Task WriteAsync(string folder, int round, TimeSpan due, CancellationToken cancel)
    {
        var drafts = new OpenDrafts();
        var now = DateTimeOffset.UtcNow;
        await StoreFolder.WriteAsync(
            folder, new StoreFolder.Past(TimeSpan.FromHours(50)), store => StoreFolder.InGroupsAsync(store, Rows, i => Seen(round * Rows + i), cancel), cancel);
        await StoreFolder.WriteAsync(folder, TimeProvider.System, async store =>
        {
            await StoreFolder.InGroupsAsync(store, Ended, drafts.Begun(now - Life - TimeSpan.FromHours(3), wakes: false), cancel);
            await StoreFolder.InGroupsAsync(store, LongEnded, drafts.Begun(now - Life - TimeSpan.FromDays(4), wakes: false), cancel);
            now = DateTimeOffset.UtcNow + due;
            await StoreFolder.InGroupsAsync(store, Reminders, drafts.Begun(now - FirstReminder), cancel);
            await StoreFolder.InGroupsAsync(store, Ends, drafts.Begun(now - Life), cancel);
        }, cancel);
    }

    /// <summary>An update of somebody whose conversation is over, with the message that it brought.</summary>
    private static Turn Seen(int i) => new()
    {
        Thread = new ThreadKey(Guid.NewGuid()), ExpectedRevision = 0, Change = new DraftChange.Keep(), UpdateId = 1 + i, IncomingMessages = ImmutableArray.Create<long>(1 + i),
    };
}
