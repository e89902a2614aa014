using System.Collections.Concurrent;
using Detainees.Bot.Settings;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// Takes a batch of updates to the disk: each person's in order, all persons at once. An update that makes the program fail is
/// remembered by its id and passed over, so that it holds up nobody.
/// </summary>
internal sealed class IntakeSink(
    IIntakeStore store, Lanes lanes, IntakeTurns turns, WaitNotice notice, ServerSecrets secrets, ILogger<IntakeSink> log) : IUpdateSink
{
    /// <summary>Where updates are counted that belong to no chat: a thread that no chat has.</summary>
    private static readonly ThreadKey NoThread = new(Guid.Empty);

    public async ValueTask HandleAsync(IReadOnlyList<ReceivedUpdate> batch, CancellationToken cancel)
    {
        var readings = batch.Select(UpdateReader.Read).ToList();
        var work = readings.OfType<UpdateReading.ForChat>().GroupBy(reading => reading.Chat)
            .Select(chat => HandleChatAsync(chat.Key, [.. chat], cancel)).ToList();
        foreach (var ignored in readings.OfType<UpdateReading.Ignored>()) work.Add(PassOverAsync(NoThread, ignored.UpdateId, cancel));
        await Task.WhenAll(work);
        if (work.Any(done => !done.Result))
        {
            log.StoreRefuses();
            // The poller then asks for the same updates again after a pause: they wait at Telegram, for a day.
            throw new IOException("The store takes nothing now.");
        }
    }

    private async Task<bool> HandleChatAsync(ChatId chat, List<UpdateReading.ForChat> updates, CancellationToken cancel)
    {
        var thread = secrets.ThreadOf(chat);
        using var lane = await lanes.EnterAsync(thread, cancel);
        foreach (var update in updates)
        {
            bool taken;
            try
            {
                taken = await turns.RunAsync(thread, chat, update.Input, update.LanguageHint, update.UpdateId, null, cancel) is not TurnEnd.NotNow;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.Quarantined(update.UpdateId, fault.GetType().Name);
                taken = await PassOverAsync(thread, update.UpdateId, cancel);
            }

            if (taken) continue;
            // What this person wrote after it must not overtake it.
            await notice.TellAsync(chat, cancel);
            return false;
        }

        return true;
    }

    /// <summary>Counts an update as seen; nothing else changes.</summary>
    private async Task<bool> PassOverAsync(ThreadKey thread, long update, CancellationToken cancel)
    {
        while (true)
        {
            var revision = await store.LoadAsync(thread, cancel) switch
            {
                LoadResult.Open open => open.Details.Revision,
                LoadResult.Locked locked => locked.Details.Revision,
                _ => 0,
            };
            var result = await store.CommitAsync(new Storage.Turn { Thread = thread, UpdateId = update, ExpectedRevision = revision }, cancel);
            if (result is not TurnResult.RevisionConflict) return result is TurnResult.Stored or TurnResult.DuplicateUpdate;
        }
    }
}
