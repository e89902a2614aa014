using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>
/// A small group with the appearance <c>field-list</c> whose questions are all answered by a tap: one message with the
/// buttons of each, an answer kept at every tap. Any other such group is asked one by one, with its heading once.
/// </summary>
internal sealed partial class DraftTurn
{
    private const int MaxTogether = 6, MaxTogetherButtons = 48, PlacesOfAQuestion = 1000;

    /// <param name="Number">As shown before its buttons, from 1.</param>
    /// <param name="Place">Among all questions of the group, relevant or not: what a button names does not move.</param>
    private readonly record struct TogetherStop(Stop Stop, int Number, int Place);

    private sealed record TogetherView(string Path, FormElement Group, List<TogetherStop> Stops);

    /// <summary>The innermost such group around a question, when it can be asked in one message now; its own path with positions.</summary>
    private TogetherView? TogetherOf(Stop stop)
    {
        var slash = stop.Path.LastIndexOf('/');
        for (var around = stop.Element.Parent; around is not null && slash > Form.Root.Path.Length; around = around.Parent)
        {
            if (around is FormGroup { FieldList: true } or FormRepeat { FieldList: true }) return TogetherAt(stop.Path[..slash]);
            slash = stop.Path.LastIndexOf('/', slash - 1);
        }

        return null;
    }

    private TogetherView? TogetherAt(string path)
    {
        if (Form.Find(path) is not { } group) return null;
        var stops = new List<TogetherStop>();
        var buttons = 0;
        foreach (var stop in Walk())
        {
            if (!stop.Path.StartsWith(path + "/", StringComparison.Ordinal) || stop.Kind == StopKind.Note) continue;
            if (stop.Kind == StopKind.Gate || !IsTapped(stop, ref buttons)) return null;
            var place = PlaceIn(group, stop.Element);
            if (place < 0) return null; // in a group of the group, which has a heading of its own
            stops.Add(new TogetherStop(stop, stops.Count + 1, place));
        }

        return stops.Count is >= 2 and <= MaxTogether && buttons <= MaxTogetherButtons ? new TogetherView(path, group, stops) : null;
    }

    private static int PlaceIn(FormElement group, FormElement question)
    {
        var place = 0;
        var children = group is FormRepeat repeat ? repeat.Children : ((FormGroup)group).Children;
        foreach (var child in children)
        {
            if (ReferenceEquals(child, question)) return place;
            place++;
        }

        return -1;
    }

    /// <summary>
    /// Whether a tap is all that the question takes: few choices, and no way round it but to leave it out. What was tapped stays marked on
    /// the buttons until the group is done, so what is not said again is asked alone.
    /// </summary>
    private bool IsTapped(Stop stop, ref int buttons)
    {
        var question = stop.Question;
        if (InsteadOf(question) is not null) return false;
        var count = question.Type switch
        {
            QuestionType.SelectOne or QuestionType.SelectMultiple => Instance.ChoicesOf(stop.Path).Length,
            QuestionType.Acknowledge => 1,
            QuestionType.Range => RangeValues(question).Count,
            _ => 0,
        };
        buttons += count;
        return count is > 0 and <= 10 && (Missing(stop) & ~MissingKinds.Skip) == MissingKinds.None
            && !draft.HasFiles(stop.Path);
    }

    private View RenderTogether(Prompt.Together asked)
    {
        if (TogetherAt(asked.Path) is not { } together) return RenderGone();
        var view = new View();
        foreach (var (stop, number, place) in together.Stops)
        {
            if (number == 1) Opening(view, stop);
            else AddNotesBefore(view, stop.Path);
            AddMedia(view, stop.Element);
            view.Body.Line(blank: number > 1).Append(string.Create(CultureInfo.InvariantCulture, $"{number}. "));
            AppendStyled(view.Body, LabelText(stop), stop.Path, SpanKind.Bold);
            if (!stop.Question.Hint.IsEmpty && !stop.Question.Label.IsEmpty) view.Body.Line().Append(PlainText(stop.Question.Hint, stop.Path), SpanKind.Italic);
            if (asked.Guidance && !stop.Question.GuidanceHint.IsEmpty) AppendStyled(view.Body.Line(), stop.Question.GuidanceHint, stop.Path);
            if (Instance.StoredValueOf(stop.Path).Length > 0) view.Body.Line().Append($"✓ {Clip(DisplayInChat(stop.Path, stop.Question), 200)}");
            TogetherButtons(view, stop, number, place);
        }

        view.Row(new PromptButton(Texts[TextKey.NextQuestion], new PressAction(ActionKind.Next), ButtonStyle.Primary));
        view.Row(
            IsFirst(together.Stops[0].Stop) ? null : new PromptButton(Texts[TextKey.Back], new PressAction(ActionKind.Back)),
            asked.Guidance || together.Stops.TrueForAll(s => s.Stop.Question.GuidanceHint.IsEmpty) ? null : new PromptButton("?", new PressAction(ActionKind.Guidance)));
        return view;
    }

