using System.Globalization;
using Detainees.Journal;

namespace Detainees.Storage.Tests.Faults;

/// <summary>
/// One conversation from its first answer to a report and a second one that is sealed unread, with files, deletions and purges. It
/// can be broken off anywhere and taken up again, as the channel does: everything not acknowledged comes again.
/// </summary>
internal sealed class SmallConversation
{
    private const long FirstUpdate = 900_000;
    private readonly ThreadKey thread = Some.Thread();
    private readonly Guid attachment = Guid.NewGuid();
    private readonly EntryId report = Some.Entry(), sealedDraft = Some.Entry();
    private readonly HashSet<long> owed = [];
    private readonly HashSet<long> settled = [];
    private int at;
    private int entries;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The state that each step leaves, so that one can be told from another; null for none.</summary>
    private static readonly string?[] States = ["one", "two", "two", "three", "three", "four", "sent", "sent", "new", "new", null, null];

    public bool IsOver => at == States.Length;

    /// <summary>Carries out the steps that are left until one is not acknowledged.</summary>
    /// <param name="tries">How often the same step is tried again while the machine refuses it.</param>
    public async Task GoOnAsync(IIntakeStore store, int tries)
    {
        for (var left = tries; !IsOver && left > 0;)
        {
            if (await StepAsync(store, at))
            {
                at++;
                left = tries;
            }
            else
            {
                left--;
            }
        }
    }

    /// <summary>What was acknowledged is there, once, and at most the step after it is there as well.</summary>
    public async Task CheckAsync(IIntakeStore store, Signing.SigningKey key)
    {
        Assert.True(await store.IsSoundAsync(Cancel));
        var loaded = await store.LoadAsync(thread, Cancel);
        var state = loaded switch
        {
            LoadResult.Open open => Some.Text(open.State),
            LoadResult.None => null,
            _ => "locked",
        };
        var allowed = new[] { at == 0 ? null : States[at - 1], IsOver ? null : States[at] };
        Assert.Contains(state, allowed);

        var verifier = new JournalVerifier(JournalHead.Empty);
        var found = await store.EntriesAsync(1, 100, Cancel);
        foreach (var entry in found) Assert.Null(verifier.Feed(entry));
        Assert.IsType<JournalCheck.Sound>(verifier.Finish(await store.CheckpointAsync(Cancel), key.Public, Some.Origin));
        Assert.InRange(found.Length, entries, entries + 1);
        Assert.Equal(new[] { report, sealedDraft }.Take(found.Length), found.Select(entry => entry.Id));

        var rows = (await store.LoadOutgoingAsync(0, 1000, Cancel)).Select(row => row.Id).ToHashSet();
        // One that was settled may come back after a power cut; one that was not may not go.
        Assert.Empty(owed.Except(settled).Except(rows));
        if (!IsOver) return;
        Assert.Equal(2, found.Length);
        await using var file = store.OpenAttachment(attachment);
        Assert.NotNull(file);
    }

    private async Task<bool> StepAsync(IIntakeStore store, int step) => step switch
    {
        0 => await PutAsync(store, step, isNew: true),
        1 => await PutAsync(store, step, more: turn => turn with { FetchesAdded = [new FetchItem(attachment, Some.Bytes("where it lies"))] }),
        2 => await StoreFileAsync(store, step),
        3 => await PutAsync(store, step),
        4 => await SettleAsync(store),
        5 => await PutAsync(store, step),
        6 => await SendAsync(store, step),
        7 or 11 => await PurgeAsync(store),
        8 => await PutAsync(store, step, isNew: true),
        9 => await SettleAsync(store),
        10 => await SealAsync(store, step),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private Task<bool> PutAsync(IIntakeStore store, int step, bool isNew = false, Func<Turn, Turn>? more = null) => CommitAsync(store, step, revision =>
    {
        var turn = Some.Turn(thread, revision, Some.Put(States[step]!, isNew ? Some.Key() : null), FirstUpdate + step, $"asked {step}") with
        {
            IncomingMessages = [100 + step], Message = 100 + step,
        };
        return more is null ? turn : more(turn);
    });

    private async Task<bool> StoreFileAsync(IIntakeStore store, int step)
    {
        var item = await store.WriteAttachmentAsync(attachment, [.. Enumerable.Range(0, 3000).Select(i => (byte)i)]);
        return await CommitAsync(store, step, revision => Some.Turn(thread, revision, new DraftChange.Keep(), FirstUpdate + step) with
        {
            AttachmentsStored = [item], FetchesRemoved = [attachment],
        });
    }

    private Task<bool> SendAsync(IIntakeStore store, int step) => CommitAsync(store, step, revision =>
        Some.Turn(thread, revision, Some.Put(States[step]!, Some.Key()), FirstUpdate + step, "sent") with
        {
            Journal = [new JournalItem.Entry(EntryKind.Report, report, "missing-person 3", Some.Bytes(new string('r', 6000)), [attachment])],
            Outgoing = [new OutgoingItem(OutgoingKind.Delete, Some.Bytes("chat")), new OutgoingItem(OutgoingKind.Send, Some.Bytes("the last word"))],
        });

    private Task<bool> SealAsync(IIntakeStore store, int step) => CommitAsync(store, step, revision =>
        Some.Turn(thread, revision, new DraftChange.Remove(), FirstUpdate + step, "sealed") with { Journal = [new JournalItem.SealedDraft(sealedDraft, "missing-person 3", Some.Reference)] });

    private async Task<bool> CommitAsync(IIntakeStore store, int step, Func<long, Turn> plan)
    {
        TurnResult result;
        try
        {
            var revision = await store.LoadAsync(thread, Cancel) switch
            {
                LoadResult.Open open => open.Details.Revision,
                LoadResult.None => 0,
                _ => throw new InvalidOperationException("locked"),
            };
            var turn = plan(revision);
            result = await store.CommitAsync(turn, Cancel);
        }
        catch (Exception fault) when (fault.GetType().Name == "SqliteFault" || fault is IOException)
        {
            return false;
        }

        switch (result)
        {
            case TurnResult.Stored stored:
                owed.UnionWith(stored.Outgoing);
                entries += stored.Receipts.Length;
                return true;
            case TurnResult.DuplicateUpdate:
                // Stored the first time, and the word of it was lost.
                if (step is 6 or 10) entries++;
                return true;
            case TurnResult.StoreFull or TurnResult.StoreReadOnly or TurnResult.StoreFailed:
                return false;
            default:
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"step {step}: {result}"));
                return false;
        }
    }

    private async Task<bool> SettleAsync(IIntakeStore store)
    {
        try
        {
            var rows = await store.LoadOutgoingAsync(0, 1000, Cancel);
            var batch = rows.Where(row => row.Kind == OutgoingKind.Send).Select(row => (Settlement)new Settlement.Sent(row.Id, 5000 + row.Id)).ToList();
            settled.UnionWith(batch.Select(one => one.Outgoing)); // it may be carried out without our learning of it
            return await store.SettleAsync(batch, Cancel) == SettleResult.Done;
        }
        catch (Exception fault) when (fault.GetType().Name == "SqliteFault")
        {
            return false;
        }
    }

    private static async Task<bool> PurgeAsync(IIntakeStore store)
    {
        var report = await store.PurgeAsync(Cancel);
        return report is { Failed: false, Wiped: true };
    }
}
