using System.Collections.Concurrent;
using System.Collections.Immutable;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>
/// Takes a batch of updates to the disk: each person's in order, all persons at once. An update that makes the program fail is
/// remembered by its id and passed over, so that it holds up nobody; one chat's flood is passed over past its share.
/// </summary>
internal sealed class IntakeSink(
    IIntakeStore store, Lanes lanes, IntakeTurns turns, OutgoingQueue outgoing, WaitNotice notice, ServerSecrets secrets, CurrentTeam team,
    ChatQuotas quotas, ILogger<IntakeSink> log) : IUpdateSink
{
    /// <summary>Where updates are counted that belong to no chat: a thread that no chat has.</summary>
    private static readonly ThreadKey NoThread = new(Guid.Empty);

    /// <summary>
    /// After so many failures of the machine even they are taken for the update's own, so that all others go on. It is passed over
    /// only if that can be stored, so a disk that takes nothing at all never costs an answer.
    /// </summary>
    private const int MostMachineFailures = 20;

    /// <summary>More would leave the other processors idle in a rush, fewer would need more syncs.</summary>
    private const int ChatsPerCommit = 16;

    private readonly ConcurrentDictionary<long, int> failed = new();

    public async ValueTask HandleAsync(IReadOnlyList<ReceivedUpdate> batch, CancellationToken cancel)
    {
        var readings = batch.Select(Read).ToList();
        var groups = readings.OfType<UpdateReading.ForChat>().GroupBy(reading => reading.Chat).Chunk(ChatsPerCommit).ToArray();
        var work = groups.Skip(1).Select(chats => Task.Run(() => HandleChatsAsync(chats, cancel), cancel)).ToList();
        // One of them here: a batch of a few chats, as most are, wakes no other thread. The first: who has waited longest is not to wait for a thread as well.
        if (groups is [var first, ..]) work.Add(HandleChatsAsync(first, cancel));
        using (store.Gather())
            foreach (var ignored in readings.OfType<UpdateReading.Ignored>()) work.Add(PassOverAsync(NoThread, ignored.UpdateId, [], null, cancel));
        await Task.WhenAll(work);
        if (work.Any(done => !done.Result))
        {
            log.StoreRefuses();
            // The poller then asks for the same updates again after a pause: they wait at Telegram, for a day.
            throw new IOException("The store takes nothing now.");
        }

        // When this returns, Telegram is told that it need not keep these any more. Their answers are on the disk, and those that may go at once are on
        // their way: a crash at this moment would leave their people waiting for the restart.
        await outgoing.BegunAsync().WaitAsync(cancel);
    }

    /// <summary>Each alone: one that the reader trips over must not take the batch with it, for ever.</summary>
    private UpdateReading Read(ReceivedUpdate update)
    {
        try
        {
            return UpdateReader.Read(update);
        }
#pragma warning disable CA1031 // Whatever a stranger's update does to the reader, it is that update's alone.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.Quarantined(update.Id, fault.GetType().Name);
            return new UpdateReading.Ignored(IgnoredReason.Undecodable) { UpdateId = update.Id };
        }
    }

    /// <summary>Each is worked off up to its commit, one after the other; then they share it.</summary>
    private async Task<bool> HandleChatsAsync(IReadOnlyList<IGrouping<ChatId, UpdateReading.ForChat>> chats, CancellationToken cancel)
    {
        // Alone there is nobody to share with, and what is stored alone needs no other thread.
        if (chats is [var only]) return await HandleChatAsync(only.Key, [.. only], cancel);
        List<Task<bool>> work;
        using (store.Gather()) work = [.. chats.Select(chat => HandleChatAsync(chat.Key, [.. chat], cancel))];
        return (await Task.WhenAll(work)).All(done => done);
    }

    private async Task<bool> HandleChatAsync(ChatId chat, List<UpdateReading.ForChat> updates, CancellationToken cancel)
    {
        var thread = secrets.ThreadOf(chat);
        using var lane = await lanes.EnterAsync(thread, cancel);
        if (!team.IsOpen) return await TurnAwayAsync(thread, chat, updates, cancel);
        var passed = 0;
        KindWord? word = null;
        foreach (var update in updates)
        {
            var verdict = quotas.TakeUpdate(thread);
            if (verdict is not QuotaVerdict.Taken)
            {
                passed++;
                word = WordOf(verdict) ?? word;
                continue;
            }

            var end = await TakeAsync(thread, chat, update, cancel);
            if (end is not TurnEnd.Stored) quotas.GiveBack(thread);
            if (end is not (TurnEnd.NotNow or TurnEnd.Failed)) continue;
            // What this person wrote after it must not overtake it.
            notice.Tell(chat);
            return false;
        }

        // Not even their ids are kept, and a line in the log comes only with the word that is said: what a flood costs must not grow with it.
        if (word is not { } said) return true;
        log.NotTaken(passed, "more than one chat's share");
        return await SayAsync(thread, chat, said, updates[^1].LanguageHint, [], cancel);
    }

    private static KindWord? WordOf(QuotaVerdict verdict) => verdict switch
    {
        QuotaVerdict.TooFastNow => KindWord.TooFast,
        QuotaVerdict.DayFullNow => KindWord.DayFull,
        QuotaVerdict.Taken or QuotaVerdict.Silent => null,
    };

    /// <summary>Nothing is taken in without a valid team list; whoever writes is told, and their messages are deleted in their time.</summary>
    private async Task<bool> TurnAwayAsync(ThreadKey thread, ChatId chat, List<UpdateReading.ForChat> updates, CancellationToken cancel)
    {
        ImmutableArray<long> messages =
            [.. updates.Where(_ => quotas.TakeUpdate(thread) is QuotaVerdict.Taken).SelectMany(update => IntakeTurns.IncomingOf(update.Input))];
        var tells = quotas.MaySayClosed(thread);
        if (!tells && messages.IsEmpty) return true;
        if (tells) log.NotTaken(updates.Count, "there is no valid team list");
        return await PassOverAsync(
            thread, null, messages, tells ? language => Saying(chat, KindWord.Closed, language ?? updates[^1].LanguageHint) : null, cancel);
    }

    private async Task<TurnEnd> TakeAsync(ThreadKey thread, ChatId chat, UpdateReading.ForChat update, CancellationToken cancel)
    {
        try
        {
            var end = await turns.RunAsync(thread, chat, update.Input, update.LanguageHint, update.UpdateId, null, cancel);
            if (end is not TurnEnd.Failed)
            {
                failed.TryRemove(update.UpdateId, out _);
                return end;
            }

            return CountFailure(update) >= MostMachineFailures && await QuarantineAsync(thread, chat, update, "StoreFailed", cancel)
                ? TurnEnd.Nothing : end;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The machine's trouble passes, and the update comes again; all else would fail again the same way.
            var failures = CountFailure(update);
            return (!MachineFault.Is(fault) || failures >= MostMachineFailures)
                && await QuarantineAsync(thread, chat, update, fault.GetType().Name, cancel)
                ? TurnEnd.Nothing : TurnEnd.Failed;
        }
    }

    private int CountFailure(UpdateReading update) => failed.AddOrUpdate(update.UpdateId, 1, (_, before) => before + 1);

    private async Task<bool> QuarantineAsync(ThreadKey thread, ChatId chat, UpdateReading.ForChat update, string fault, CancellationToken cancel)
    {
        log.Quarantined(update.UpdateId, fault);
        if (!await PassOverAsync(
            thread, update.UpdateId, IntakeTurns.IncomingOf(update.Input), language => Saying(chat, KindWord.SendAgain, language ?? update.LanguageHint), cancel))
            return false;
        failed.TryRemove(update.UpdateId, out _);
        return true;
    }

    private Task<bool> SayAsync(
        ThreadKey thread, ChatId chat, KindWord word, string? hint, ImmutableArray<long> messages, CancellationToken cancel) =>
        PassOverAsync(thread, null, messages, language => Saying(chat, word, language ?? hint), cancel);

    private static ImmutableArray<OutgoingItem> Saying(ChatId chat, KindWord word, string? language) =>
        [new OutgoingItem(Storage.OutgoingKind.Send, MessageWriter.Send(chat, new OutgoingMessage(KindWords.In(word, language), [], null)).Encode())];

    /// <summary>Counts an update as seen, or says something; nothing else changes.</summary>
    /// <param name="say">Given the language of the open draft, if there is one.</param>
    private async Task<bool> PassOverAsync(
        ThreadKey thread, long? update, ImmutableArray<long> messages, Func<string?, ImmutableArray<OutgoingItem>>? say, CancellationToken cancel)
    {
        while (true)
        {
            DraftDetails? draft;
            TurnResult result;
            Storage.Turn turn;
            try
            {
                draft = await store.LoadAsync(thread, cancel) switch
                {
                    LoadResult.Open open => open.Details,
                    LoadResult.Locked locked => locked.Details,
                    _ => null,
                };
                turn = new Storage.Turn
                {
                    Thread = thread, UpdateId = update, ExpectedRevision = draft?.Revision ?? 0,
                    IncomingMessages = messages, Outgoing = say?.Invoke(draft is { Language.Length: > 0 } ? draft.Language : null) ?? [],
                };
                result = await store.CommitAsync(turn, cancel);
            }
            catch (Exception fault) when (MachineFault.Is(fault))
            {
                log.StoreFaulted(fault.GetType().Name);
                return false;
            }

            if (result is TurnResult.Stored stored) outgoing.Add(turn.Outgoing, stored.Outgoing);
            if (result is not TurnResult.RevisionConflict) return result is TurnResult.Stored or TurnResult.DuplicateUpdate;
        }
    }
}
