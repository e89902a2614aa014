using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>What buttons do. A token is hostile until it fits the present prompt, and even then each action looks for itself.</summary>
internal sealed partial class DraftTurn
{
    /// <param name="action">Null where the token does not belong to the present prompt.</param>
    private void OnPress(PressAction? action, MessageId? message)
    {
        if (action is not { } present || !Act(present, message)) Notice(TextKey.StaleButton);
    }

    /// <summary>What a token of the present prompt does. Any other changes nothing at all, not even the time of the last sign.</summary>
    private PressAction? Current(string text) =>
        PressToken.TryParse(text, out var token) && token.Session == draft.Session && token.Count == draft.Count && token.Nonce == draft.Prompt.Nonce ? token.Action : null;

    /// <summary>Does what a button says; false when the present prompt has no such button, and then nothing changed.</summary>
    private bool Act(PressAction action, MessageId? message) => draft.Prompt switch
    {
        Prompt.Question asked => Find(asked.Path) is { } stop ? ActOnQuestion(stop, asked, action, message) : ActOnGone(),
        Prompt.Together together => ActOnTogether(together, action, message),
        Prompt.Repeat gate => Find(gate.Path) is { } stop ? ActOnGate(stop, action, message) : ActOnGone(),
        Prompt.Review review => ActOnReview(review, action),
        Prompt.Confirm confirm => ActOnConfirm(confirm, action, message),
        Prompt.Resume => ActOnResume(action),
        Prompt.Languages => ActOnLanguage(action),
        Prompt.Waiting => action.Kind == ActionKind.Review && OpenReview(),
        _ => throw new System.Diagnostics.UnreachableException("Prompt is closed."),
    };

    private bool ActOnGone()
    {
        AskNext();
        return true;
    }

    private bool ActOnQuestion(Stop stop, Prompt.Question asked, PressAction action, MessageId? message)
    {
        var missing = Missing(stop);
        switch (action.Kind)
        {
            case ActionKind.Back:
                SettlePicked();
                GoBack();
                return true;
            case ActionKind.Skip when missing.HasFlag(MissingKinds.Skip): AnswerNothing(stop, AnswerState.Skipped, message); return true;
            case ActionKind.Unknown when missing.HasFlag(MissingKinds.Unknown): AnswerNothing(stop, AnswerState.Unknown, message); return true;
            case ActionKind.Refused when missing.HasFlag(MissingKinds.Refused): AnswerNothing(stop, AnswerState.Refused, message); return true;
            case ActionKind.Later when missing.HasFlag(MissingKinds.Later): AnswerNothing(stop, AnswerState.Later, message); return true;
            case ActionKind.Keep when HasAnswer(stop): Keep(stop, message); return true;
            case ActionKind.Review when Fault(stop) is not null:
                SettlePicked();
                return OpenReview();
            case ActionKind.Guidance when !stop.Question.GuidanceHint.IsEmpty:
                draft.Prompt = asked with { Guidance = true };
                ShowInPlace(message);
                return true;
            case ActionKind.RemoveFiles when draft.HasFiles(stop.Path): RemoveFiles(stop); return true;
            case ActionKind.Offered when action.Index < asked.Offered.Length: Offered(stop, asked, asked.Offered[action.Index], message); return true;
            case ActionKind.Choose or ActionKind.Toggle or ActionKind.Rank or ActionKind.UndoRank or ActionKind.Page or ActionKind.ShowAll:
                return ActOnChoices(stop, asked, action, message);
            case ActionKind.Anew: return WriteAnew(asked);
            case ActionKind.Done: return ActDone(stop, asked, message);
            case ActionKind.Acknowledge when stop.Question.Type == QuestionType.Acknowledge: Answer(stop, "OK", AnswerOrigin.Pressed, null, message); return true;
            case ActionKind.Day when stop.Question.Type is QuestionType.Date or QuestionType.DateTime && action.Index <= 1:
                Offered(stop, asked, Stored(DateOnly.FromDateTime(Turn.Local.DateTime).AddDays(-action.Index)), message);
                return true;
            case ActionKind.Clock when action.Index < 24 && (stop.Question.Type == QuestionType.Time || asked.Date is not null):
                var hour = TimeReader.Stored(new TimeOnly(action.Index, 0), Turn.Offset);
                Answer(stop, asked.Date is { } day ? $"{day}T{hour}" : hour, AnswerOrigin.Pressed, null, message);
                return true;
            default: return false;
        }
    }

