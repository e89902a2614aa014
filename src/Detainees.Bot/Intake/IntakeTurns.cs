using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Detainees.Bot.Settings;
using Detainees.Bot.Team;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>What became of one input.</summary>
internal enum TurnEnd
{
    /// <summary>On the disk, with everything that is owed for it.</summary>
    Stored,

    /// <summary>It was taken before; nothing changed.</summary>
    Repeated,

    /// <summary>There is nothing to do it to (a timer of a conversation that is gone).</summary>
    Nothing,

    /// <summary>The store has no room, or may not be written. Nothing changed; it must come again.</summary>
    NotNow,

    /// <summary>The disk or the store failed at it. Nothing changed; it must come again, but not for ever.</summary>
    Failed,
}

/// <summary>
/// Takes one input of one chat through the engine and onto the disk: load, advance, commit, then hand the owed messages and
/// fetches on. The engine decides; this class only carries out.
/// </summary>
internal sealed class IntakeTurns(
    IIntakeStore store, ConversationEngine engine, ServerSecrets secrets, CurrentTeam team, HomeZone zone, TimeProvider time,
    LockedChats locked, OutgoingQueue outgoing, FetchQueue fetches, WaitNotice notice, ChatQuotas quotas, ILogger<IntakeTurns> log)
{
    /// <summary>How often a turn is tried again when the thread changed meanwhile; lanes make that rare.</summary>
    private const int Attempts = 3;

    /// <param name="thread">Whose lane the caller is in.</param>
    /// <param name="chat">Null when it is not known (timers): then the stored state must tell.</param>
    /// <param name="update">The channel's number of the update; null for what did not come from the channel.</param>
    public async ValueTask<TurnEnd> RunAsync(
        ThreadKey thread, ChatId? chat, Input input, string? languageHint, long? update, AttachmentItem? stored, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryAsync(() => store.LoadAsync(thread, cancel)) is not { } loaded) return TurnEnd.Failed;
            if (StateOf(loaded, thread, chat, languageHint) is not { } state)
            {
                await LeaveAsync(thread, loaded, input, cancel);
                return TurnEnd.Nothing;
            }

            var now = time.GetUtcNow();
            var turn = new Conversations.Turn(now, new FreshIds(RandomNumberGenerator.GetBytes(32)), zone.OffsetAt(now)) { LastInDoubt = outgoing.IsInDoubt(state.Chat) };
            var transition = engine.Advance(state, input, turn);
            var sends = transition.Effects.Any(effect => effect is Effect.Send or Effect.SendSealed);
            // Timers go on while there is no valid team list, because messages must be deleted in time; but nothing is sent.
            if (sends && !team.IsOpen) return TurnEnd.NotNow;
            if (sends && !quotas.HasReportLeft(thread)) return await PutOffAsync(thread, loaded, state.Chat, input, update, cancel);
            var plan = await PlanAsync(thread, loaded, state, transition, input, update, stored, cancel);
            var result = await TryAsync(() => store.CommitAsync(plan, cancel));
            Clear(plan);
            if (result is null) return TurnEnd.Failed;
            if (result is TurnResult.RevisionConflict && attempt < Attempts) continue;
            if (result is TurnResult.Stored done)
            {
                if (sends) quotas.CountReport(thread);
                Remember(thread, loaded, state, transition.State);
                if (transition.ShowsArrival) outgoing.Arrived(state.Chat);
                outgoing.Add(plan.Outgoing, done.Outgoing);
                foreach (var fetch in plan.FetchesAdded) fetches.Add(new PendingFetch(fetch.Attachment, thread, fetch.Payload.ToArray()));
                foreach (var discarded in plan.AttachmentsDiscarded) fetches.Cancel(discarded);
            }

            return EndOf(result);
        }
    }

    /// <summary>A report too many for one day: the draft stays as it is, and the person is told.</summary>
    private async ValueTask<TurnEnd> PutOffAsync(
        ThreadKey thread, LoadResult loaded, ChatId chat, Input input, long? update, CancellationToken cancel)
    {
        var text = KindWords.In(KindWord.ReportsFull, DetailsOf(loaded)?.Language);
        var turn = new Storage.Turn
        {
            Thread = thread, UpdateId = update, ExpectedRevision = RevisionOf(loaded), IncomingMessages = IncomingOf(input),
            Outgoing = [new OutgoingItem(Storage.OutgoingKind.Send, MessageWriter.Send(chat, new OutgoingMessage(text, [], null)).Encode())],
        };
        if (await TryAsync(() => store.CommitAsync(turn, cancel)) is not { } result) return TurnEnd.Failed;
        if (result is TurnResult.Stored done) outgoing.Add(turn.Outgoing, done.Outgoing);
        return result is TurnResult.RevisionConflict ? TurnEnd.NotNow : EndOf(result);
    }

    /// <summary>
    /// Null when the machine under the store failed, such as a disk that does not answer. That is nobody's
    /// input, so it must not be taken for a poisonous one and cost an answer: the same update comes again.
    /// </summary>
    private async ValueTask<T?> TryAsync<T>(Func<ValueTask<T>> call) where T : class
    {
        try
        {
            return await call();
        }
        catch (Exception fault) when (MachineFault.Is(fault))
        {
            log.StoreFaulted(fault.GetType().Name);
            return null;
        }
    }

    /// <summary>What nobody can be told of must not be found again and again: a draft to wake, a file to fetch, whose key is gone.</summary>
    private async ValueTask LeaveAsync(ThreadKey thread, LoadResult loaded, Input input, CancellationToken cancel)
    {
        var nothing = new Storage.Turn { Thread = thread, ExpectedRevision = RevisionOf(loaded) };
        if (input is Input.WakeUp && loaded is not LoadResult.None) await store.CommitAsync(nothing with { Change = new DraftChange.Wake(null) }, cancel);
        if (input is Input.FileFailed file) await store.CommitAsync(nothing with { FetchesRemoved = [file.Attachment.Value] }, cancel);
    }

    private ConversationState? StateOf(LoadResult loaded, ThreadKey thread, ChatId? chat, string? languageHint) => loaded switch
    {
        LoadResult.Open open when Read(open.State) is { } readable => readable,
        // A state that this program cannot read is as good as one whose key is lost: the team's copy of the key opens it.
        LoadResult.Open or LoadResult.Locked => DetailsOf(loaded) is { } kept ? LockedState(thread, chat, kept) : null,
        LoadResult.None when chat is { } known => new ConversationState.New(known, languageHint),
        _ => null,
    };

    private ConversationState.Locked? LockedState(ThreadKey thread, ChatId? chat, DraftDetails kept) =>
        locked.Find(thread, kept.Revision) ?? (chat is { } known
            ? new ConversationState.Locked(
                known, kept.Language, kept.FormId, kept.FormVersion, kept.AnswerCount, kept.EndsAt - ConversationLife.Longest)
            : null);

    private static ConversationState? Read(byte[] state)
    {
        try
        {
            return ConversationStateJson.Read(state);
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(state);
        }
    }

    private async ValueTask<Storage.Turn> PlanAsync(
        ThreadKey thread, LoadResult loaded, ConversationState before, Transition transition, Input input, long? update,
        AttachmentItem? stored, CancellationToken cancel)
    {
        var chat = before.Chat;
        var items = ImmutableArray.CreateBuilder<OutgoingItem>();
        var added = ImmutableArray.CreateBuilder<FetchItem>();
        var discarded = ImmutableArray.CreateBuilder<Guid>();
        var journal = ImmutableArray.CreateBuilder<JournalItem>();
        var forget = false;
        // What we say of our own accord waits behind answers to people who are writing now.
        var priority = (int)(input is Input.WakeUp ? OutboxPriority.Notice : OutboxPriority.Answer);
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case Effect.Say or Effect.Edit or Effect.AnswerPress or Effect.DeleteMessage:
                    items.Add(new OutgoingItem(Storage.OutgoingKind.Send, Request(chat, effect), priority));
                    break;
                case Effect.Fetch fetch:
                    added.Add(new FetchItem(fetch.Attachment.Value, FetchOrder.Write(chat, fetch)));
                    break;
                case Effect.Discard discard:
                    discarded.Add(discard.Attachment.Value);
                    break;
                case Effect.DeleteMessages:
                    items.Add(new OutgoingItem(Storage.OutgoingKind.Delete, DeleteOrder.Write(chat), priority));
                    break;
                case Effect.Send send:
                    journal.Add(Seal(send.Report));
                    break;
                case Effect.SendSealed sealedDraft:
                    var draft = DetailsOf(loaded);
                    journal.Add(new JournalItem.SealedDraft(
                        IdOf(sealedDraft.ReportId), JournalForm.Of(draft?.FormId ?? "", draft?.FormVersion ?? ""),
                        Age.Seal(Encoding.ASCII.GetBytes(sealedDraft.Reference), team.Recipients)));
                    break;
                case Effect.TakeBack back:
                    journal.Add(new JournalItem.Erasure(IdOf(back.EntryId), ""));
                    break;
                case Effect.ShowReceipt show:
                    foreach (var say in await ReceiptAsync(show, cancel))
                        items.Add(new OutgoingItem(Storage.OutgoingKind.Send, Request(chat, say), priority));
                    break;
                case Effect.Forget:
                    forget = true;
                    break;
            }
        }

        // It came too late for its draft: it is taken in and thrown away in the same turn, so that no file is left.
        if (stored is not null && !Expects(before, stored.Id)) discarded.Add(stored.Id);
        return new Storage.Turn
        {
            Thread = thread,
            UpdateId = update,
            Message = IncomingOf(input) is [var message] ? message : null,
            ExpectedRevision = RevisionOf(loaded),
            Change = ChangeOf(loaded, before, transition, forget),
            Outgoing = items.ToImmutable(),
            // A press tells a message's number too, also of one that was said twice because the first answer was cut off.
            IncomingMessages = [.. notice.TakeMessages(chat), .. IncomingOf(input), .. PressedOf(input)],
            FetchesAdded = added.ToImmutable(),
            FetchesRemoved = input switch
            {
                Input.FileStored file => [file.Attachment.Value],
                Input.FileFailed file => [file.Attachment.Value],
                _ => discarded.ToImmutable(),
            },
            AttachmentsStored = stored is null ? [] : [stored],
            AttachmentsDiscarded = discarded.ToImmutable(),
            Journal = journal.ToImmutable(),
        };
    }

    private JournalItem.Entry Seal(ReportDraft report)
    {
        var json = report.ToJson();
        var padded = Padding.PadJson(json);
        try
        {
            return new JournalItem.Entry(
                EntryKind.Report, IdOf(report.ReportId), JournalForm.Of(report.FormId, report.FormVersion),
                Age.Seal(padded, team.Recipients),
                [.. report.Attachments.Where(file => file.Stored is not null).Select(file => file.Id.Value)]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
            CryptographicOperations.ZeroMemory(padded);
            report.Clear();
        }
    }

    /// <summary>The state and its key were needed for the commit only; in memory they would outlive the draft.</summary>
    private static void Clear(Storage.Turn plan)
    {
        if (plan.Change is not DraftChange.Put put) return;
        put.NewKey?.Clear();
        if (MemoryMarshal.TryGetArray(put.State, out var state)) CryptographicOperations.ZeroMemory(state);
    }

    private static byte[] Request(ChatId chat, Effect effect) =>
        (MessageWriter.Write(chat, effect) ?? throw new UnreachableException(effect.GetType().Name)).Encode();

    private DraftChange ChangeOf(LoadResult loaded, ConversationState before, Transition transition, bool forget)
    {
        var state = transition.State;
        // Nothing of ours is left in the chat: so nothing of the chat is left here, its id included.
        if (state is ConversationState.New || (state is ConversationState.Resting && transition.WakeAt is null))
            return loaded is LoadResult.None ? new DraftChange.Keep() : new DraftChange.Remove();
        // What is locked can be put nowhere: its row stays as it is until the person has decided.
        if (state is ConversationState.Locked) return new DraftChange.Wake(transition.WakeAt);

        var life = ConversationLife.Of(state);
        var anew = before is ConversationState.Locked || loaded is not LoadResult.Open || forget;
        return new DraftChange.Put(
            ConversationStateJson.Write(state), life.FormId, life.FormVersion, life.Language, life.Answers, transition.WakeAt, life.EndsAt,
            KeyFor(life.FormId, anew ? null : DetailsOf(loaded)), GoesOn: !anew);
    }

    /// <summary>The key under which a state is to be stored; null where the one of the row goes on.</summary>
    /// <param name="form">Empty between drafts.</param>
    /// <param name="kept">Null where the key of the row must not go on.</param>
    private DraftKey? KeyFor(string form, DraftDetails? kept)
    {
        if (form.Length == 0) return kept is null ? NewKey(null) : null;
        return kept is null || kept.FormId.Length == 0 || kept.TeamSerial != team.List.Serial ? NewKey(team.List) : null;
    }

    /// <summary>
    /// Gives an open draft a new key, sealed to the team as it is now: whoever left the team must not be able to open what is
    /// written from now on. False when the store takes nothing now.
    /// </summary>
    /// <remarks>Files that came before stay sealed to the team of their time: the server cannot open them to seal them anew.</remarks>
    public async ValueTask<bool> RekeyAsync(ThreadKey thread, CancellationToken cancel)
    {
        if (await TryAsync(() => store.LoadAsync(thread, cancel)) is not { } loaded) return false;
        if (loaded is not LoadResult.Open(var state, var kept) || kept.TeamSerial == team.List.Serial) return true;
        try
        {
            var turn = new Storage.Turn
            {
                Thread = thread, ExpectedRevision = kept.Revision,
                Change = new DraftChange.Put(
                    state, kept.FormId, kept.FormVersion, kept.Language, kept.AnswerCount, kept.WakeAt, kept.EndsAt,
                    KeyFor(kept.FormId, null), GoesOn: true),
            };
            return await TryAsync(() => store.CommitAsync(turn, cancel)) is TurnResult.Stored;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(state);
        }
    }

    /// <param name="heirs">
    /// Who can open the draft if the server loses the key. Null for what is between drafts: there is nothing in it for them, and whoever only greets
    /// costs no sealing.
    /// </param>
    private static DraftKey NewKey(TeamList? heirs)
    {
        Span<byte> key = stackalloc byte[32];
        RandomNumberGenerator.Fill(key);
        try
        {
            return new DraftKey(key, heirs is null ? [] : Age.Seal(key, heirs.Everyone), heirs?.Serial ?? 0);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async ValueTask<ImmutableArray<Effect.Say>> ReceiptAsync(Effect.ShowReceipt show, CancellationToken cancel) =>
        ReceiptMessage.Write(await store.ReceiptAsync(IdOf(show.ReportId), cancel), secrets.Signing.Public);

    private void Remember(ThreadKey thread, LoadResult loaded, ConversationState before, ConversationState after)
    {
        if (after is ConversationState.Locked choosing) locked.Keep(thread, RevisionOf(loaded), choosing);
        else if (before is ConversationState.Locked) locked.Forget(thread);
    }

    /// <summary>Moves a thread's next wake-up, whatever state it is in; null for never.</summary>
    public async ValueTask SleepAsync(ThreadKey thread, DateTimeOffset? until, CancellationToken cancel)
    {
        var revision = RevisionOf(await store.LoadAsync(thread, cancel));
        if (revision != 0)
            await store.CommitAsync(new Storage.Turn { Thread = thread, ExpectedRevision = revision, Change = new DraftChange.Wake(until) }, cancel);
    }

    private static EntryId IdOf(string reportId) => new(Guid.ParseExact(reportId, "N"));

    private static long RevisionOf(LoadResult loaded) => DetailsOf(loaded)?.Revision ?? 0;

    private static DraftDetails? DetailsOf(LoadResult loaded) => loaded switch
    {
        LoadResult.Open open => open.Details,
        LoadResult.Locked kept => kept.Details,
        _ => null,
    };

    /// <summary>Whether a file belongs to what is open. Of a locked draft nobody can tell, and the team gets all that it has.</summary>
    private static bool Expects(ConversationState state, Guid attachment) => state switch
    {
        ConversationState.Drafting drafting => drafting.Draft.Attachments.Any(a => a.Id.Value == attachment),
        ConversationState.Locked => true,
        _ => false,
    };

    public static ImmutableArray<long> IncomingOf(Input input) => input switch
    {
        Input.Text m => [m.Message.Value],
        Input.Command m => [m.Message.Value],
        Input.File m => [m.Message.Value],
        Input.Place m => [m.Message.Value],
        Input.Contact m => [m.Message.Value],
        Input.Other m => [m.Message.Value],
        _ => [],
    };

    private static ImmutableArray<long> PressedOf(Input input) => input is Input.Press { Message: { } pressed } ? [pressed.Value] : [];

    private static TurnEnd EndOf(TurnResult result) => result switch
    {
        TurnResult.Stored => TurnEnd.Stored,
        TurnResult.DuplicateUpdate => TurnEnd.Repeated,
        TurnResult.StoreFailed => TurnEnd.Failed,
        TurnResult.Refused refused => throw new InvalidOperationException($"The store refused a turn: {refused.Fault}."),
        _ => TurnEnd.NotNow,
    };
}
