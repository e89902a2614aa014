using System.Globalization;

namespace Detainees.Conversations;

/// <summary>A draft that can no longer be shown: a restart lost its key. Its sealed copy can still be sent.</summary>
internal sealed class LockedTurn(EngineParts parts, ConversationState.Locked state, Turn turn) : ChatTurn(parts, state.Chat, turn, state.Language)
{
    private const string Session = "k";

    public Transition Advance(Input input)
    {
        if (input is Input.Press press) Pressed(press.PressId);
        if (Turn.Now >= Ends) return Erase(TextKey.Expired);
        switch (input)
        {
            case Input.WakeUp when state.Nonce.Length == 0: return Offer(LockedChoice.None);
            case Input.WakeUp or Input.Left or Input.FileStored or Input.FileFailed: return Finish(state, Ends);
            case Input.Press pressed: return Press(pressed);
            case Input.Command { Name: "erase" or "cancel" }: return Offer(LockedChoice.Erase);
            case Input.Command { Name: "receipt" } when state.Last is { } last:
                TellReceipt(last);
                return Finish(state, Ends);
            case Input.Text text when state.Confirming != LockedChoice.None && Texts.Yes.Contains(Folding.Fold(text.Value)):
                return Act(new PressAction(ActionKind.Yes));
            case Input.Text text when state.Confirming != LockedChoice.None && Texts.No.Contains(Folding.Fold(text.Value)):
                return Act(new PressAction(ActionKind.No));
            // What is sent now has no place to go to; it must not look as if it had been kept.
            case Input.Text or Input.File or Input.Place or Input.Contact when state.Nonce.Length > 0: Remark(TextKey.LockedNotKept); break;
            case Input.Edited: Remark(TextKey.EditUnknown); break;
        }

        return Offer(state.Confirming);
    }

    private DateTimeOffset Ends => state.Started + Rules.DraftLife;

    private Transition Offer(LockedChoice confirming)
    {
        // The same question said again keeps its buttons alive; another question gets fresh ones.
        var nonce = state.Nonce.Length > 0 && confirming == state.Confirming ? state.Nonce : Ids.Word(6);
        var body = new MessageBuilder();
        List<IReadOnlyList<Button>> rows;
        switch (confirming)
        {
            case LockedChoice.None:
                body.Append(Texts.Get(TextKey.Locked, "count", state.Answered));
                rows = [[Choice(TextKey.SendSealed, ActionKind.Send, ButtonStyle.Primary)], [Choice(TextKey.StartOver, ActionKind.StartOver, ButtonStyle.Plain)], [Choice(TextKey.EraseYes, ActionKind.Erase, ButtonStyle.Danger)]];
                break;
            case LockedChoice.StartOver:
                body.Append(Texts[TextKey.ConfirmStartOver]);
                rows = [[Choice(TextKey.StartOver, ActionKind.Yes, ButtonStyle.Danger)], [Choice(TextKey.CancelNo, ActionKind.No, ButtonStyle.Plain)]];
                break;
            case LockedChoice.Erase:
                body.Append(Texts[TextKey.ConfirmErase]);
                rows = [[Choice(TextKey.EraseYes, ActionKind.Yes, ButtonStyle.Danger)], [Choice(TextKey.CancelNo, ActionKind.No, ButtonStyle.Plain)]];
                break;
            default:
                throw new System.Diagnostics.UnreachableException(confirming.ToString());
        }

        Say(body, Buttons(rows));
        return Finish(state with { Nonce = nonce, Confirming = confirming }, Ends);

        Button Choice(TextKey key, ActionKind kind, ButtonStyle style) =>
            new Button.Press(Label(Texts[key]), new PressToken(Session, (int)confirming, nonce, new PressAction(kind)).ToString(), style);
    }

    private Transition Press(Input.Press press)
    {
        if (PressToken.TryParse(press.Token, out var token) && token.Session == Session && token.Nonce == state.Nonce && token.Count == (int)state.Confirming)
            return Act(token.Action);
        Notice(TextKey.StaleButton);
        return state.Nonce.Length == 0 ? Offer(LockedChoice.None) : Finish(state, Ends);
    }

    private Transition Act(PressAction action)
    {
        switch (state.Confirming, action.Kind)
        {
            case (LockedChoice.None, ActionKind.Send): return SendSealed();
            case (LockedChoice.None, ActionKind.StartOver): return Offer(LockedChoice.StartOver);
            case (LockedChoice.None, ActionKind.Erase): return Offer(LockedChoice.Erase);
            case (LockedChoice.StartOver, ActionKind.Yes): return StartOver();
            case (LockedChoice.Erase, ActionKind.Yes): return Erase(TextKey.Erased);
            case (LockedChoice.StartOver or LockedChoice.Erase, ActionKind.No): return Offer(LockedChoice.None);
            default:
                Notice(TextKey.StaleButton);
                return Finish(state, Ends);
        }
    }

    private Transition SendSealed()
    {
        var id = Ids.Guid().ToString("N");
        var reference = Reference.From(Ids.Number());
        Do(new Effect.SendSealed(id, reference));
        Do(new Effect.DeleteMessages());
        var hours = ((int)Rules.DraftLife.TotalHours).ToString(CultureInfo.InvariantCulture);
        var body = new MessageBuilder().Append(Texts.Get(TextKey.SentFinal, ("team", Rules.Team), ("hours", hours)));
        body.Line(blank: true).Add(NumberOf(reference));
        Say(body, CopyOf(reference));
        Do(new Effect.Forget());
        return Finish(new ConversationState.Sent(Chat, Language, new SentReport(id, reference, Turn.Now)), Turn.Now + Rules.DraftLife);
    }

    private Transition StartOver()
    {
        Do(new Effect.DeleteMessages());
        Do(new Effect.Forget());
        var resting = new ConversationState.Resting(Chat, Language, state.Last);
        var greeted = new WelcomeTurn(Parts, resting, Turn).Start();
        foreach (var effect in greeted.Effects) Do(effect);
        return Finish(greeted.State, greeted.WakeAt);
    }

    private Transition Erase(TextKey text)
    {
        Do(new Effect.DeleteMessages());
        Say(text);
        Do(new Effect.Forget());
        return Finish(new ConversationState.Resting(Chat, Language, text == TextKey.Erased ? null : state.Last, Turn.Now), Turn.Now + Rules.DraftLife);
    }
}
