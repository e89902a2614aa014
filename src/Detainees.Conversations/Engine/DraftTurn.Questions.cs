using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A question as a message: one thing at a time, what came before it, and buttons for thumbs.</summary>
internal sealed partial class DraftTurn
{
    private const int ShortLabel = 14, LongLabel = 40, MaxRangeButtons = 20, MaxPickerValues = 400;

    private sealed record PromptButton(string Label, PressAction Action, ButtonStyle Style = ButtonStyle.Plain);

    /// <summary>One message of a prompt.</summary>
    private sealed class View
    {
        public MessageBuilder Body { get; } = new();
        public List<List<PromptButton>> Rows { get; } = [];
        public List<OutgoingMedia> Media { get; } = [];

        public void Row(params ReadOnlySpan<PromptButton?> buttons)
        {
            List<PromptButton>? row = null;
            foreach (var button in buttons)
                if (button is not null) (row ??= []).Add(button);
            if (row is not null) Rows.Add(row);
        }
    }

    /// <summary>Says the present prompt again as it is: same nonce, so that both copies work.</summary>
    private void Show()
    {
        foreach (var view in Render()) Say(view.Body, KeyboardOf(view), view.Media);
    }

    /// <summary>The present prompt in place of the message that was pressed, or anew when that is not known.</summary>
    private void ShowInPlace(MessageId? pressed)
    {
        // A text that takes two messages cannot stand in the place of one. What stands above it stays there.
        if (pressed is { } message && Render() is [var only] && only.Body.Length <= (only.Media.Count == 0 ? OutgoingMessage.MaxLength : OutgoingMessage.MaxCaption))
            Do(new Effect.Edit(message, only.Body.BuildOne(KeyboardOf(only))));
        else Show();
    }

    private Keyboard? KeyboardOf(View view)
    {
        if (view.Rows.Count == 0) return null;
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<Button>>(view.Rows.Count);
        foreach (var row in view.Rows)
        {
            var buttons = ImmutableArray.CreateBuilder<Button>(row.Count);
            foreach (var button in row) buttons.Add(ButtonOf(button));
            rows.Add(buttons.MoveToImmutable());
        }

        return new Keyboard(rows.MoveToImmutable());
    }

    private Button.Press ButtonOf(PromptButton button) => new Button.Press(
        Label(button.Label), new PressToken(draft.Session, draft.Count, draft.Prompt.Nonce, button.Action).ToString(), button.Style);

    private List<View> Render() => draft.Prompt switch
    {
        Prompt.Question asked => Find(asked.Path) is { } stop ? [RenderQuestion(stop, asked)] : [RenderGone()],
        Prompt.Together together => [RenderTogether(together)],
        Prompt.Repeat gate => Find(gate.Path) is { } stop ? [RenderGate(stop)] : [RenderGone()],
        Prompt.Review review => RenderReview(review.Page),
        Prompt.Confirm confirm => [RenderConfirm(confirm)],
        Prompt.Resume => [RenderResume()],
        Prompt.Languages => [RenderLanguages()],
        Prompt.Waiting => [RenderWaiting()],
        _ => throw new System.Diagnostics.UnreachableException("Prompt is closed."),
    };

    private View RenderGone()
    {
        var view = new View();
        view.Body.Append(Texts[TextKey.NoLongerAsked]);
        view.Row(new PromptButton(Texts[TextKey.Continue], new PressAction(ActionKind.Continue)));
        return view;
    }

