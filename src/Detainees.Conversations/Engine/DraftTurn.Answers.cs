using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>How an answer gets into the draft, and what is said when it does not.</summary>
internal sealed partial class DraftTurn
{
    /// <summary>Stores an answer, or says why not; a refused one changes nothing.</summary>
    private string? Store(Stop stop, string value, AnswerOrigin how, MessageId? message)
    {
        if (TooMuch(value)) return Texts[TextKey.ReportFull];
        switch (Instance.Answer(stop.Path, value, Now))
        {
            case AnswerResult.Accepted accepted:
                live = accepted.Instance;
                Mark(stop.Path, AnswerState.Answered, how);
                if (message is { } id) Remember(id, stop.Path);
                DropEmptied();
                return null;
            case AnswerResult.Rejected rejected:
                return Explain(stop, rejected.Reason);
            default:
                throw new System.Diagnostics.UnreachableException("AnswerResult is closed.");
        }
    }

    private string Explain(Stop stop, AnswerRejection reason)
    {
        var question = stop.Question;
        return reason switch
        {
            AnswerRejection.RequiredButEmpty => Own(question.RequiredMessage, stop.Path, TextKey.AnswerRequired),
            AnswerRejection.ConstraintNotMet => Own(question.ConstraintMessage, stop.Path, TextKey.AnswerNotFitting),
            AnswerRejection.NotAChoice => Texts[TextKey.NotAChoice],
            AnswerRejection.WrongType => Texts[TypeHelp(question)],
            AnswerRejection.NotRelevant or AnswerRejection.ReadOnly => Texts[TextKey.NoLongerAsked],
            AnswerRejection.TooLong or AnswerRejection.TooMuchWork => Texts[TextKey.ReportFull],
        };
    }

    private static TextKey TypeHelp(FormQuestion question) => question.Type switch
    {
        QuestionType.Integer => TextKey.WantWhole,
        QuestionType.Decimal => TextKey.WantNumber,
        QuestionType.Range => TextKey.WantRange,
        QuestionType.Date => TextKey.WantDate,
        QuestionType.Time => TextKey.WantTime,
        QuestionType.DateTime => TextKey.WantDateTime,
        QuestionType.Geopoint => TextKey.WantPlace,
        QuestionType.Image => TextKey.WantPhoto,
        QuestionType.Audio => TextKey.WantAudio,
        QuestionType.Video => TextKey.WantVideo,
        QuestionType.File => TextKey.WantFile,
        QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank or QuestionType.Acknowledge => TextKey.NotAChoice,
        QuestionType.Text or QuestionType.Barcode or QuestionType.Note or QuestionType.Calculate or QuestionType.Hidden or QuestionType.Start
            or QuestionType.End or QuestionType.Today or QuestionType.Metadata => TextKey.AnswerNotFitting,
    };

    /// <summary>The form author's own sentence, or ours where there is none.</summary>
    private string Own(LocalizedText text, string path, TextKey otherwise)
    {
        var own = text.IsEmpty ? "" : PlainText(text, path);
        return own.Length > 0 ? own : Texts[otherwise];
    }

    private bool TooMuch(string value)
    {
        return value.Length + Instance.ValuesLength > Rules.MaxAnswersLength;
    }

    /// <summary>Stores, goes on, and takes the buttons off the answered message.</summary>
    private void Answer(Stop stop, string value, AnswerOrigin how, MessageId? message = null, MessageId? pressed = null, string? understood = null)
    {
        if (Store(stop, value, how, message) is { } refusal)
        {
            RefuseAnswer(refusal);
            return;
        }

        if (pressed is not null) Settle(stop, pressed, DisplayInChat(stop.Path, stop.Question));
        if (understood is not null) Remark($"✓ {understood}");
        AskNext();
    }

    /// <summary>No answer, and which kind of none.</summary>
    private void AnswerNothing(Stop stop, AnswerState state, MessageId? pressed)
    {
        if (Instance.StoredValueOf(stop.Path).Length > 0)
        {
            switch (Instance.Answer(stop.Path, "", Now))
            {
                case AnswerResult.Accepted accepted: live = accepted.Instance; break;
                case AnswerResult.Rejected rejected:
                    Remark(Explain(stop, rejected.Reason));
                    Show();
                    return;
            }
        }

        var again = state == AnswerState.Later && draft.Notes.TryGetValue(stop.Path, out var note) && note.State == AnswerState.Later;
        Mark(stop.Path, state, AnswerOrigin.Pressed, again);
        DropEmptied();
        Settle(stop, pressed, Texts[StateText(state)]);
        AskNext();
    }

