using System.Globalization;

namespace Detainees.Conversations;

/// <summary>What passes by itself: reminders, the end of a draft, messages that must go in time.</summary>
internal sealed partial class DraftTurn
{
    private void OnWakeUp()
    {
        if (draft.Away || NextReminder() is not { } due || Turn.Now < due) return;
        // After a long stop of ours both may be due: one is enough.
        draft.Reminders = Turn.Now >= draft.Touched + Rules.SecondReminder ? 2 : draft.Reminders + 1;
        // Neutral: it is read on a locked screen, perhaps by somebody else.
        Say(TextKey.Reminder);
    }

    private DateTimeOffset? NextReminder() => draft.Reminders switch
    {
        0 => draft.Touched + Rules.FirstReminder,
        1 => draft.Touched + Rules.SecondReminder,
        _ => null,
    };

    private DateTimeOffset WakeAt()
    {
        var reminder = draft.Away ? null : NextReminder();
        return reminder is { } due && due < Ends ? due : Ends;
    }

    private DateTimeOffset? WakeAfter(ConversationState state) => state switch
    {
        ConversationState.Sent sent => sent.Report.At + Rules.DraftLife,
        ConversationState.Resting { Since: { } since } => since + Rules.DraftLife,
        ConversationState.Drafting drafting => WakeOf(drafting.Draft),
        _ => null,
    };

    private DateTimeOffset WakeOf(Draft fresh)
    {
        var reminder = fresh.Touched + Rules.FirstReminder;
        var end = fresh.Started + Rules.DraftLife;
        return reminder < end ? reminder : end;
    }

    /// <summary>The time is over: messages can be deleted only for 48 hours, so nothing may live longer.</summary>
    private Transition End()
    {
        SettlePicked();
        // Whoever has confirmed "Send" and waits only for a file must not lose the rest with it.
        var seals = Rules.SealOnExpiry || draft.Confirmed;
        if (seals && (draft.Answered > 0 || draft.Attachments.Any(file => file.Stored is not null)))
        {
            foreach (var file in draft.Attachments.Where(file => file.Stored is null)) Do(new Effect.Discard(file.Id));
            draft.Attachments = draft.Attachments.RemoveAll(file => file.Stored is null);
            Send(TextKey.SealedAtEnd);
        }
        else
        {
            EraseDraft(TextKey.Expired);
        }

        return Done();
    }
}