    private View RenderQuestion(Stop stop, Prompt.Question asked)
    {
        var view = new View();
        var question = stop.Question;
        Opening(view, stop);
        AddMedia(view, question);
        view.Body.Line().Add(Styled(LabelText(stop), stop.Path, SpanKind.Bold));
        if (!question.Hint.IsEmpty && !question.Label.IsEmpty)
            view.Body.Line().Append(PlainText(question.Hint, stop.Path), SpanKind.Italic);
        if (asked.Guidance && !question.GuidanceHint.IsEmpty)
            view.Body.Line(blank: true).Add(Styled(question.GuidanceHint, stop.Path));
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
    private List<View> ButtonsNow()
    {
        if (draft.Prompt is not Prompt.Question asked || Find(asked.Path) is not { } stop) return Render();
        var view = new View();
        QuestionButtons(view, stop, asked);
        return [view];
    }

    /// <summary>Whether there is something to keep. "Ask me later" is nothing: now is later.</summary>
    private bool HasAnswer(Stop stop) =>
        Instance.StoredValueOf(stop.Path).Length > 0 || (draft.Notes.TryGetValue(stop.Path, out var note) && note.State != AnswerState.Later);

    /// <summary>Headings of groups that begin here, notes since the last question, and how far it is.</summary>
    private void Opening(View view, Stop stop)
    {
        var (number, total, before) = PlaceOf(stop);
        var heading = Heading(stop.Path, before);
        var begun = Begun(stop.Path, before);
        var notes = NotesBefore(stop.Path);
        // What was said of something before does not belong under the heading of what comes now.
        if (notes.Count > 0) AddNotes(view, notes.Where(note => !IsUnder(note) && !IsShown(note, stop)));
        if (heading.Length > 0) view.Body.Line(blank: true).Append(heading, SpanKind.Bold);
        foreach (var group in begun) AddMedia(view, group.Element);
        if (notes.Count > 0) AddNotes(view, notes.Where(IsUnder));
        if (view.Body.Length > 0) view.Body.Line(blank: true);
        var progress = Texts.Get(
            TextKey.Progress, ("n", number.ToString(CultureInfo.InvariantCulture)), ("total", total.ToString(CultureInfo.InvariantCulture)));
        view.Body.Append(progress, SpanKind.Italic);

        bool IsUnder(Stop note) => IsAround(ItemOf(note.Path), stop.Path) && (begun.Count == 0 || IsInside(note.Path, begun[0].Path));
    }

    /// <summary>The number of a question, how many there are, and the path of the one before it; empty for the first.</summary>
    private (int Number, int Total, string Before) PlaceOf(Stop stop)
    {
        var (number, total, before, last) = (0, 0, "", "");
        foreach (var other in Walk())
        {
            if (other.Kind != StopKind.Question) continue;
            total++;
            if (number == 0 && other.Path == stop.Path) (number, before) = (total, last);
            last = other.Path;
        }

        return (number, total, before);
    }

    /// <summary>Notes at the end of an item stood above "Add another?" already, where that is asked.</summary>
    private bool IsShown(Stop note, Stop stop)
    {
        foreach (var (element, item) in Begun(note.Path, stop.Path))
            if (item.EndsWith(']')) return element is FormRepeat { HasCount: false } && stop.Path.StartsWith(item[..(item.LastIndexOf('[') + 1)], StringComparison.Ordinal);
        return false;
    }

    /// <summary>What begins here. Where another item of a repeat does, all items around it are named: one "Child 1" is not another.</summary>
    private string Heading(string path, string before)
    {
        var around = Begun(path, "");
        if (around.Count == 0) return "";
        var isOtherItem = ItemOf(path) != ItemOf(before);
        var named = around.Where(group => !IsInside(before, group.Path) || (isOtherItem && group.Path.EndsWith(']')));
        return string.Join(" · ", named.Select(group => Title(group.Element, group.Path)).Where(title => title.Length > 0));
    }

    /// <summary>The groups and items of repeats around a question that are not also around the one before it.</summary>
    private List<(FormElement Element, string Path)> Begun(string path, string before)
    {
        var begun = new List<(FormElement Element, string Path)>();
        for (var slash = path.IndexOf('/', Form.Root.Path.Length + 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var prefix = path[..slash];
            if (!IsInside(before, prefix) && Form.Find(prefix) is { } element) begun.Add((element, prefix));
        }

        return begun;
    }

    private void AddMedia(View view, FormElement element)
    {
        foreach (var file in element.MediaIn(FormLanguage)) view.Media.Add(new OutgoingMedia(file.Kind, Form.Id, Form.Version, file.Name));
    }

    private void AddNotes(View view, IEnumerable<Stop> notes)
    {
        foreach (var note in notes)
        {
            AddMedia(view, note.Element);
            view.Body.Line(blank: true).Add(NoteText(note));
        }
    }

    private List<Stop> NotesBefore(string path)
    {
        var notes = new List<Stop>();
        foreach (var stop in Walk())
        {
            if (stop.Kind != StopKind.Note && stop.Path == path) return notes;
            if (stop.Kind == StopKind.Note) notes.Add(stop);
            else notes.Clear();
        }

        return notes;
    }

    private MessageBuilder NoteText(Stop stop)
    {
        var question = stop.Question;
        var body = Styled(question.Label, stop.Path);
        var value = question.Type == QuestionType.Note ? "" : ShownValue(stop.Path, question, Instance.ValueOf(stop.Path));
        if (value.Length > 0) body.Append(": ").Append(value);
        return question.Hint.IsEmpty ? body : body.Line().Add(Styled(question.Hint, stop.Path));
    }

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

        var hasFiles = draft.Attachments.Any(file => file.Path == stop.Path);
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

    private bool IsFirst(Stop stop) => Walk().Find(other => other.Kind != StopKind.Note).Path == stop.Path;

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