    private void Offered(Stop stop, Prompt.Question asked, string value, MessageId? message)
    {
        if (stop.Question.Type != QuestionType.DateTime)
        {
            Answer(stop, value, AnswerOrigin.Pressed, null, message);
            return;
        }

        SetPrompt(asked with { Nonce = Ids.Word(6), Date = value, Offered = [] });
        Show();
    }

    /// <summary>The answer that stands is right: on to the next. A default that was never confirmed becomes an answer by it.</summary>
    private void Keep(Stop stop, MessageId? message)
    {
        SettlePicked();
        if (Fault(stop) is { } fault)
        {
            RefuseAnswer(Explain(stop, fault));
            return;
        }

        if (!draft.Notes.ContainsKey(stop.Path))
        {
            var state = Instance.StoredValueOf(stop.Path).Length > 0 ? AnswerState.Answered : AnswerState.Skipped;
            Mark(stop.Path, state, AnswerOrigin.Pressed);
        }
        else if (draft.Notes[stop.Path] is { State: AnswerState.Later, Again: false } later)
        {
            draft.Notes = draft.Notes.SetItem(stop.Path, later with { Again = true });
        }

        Settle(stop, message, DisplayInChat(stop.Path, stop.Question));
        AskNext();
    }

    private bool ActOnChoices(Stop stop, Prompt.Question asked, PressAction action, MessageId? message)
    {
        if (stop.Question.Type == QuestionType.Range)
        {
            var values = RangeValues(stop.Question);
            if (values.Count > MostRangeButtons(stop.Question)) return false;
            if (action.Kind == ActionKind.Page) return TurnPage(asked, action.Index, (values.Count - 1) / MaxRangeButtons, message);
            if (action.Kind != ActionKind.Choose || action.Index >= values.Count) return false;
            Answer(stop, Number(values[action.Index]), AnswerOrigin.Pressed, null, message);
            return true;
        }

        var choices = stop.Question.IsSelect ? Instance.ChoicesOf(stop.Path) : [];
        if (action.Kind == ActionKind.Page) return TurnPage(asked, action.Index, choices.Length / PageSize, message);
        if (action.Kind == ActionKind.ShowAll)
        {
            if (asked.Search is null) return false;
            draft.Prompt = asked with { Search = null, Page = 0 };
            ShowInPlace(message);
            return true;
        }

        if (action.Kind == ActionKind.UndoRank)
        {
            if (stop.Question.Type != QuestionType.Rank || action.Index != asked.Picked.Length || asked.Picked.IsEmpty) return false;
            draft.Prompt = asked with { Picked = asked.Picked.RemoveAt(asked.Picked.Length - 1) };
            ShowInPlace(message);
            return true;
        }

        if (action.Index >= choices.Length) return false;
        var name = choices[action.Index].Name;
        switch (stop.Question.Type, action.Kind)
        {
            case (QuestionType.SelectOne, ActionKind.Choose):
                Answer(stop, name, AnswerOrigin.Pressed, null, message);
                return true;
            case (QuestionType.SelectMultiple, ActionKind.Toggle):
                var on = action.Extra == 1;
                // Already so: a second tap, or an old copy of the message. Nothing to change and nothing to blame.
                if (on == asked.Picked.Contains(name)) return true;
                draft.Prompt = asked with { Picked = on ? asked.Picked.Add(name) : asked.Picked.Remove(name) };
                ShowInPlace(message);
                return true;
            case (QuestionType.Rank, ActionKind.Rank):
                if (action.Extra != asked.Picked.Length + 1 || asked.Picked.Contains(name)) return asked.Picked.Contains(name);
                draft.Prompt = asked with { Picked = asked.Picked.Add(name) };
                ShowInPlace(message);
                return true;
            default:
                return false;
        }
    }

    private bool TurnPage(Prompt.Question asked, int page, int last, MessageId? message)
    {
        if (page > last) return false;
        if (page == asked.Page) return true;
        draft.Prompt = asked with { Page = page };
        ShowInPlace(message);
        return true;
    }