    private static TextKey StateText(AnswerState state) => state switch
    {
        AnswerState.Answered => TextKey.Done,
        AnswerState.Unknown => TextKey.Unknown,
        AnswerState.Refused => TextKey.Refused,
        AnswerState.Later => TextKey.Later,
        AnswerState.Skipped => TextKey.Skipped,
    };

    private void Mark(string path, AnswerState state, AnswerOrigin how, bool again = false) =>
        draft.Notes = draft.Notes.SetItem(path, new AnswerNote(state, Turn.Now, how, again));

    private void Remember(MessageId message, string path, int part = 0)
    {
        var messages = draft.Messages.Add(new MessageAnswer(message, path, part));
        if (messages.Length > Rules.MaxRememberedMessages) messages = messages.RemoveRange(0, messages.Length - Rules.MaxRememberedMessages);
        draft.Messages = messages;
    }

    /// <summary>An earlier answer that another one made impossible (a filtered choice) is asked again, not passed over in silence.</summary>
    private void DropEmptied()
    {
        foreach (var (path, note) in draft.Notes)
        {
            if (note.State == AnswerState.Answered && Instance.StoredValueOf(path).Length == 0) draft.Notes = draft.Notes.Remove(path);
        }
    }

    /// <summary>The answered message keeps its question and shows the answer; its buttons go.</summary>
    private void Settle(Stop stop, MessageId? pressed, string outcome)
    {
        if (pressed is not { } message) return;
        var body = AppendStyled(new MessageBuilder(), LabelText(stop), stop.Path, SpanKind.Bold).Line().Append($"✓ {outcome}");
        Do(new Effect.Edit(message, body.BuildOne(null)));
    }

    private string FormLanguage => Form.Languages.Contains(Language) ? Language : Form.DefaultLanguage;

    private static LocalizedText LabelText(Stop stop) =>
        stop.Element is FormQuestion { Label.IsEmpty: true } question ? question.Hint : stop.Element.Label;

    private string LabelOf(Stop stop) => PlainText(LabelText(stop), stop.Path);

    /// <summary>
    /// A text of the form with the answers in it. Only its author's markup is read: a star or a bracket in somebody's answer must
    /// not change how a question looks, nor become a link. A name that came by voice only has no letters to show.
    /// </summary>
    private string Filled(LocalizedText text, string path, out bool isMarked)
    {
        var template = text.In(FormLanguage);
        var hasMarks = isMarked = Markup.HasMarks(template);
        if (!template.Contains("${", StringComparison.Ordinal)) return template;
        return WithoutMarks(Instance.Text(text, path, FormLanguage, (element, value) =>
        {
            var shown = element is FormQuestion question && value.Length > 0 && InsteadOf(question) is { } instead ? instead : Direction.Unturned(value);
            return hasMarks ? Markup.Meaningless(shown) : shown;
        }));
    }

    private string WithoutMarks(string text)
    {
        foreach (var mark in (ReadOnlySpan<string>)[VoiceMark, PhotoMark, FileMark]) text = text.Replace(mark, Texts[TextKey.ThePerson], StringComparison.Ordinal);
        return text;
    }

    /// <summary>A text of the form with the answers in it and without markup.</summary>
    private string PlainText(LocalizedText text, string path)
    {
        var filled = Filled(text, path, out var isMarked);
        return isMarked ? Markup.Plain(filled) : filled.Trim();
    }

    /// <summary>A text of the form as it is shown.</summary>
    private MessageBuilder AppendStyled(MessageBuilder body, LocalizedText text, string path, SpanKind? whole = null)
    {
        var filled = Filled(text, path, out var isMarked);
        if (isMarked) return body.Marked(filled, whole);
        return whole is { } kind ? body.Append(filled, kind) : body.Append(filled);
    }
}