    private void TogetherButtons(View view, Stop stop, int number, int place)
    {
        var value = Instance.StoredValueOf(stop.Path);
        var taken = Names(value);
        var options = TogetherOptions(stop);
        var longest = options.Max(option => option.Label.Length);
        var width = longest <= 5 ? 4 : longest <= 12 ? 2 : 1;
        foreach (var row in options.Select((option, i) => (option, i)).Chunk(width))
        {
            view.Row([.. row.Select(cell =>
            {
                var isTaken = taken.Contains(cell.option.Value);
                var mark = stop.Question.Type == QuestionType.SelectMultiple ? isTaken ? "☑ " : "☐ " : isTaken ? "✓ " : "";
                return new PromptButton(
                    string.Create(CultureInfo.InvariantCulture, $"{mark}{number} · {cell.option.Label}"),
                    new PressAction(ActionKind.Together, (place * PlacesOfAQuestion) + cell.i, isTaken ? 2 : 1));
            })]);
        }
    }

    private List<(string Value, string Label)> TogetherOptions(Stop stop) => stop.Question.Type switch
    {
        QuestionType.Acknowledge => [("OK", Texts[TextKey.Understood])],
        QuestionType.Range => [.. RangeValues(stop.Question).Select(value => (Number(value), Number(value)))],
        _ => [.. Instance.ChoicesOf(stop.Path).Select(choice => (choice.Name, ChoiceLabel(stop.Path, choice)))],
    };

    private bool ActOnTogether(Prompt.Together asked, PressAction action, MessageId? message)
    {
        if (TogetherAt(asked.Path) is not { } together) return ActOnGone();
        switch (action.Kind)
        {
            case ActionKind.Together: return TapTogether(together, action, message);
            case ActionKind.Guidance:
                draft.Prompt = asked with { Guidance = true };
                ShowInPlace(message);
                return true;
            case ActionKind.Back:
                GoBack();
                return true;
            case ActionKind.Next:
                LeaveTogether(together, message);
                return true;
            default: return false;
        }
    }

    private bool TapTogether(TogetherView together, PressAction action, MessageId? message)
    {
        var (place, option) = (action.Index / PlacesOfAQuestion, action.Index % PlacesOfAQuestion);
        if (together.Stops.Find(s => s.Place == place) is not { Number: > 0 } found) return false;
        var stop = found.Stop;
        var options = TogetherOptions(stop);
        if (option >= options.Count) return false;
        var name = options[option].Value;
        var before = Instance.StoredValueOf(stop.Path);
        var value = name;
        if (stop.Question.Type == QuestionType.SelectMultiple)
        {
            var picked = Names(before).ToHashSet(StringComparer.Ordinal);
            if (action.Extra == 1 ? !picked.Add(name) : !picked.Remove(name)) return true;
            value = InOrder(Instance.ChoicesOf(stop.Path), picked);
        }

        if (value == before && draft.Notes.ContainsKey(stop.Path)) return true;
        if (Store(stop, value, AnswerOrigin.Pressed, null) is { } refusal)
        {
            RefuseAnswer(refusal);
            return true;
        }

        if (value.Length == 0) draft.Notes = draft.Notes.Remove(stop.Path);
        // An answer may bring a question into the group, or one that takes more than a tap: then it goes on one by one.
        if (TogetherAt(together.Path) is null) AskNext();
        else ShowInPlace(message);
        return true;
    }

    /// <summary>What was not tapped is left out; what is required must be tapped first.</summary>
    private void LeaveTogether(TogetherView together, MessageId? message)
    {
        foreach (var (stop, number, _) in together.Stops)
        {
            if (Instance.StoredValueOf(stop.Path).Length > 0)
            {
                if (!draft.Notes.ContainsKey(stop.Path)) Mark(stop.Path, AnswerState.Answered, AnswerOrigin.Pressed);
                continue;
            }

            if (Instance.IsRequired(stop.Path))
            {
                RefuseAnswer(string.Create(CultureInfo.InvariantCulture, $"{number}. {Explain(stop, AnswerRejection.RequiredButEmpty)}"));
                return;
            }

            Mark(stop.Path, AnswerState.Skipped, AnswerOrigin.Pressed);
        }

        if (message is { } pressed)
        {
            var body = new MessageBuilder();
            foreach (var (stop, _, _) in together.Stops)
                AppendStyled(body.Line(blank: true), LabelText(stop), stop.Path, SpanKind.Bold).Line().Append($"✓ {Clip(DisplayInChat(stop.Path, stop.Question), 300)}");
            Do(new Effect.Edit(pressed, body.BuildOne(null)));
        }

        AskNext();
    }
}
