using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A question as a message: one thing at a time, and buttons for thumbs.</summary>
internal sealed partial class DraftTurn
{
    private const int ShortLabel = 14, LongLabel = 40, MaxRangeButtons = 20, MaxPickerValues = 400;

    private View RenderGone()
    {
        var view = new View();
        view.Body.Append(Texts[TextKey.NoLongerAsked]);
        view.Row(new PromptButton(Texts[TextKey.Continue], new PressAction(ActionKind.Continue)));
        return view;
    }

    private View RenderQuestion(Stop stop, Prompt.Question asked)
    {
        var view = EmptyView();
        var question = stop.Question;
        Opening(view, stop);
        AddMedia(view, question);
        AppendStyled(view.Body.Line(), LabelText(stop), stop.Path, SpanKind.Bold);
        if (!question.Hint.IsEmpty && !question.Label.IsEmpty)
            view.Body.Line().Append(PlainText(question.Hint, stop.Path), SpanKind.Italic);
        if (asked.Guidance && !question.GuidanceHint.IsEmpty)
            AppendStyled(view.Body.Line(blank: true), question.GuidanceHint, stop.Path);
        if (!asked.Collecting && (HasAnswer(stop) || FilesOf(stop.Path).Length > 0)) view.Body.Line(blank: true).Append(Texts.Get(TextKey.YourAnswer, "answer", Clip(DisplayInChat(stop.Path, question), 800)));
        QuestionButtons(view, stop, asked);
        return view;
    }

    /// <summary>The buttons of a question, and the words about them.</summary>
    private void QuestionButtons(View view, Stop stop, Prompt.Question asked)
    {
        if (asked.Offered.Length > 0) OfferButtons(view, stop.Question, asked);
        else AnswerButtons(view, stop, asked);
        if (asked.Collecting) view.Body.Line(blank: true).Append(Texts[TextKey.AnythingToAdd]);
        Navigation(view, stop, asked);
    }

    /// <summary>The present prompt for its buttons alone: what was typed is compared with them, and the words of a question are not looked at.</summary>
    private View[] ButtonsNow()
    {
        if (draft.Prompt is not Prompt.Question asked || Find(asked.Path) is not { } stop) return Render();
        var view = EmptyView();
        QuestionButtons(view, stop, asked);
        unsaid = view;
        return [view];
    }

    /// <summary>Whether there is something to keep. "Ask me later" is nothing: now is later.</summary>
    private bool HasAnswer(Stop stop) =>
        Instance.StoredValueOf(stop.Path).Length > 0 || (draft.Notes.TryGetValue(stop.Path, out var note) && note.State != AnswerState.Later);

    private void Navigation(View view, Stop stop, Prompt.Question asked)
    {
        var question = stop.Question;
        var hasFault = Fault(stop) is not null;
        if (asked.Collecting)
        {
            view.Row(
                hasFault ? null : new PromptButton(Texts[TextKey.Done], new PressAction(ActionKind.Done), ButtonStyle.Primary),
                new PromptButton(Texts[TextKey.WriteAnew], new PressAction(ActionKind.Anew)));
        }

        var hasFiles = draft.HasFiles(stop.Path);
        // "Done" is already there, and whoever sent a photo need not be asked whether there is one.
        var isDone = asked.Collecting || (hasFiles && IsFileType(question.Type));
        var missing = isDone ? MissingKinds.None : Missing(stop);
        // What breaks a rule by now cannot be kept: it is changed here, or the other answer is from the review.
        if (hasFault) view.Row(new PromptButton(Texts[TextKey.BackToReview], new PressAction(ActionKind.Review)));
        else if (HasAnswer(stop) && !isDone) view.Row(new PromptButton(Texts[TextKey.Keep], new PressAction(ActionKind.Keep)));
        view.Row(
            missing.HasFlag(MissingKinds.Unknown) ? new PromptButton(Texts[TextKey.Unknown], new PressAction(ActionKind.Unknown)) : null,
            missing.HasFlag(MissingKinds.Refused) ? new PromptButton(Texts[TextKey.Refused], new PressAction(ActionKind.Refused)) : null);
        if (hasFiles)
            view.Row(new PromptButton(Texts[TextKey.RemoveFiles], new PressAction(ActionKind.RemoveFiles), ButtonStyle.Danger));
        view.Row(
            IsFirst(stop) ? null : new PromptButton(Texts[TextKey.Back], new PressAction(ActionKind.Back)),
            missing.HasFlag(MissingKinds.Later) ? new PromptButton(Texts[TextKey.Later], new PressAction(ActionKind.Later)) : null,
            missing.HasFlag(MissingKinds.Skip) ? new PromptButton(Texts[TextKey.Skip], new PressAction(ActionKind.Skip)) : null,
            question.GuidanceHint.IsEmpty || asked.Guidance ? null : new PromptButton("?", new PressAction(ActionKind.Guidance)));
    }

    private bool IsFirst(Stop stop)
    {
        foreach (var other in Walk())
            if (other.Kind != StopKind.Note) return other.Path == stop.Path;
        return false;
    }

    [Flags]
    private enum MissingKinds { None = 0, Unknown = 1, Refused = 2, Later = 4, Skip = 8 }

    /// <summary>Which ways round a question it offers: none where it is required; the author may narrow them (bind::case:missing).</summary>
    private MissingKinds Missing(Stop stop)
    {
        if (Instance.IsRequired(stop.Path)) return MissingKinds.None;
        var question = stop.Question;
        if (question.Case.TryGetValue("missing", out var subset))
        {
            var kinds = MissingKinds.None;
            foreach (var word in subset.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                kinds |= word switch
                {
                    "unknown" => MissingKinds.Unknown,
                    "refused" => MissingKinds.Refused,
                    "later" => MissingKinds.Later,
                    "skip" => MissingKinds.Skip,
                    _ => MissingKinds.None,
                };
            }

            // A question that is not required must never trap, whatever the author narrowed away.
            return kinds == MissingKinds.None ? MissingKinds.Skip : kinds;
        }

        return question.Case.ContainsKey("field") ? MissingKinds.Unknown | MissingKinds.Refused | MissingKinds.Later | MissingKinds.Skip : MissingKinds.Skip;
    }

    private static string Clip(string text, int length)
    {
        if (text.Length <= length) return text;
        var cut = length - 1;
        if (char.IsHighSurrogate(text[cut - 1])) cut--;
        return text[..cut] + "…";
    }
}
