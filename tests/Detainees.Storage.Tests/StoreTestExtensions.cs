using Detainees.Journal;

namespace Detainees.Storage.Tests;

internal static class StoreTestExtensions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TurnResult.Stored> StoreAsync(this IIntakeStore store, Turn turn) =>
        Assert.IsType<TurnResult.Stored>(await store.CommitAsync(turn, Cancel));

    public static async Task<LoadResult.Open> OpenDraftAsync(this IIntakeStore store, ThreadKey thread) =>
        Assert.IsType<LoadResult.Open>(await store.LoadAsync(thread, Cancel));

    public static async Task<LoadResult.Locked> LockedDraftAsync(this IIntakeStore store, ThreadKey thread) =>
        Assert.IsType<LoadResult.Locked>(await store.LoadAsync(thread, Cancel));

    /// <summary>A new draft with this state.</summary>
    public static async Task<long> BeginAsync(this IIntakeStore store, ThreadKey thread, string state, DateTimeOffset? ends = null) =>
        (await store.StoreAsync(Some.Turn(thread, 0, Some.Put(state, Some.Key(), ends: ends)))).Revision;

    public static async Task<AttachmentItem> WriteAttachmentAsync(this IIntakeStore store, Guid id, byte[] content)
    {
        await using var writer = Assert.IsType<AttachmentCreation.Created>(store.CreateAttachment(id)).Writer;
        await writer.Content.WriteAsync(content, Cancel);
        return Assert.IsType<AttachmentCommit.Kept>(await writer.CommitAsync(Cancel)).Item;
    }
}
