using System.Collections.Concurrent;
using System.Collections.Immutable;
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
    IIntakeStore store, Lanes lanes, IntakeTurns turns, OutgoingQueue outgoing, WaitNotice notice, ServerSecrets secrets, ILogger<IntakeSink> log) : IUpdateSink
{
    /// <summary>Where updates are counted that belong to no chat: a thread that no chat has.</summary>
    private static readonly ThreadKey NoThread = new(Guid.Empty);

    /// <summary>
    /// After so many failures of the machine with one update, while others were stored, they are taken for the update's own, so that
    /// all others go on. A machine that stores nothing at all is waited for without end.
    /// </summary>
    private const int MostMachineFailures = 20;

    private const string SendAgainText =
        "Ձեր վերջին հաղորդագրությունը չկարողացանք պահել։ Խնդրում ենք ուղարկել այն ևս մեկ անգամ։\n\n"
        + "Ваше последнее сообщение не удалось сохранить. Пожалуйста, пришлите его ещё раз.\n\n"
        + "Your last message could not be kept. Please send it once more.";

    private readonly ConcurrentDictionary<long, Failures> failed = new();

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
            if (await TakeAsync(thread, chat, update, cancel))
            {
                failed.TryRemove(update.UpdateId, out _);
                continue;
            }

            // What this person wrote after it must not overtake it.
            notice.Tell(chat);
            return false;
        }

        return true;
    }

    /// <summary>Whether it is done with: stored, taken before, or passed over for good.</summary>
    private async Task<bool> TakeAsync(ThreadKey thread, ChatId chat, UpdateReading.ForChat update, CancellationToken cancel)
    {
        string why;
        try
        {
            if (await turns.RunAsync(thread, chat, update.Input, update.LanguageHint, update.UpdateId, null, cancel) is not TurnEnd.NotNow) return true;
            if (!IsOnlyThisOne(update.UpdateId)) return false;
            why = nameof(TurnEnd.NotNow);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The machine's trouble passes, and the update comes again; all else would fail again the same way.
            if (MachineFault.Is(fault) && !IsOnlyThisOne(update.UpdateId)) return false;
            why = fault.GetType().Name;
        }

        return await QuarantineAsync(thread, chat, update, why, cancel);
    }

    private bool IsOnlyThisOne(long update)
    {
        var stored = store.Counters.Stored;
        var failures = failed.AddOrUpdate(update, new Failures(1, stored), (_, before) => before with { Count = before.Count + 1 });
        return failures.Count >= MostMachineFailures && stored > failures.StoredAtFirst;
    }

    private async Task<bool> QuarantineAsync(ThreadKey thread, ChatId chat, UpdateReading.ForChat update, string why, CancellationToken cancel)
    {
        log.Quarantined(update.UpdateId, why);
        return await PassOverAsync(thread, update.UpdateId, cancel, MessageOf(update.Input), SendAgain(chat));
    }

    private static ImmutableArray<long> MessageOf(Input input) => IntakeTurns.IncomingOf(input);

    private static ImmutableArray<OutgoingItem> SendAgain(ChatId chat) =>
        [new OutgoingItem(Storage.OutgoingKind.Send, MessageWriter.Send(chat, new OutgoingMessage(SendAgainText, [], null)).Encode())];

    /// <summary>Counts an update as seen; nothing else changes.</summary>
    private async Task<bool> PassOverAsync(
        ThreadKey thread, long update, CancellationToken cancel, ImmutableArray<long> messages = default, ImmutableArray<OutgoingItem> say = default)
    {
        while (true)
        {
            var revision = await store.LoadAsync(thread, cancel) switch
            {
                LoadResult.Open open => open.Details.Revision,
                LoadResult.Locked locked => locked.Details.Revision,
                _ => 0,
            };
            var turn = new Storage.Turn
            {
                Thread = thread, UpdateId = update, ExpectedRevision = revision,
                IncomingMessages = messages.IsDefault ? [] : messages, Outgoing = say.IsDefault ? [] : say,
            };
            var result = await store.CommitAsync(turn, cancel);
            if (result is TurnResult.Stored stored) outgoing.Add(turn.Outgoing, stored.Outgoing);
            if (result is not TurnResult.RevisionConflict) return result is TurnResult.Stored or TurnResult.DuplicateUpdate;
        }
    }

    /// <param name="StoredAtFirst">How many turns the store had taken when it failed first.</param>
    private readonly record struct Failures(int Count, long StoredAtFirst);
}