    private bool ActDone(Stop stop, Prompt.Question asked, MessageId? message)
    {
        if ((asked.Collecting || (IsFileType(stop.Question.Type) && Instance.StoredValueOf(stop.Path).Length > 0)) && Fault(stop) is { } fault)
        {
            RefuseAnswer(Explain(stop, fault));
            return true;
        }

        if (asked.Collecting)
        {
            Settle(stop, message, DisplayInChat(stop.Path, stop.Question));
            AskNext();
            return true;
        }

        if (stop.Question.Type == QuestionType.SelectMultiple && asked.Picked.Length > 0)
        {
            Answer(stop, InOrder(Instance.ChoicesOf(stop.Path), asked.Picked.ToHashSet(StringComparer.Ordinal)), AnswerOrigin.Pressed, null, message);
            return true;
        }

        if (stop.Question.Type == QuestionType.Rank && asked.Picked.Length == Instance.ChoicesOf(stop.Path).Length && asked.Picked.Length > 0)
        {
            Answer(stop, string.Join(' ', asked.Picked), AnswerOrigin.Pressed, null, message);
            return true;
        }

        if (!IsFileType(stop.Question.Type) || !draft.HasFiles(stop.Path)) return false;
        // "Done" with a file of another kind than was asked: it is their answer, or they could never leave a required question.
        if (Instance.StoredValueOf(stop.Path).Length == 0
            && Store(stop, draft.Attachments.First(file => file.Path == stop.Path).Id.ToString(), AnswerOrigin.File, null) is { } refusal)
        {
            RefuseAnswer(refusal);
            return true;
        }

        if (!draft.Notes.ContainsKey(stop.Path)) Mark(stop.Path, AnswerState.Answered, AnswerOrigin.File);
        Settle(stop, message, DisplayInChat(stop.Path, stop.Question));
        AskNext();
        return true;
    }

    /// <summary>Choices toggled and not yet sealed by "Done" are kept when the person goes elsewhere, if the form takes them.</summary>
    private void SettlePicked()
    {
        if (draft.Prompt is not Prompt.Question { Picked.Length: > 0 } asked || Find(asked.Path) is not { } stop) return;
        if (stop.Question.Type != QuestionType.SelectMultiple) return;
        var value = InOrder(Instance.ChoicesOf(stop.Path), asked.Picked.ToHashSet(StringComparer.Ordinal));
        if (value != Instance.StoredValueOf(stop.Path)) _ = Store(stop, value, AnswerOrigin.Pressed, null);
    }

    private bool ActOnGate(Stop stop, PressAction action, MessageId? message)
    {
        switch (action.Kind)
        {
            case ActionKind.Yes:
                if (message is { } pressed) Do(new Effect.Edit(pressed, new MessageBuilder().Append($"{GateText(stop)}\n✓ {Texts[TextKey.Add]}").BuildOne(null)));
                AddItem(stop.Path);
                return true;
            case ActionKind.No:
                if (message is { } target) Do(new Effect.Edit(target, new MessageBuilder().Append($"{GateText(stop)}\n✓ {Texts[TextKey.NoMore]}").BuildOne(null)));
                draft.Closed = draft.Closed.Add(stop.Path);
                AskNext();
                return true;
            case ActionKind.Back:
                GoBack();
                return true;
            default:
                return false;
        }
    }

    private View RenderGate(Stop stop)
    {
        var view = new View();
        AddNotesBefore(view, stop.Path);
        view.Body.Line(blank: true).Append(GateText(stop), SpanKind.Bold);
        view.Row(new PromptButton(Texts[TextKey.Add], new PressAction(ActionKind.Yes), ButtonStyle.Primary));
        view.Row(new PromptButton(Texts[TextKey.NoMore], new PressAction(ActionKind.No)));
        view.Row(IsFirst(stop) ? null : new PromptButton(Texts[TextKey.Back], new PressAction(ActionKind.Back)));
        return view;
    }

    private string GateText(Stop stop)
    {
        var count = Instance.InstancesOf(stop.Path);
        return Texts.Get(
            count == 0 ? TextKey.AddFirst : TextKey.AddAnother, ("label", FullTitle(stop.Path)), ("count", count.ToString(CultureInfo.InvariantCulture)));
    }

    private void AddItem(string path)
    {
        if (Form.Find(path) is FormRepeat repeat && CanAdd(repeat, path))
        {
            live = Instance.AddRepeat(path, Now);
            draft.Closed = draft.Closed.Remove(path);
        }

        AskNext();
    }
}
