using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>A question as a message: one thing at a time, what came before it, and buttons for thumbs.</summary>
internal sealed partial class DraftTurn
{
    private const int ShortLabel = 14, LongLabel = 40, MaxRangeButtons = 20, MaxPickerValues = 400;

    /// <param name="Row">From 0; of those in one row the first stands first.</param>
    private readonly record struct PromptButton(string Label, PressAction Action, ButtonStyle Style = ButtonStyle.Plain, int Row = 0);

    /// <summary>One message of a prompt.</summary>
    private sealed class View
    {
        public MessageBuilder Body { get; set; } = new();

        /// <summary>Row by row; none is empty.</summary>
        public List<PromptButton> Buttons { get; } = [];
        public int Rows { get; private set; }
        public List<OutgoingMedia>? Media { get; private set; }

        public void Row(params ReadOnlySpan<PromptButton?> buttons)
        {
            foreach (var button in buttons) Add(button);
            EndRow();
        }

        public void Add(PromptButton? button)
        {
            if (button is { } there) Buttons.Add(there with { Row = Rows });
        }

        public void EndRow()
        {
            if (Buttons.Count > 0 && Buttons[^1].Row == Rows) Rows++;
        }

        public void Add(OutgoingMedia file) => (Media ??= []).Add(file);

        public void Clear()
        {
            Body.Clear();
            Buttons.Clear();
            (Rows, Media) = (0, null);
        }
    }

    /// <summary>Was made to be compared with what was typed, not to be said: there is room in it for what is.</summary>
    private View? unsaid;

    private View EmptyView()
    {
        var view = unsaid ?? new View();
        unsaid = null;
        view.Clear();
        return view;
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
        if (pressed is { } message && Render() is [var only] && only.Body.Length <= (only.Media is null ? OutgoingMessage.MaxLength : OutgoingMessage.MaxCaption))
            Do(new Effect.Edit(message, only.Body.BuildOne(KeyboardOf(only))));
        else Show();
    }

    private Keyboard? KeyboardOf(View view)
    {
        if (view.Rows == 0) return null;
        var rows = new ImmutableArray<Button>[view.Rows];
        var start = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var end = start;
            while (end < view.Buttons.Count && view.Buttons[end].Row == i) end++;
            var row = new Button[end - start];
            for (var j = 0; j < row.Length; j++) row[j] = ButtonOf(view.Buttons[start + j]);
            rows[i] = ImmutableCollectionsMarshal.AsImmutableArray(row);
            start = end;
        }

        return new Keyboard(ImmutableCollectionsMarshal.AsImmutableArray(rows));
    }

    private Button.Press ButtonOf(PromptButton button) => new Button.Press(
        Label(button.Label), new PressToken(draft.Session, draft.Count, draft.Prompt.Nonce, button.Action).ToString(), button.Style);

    private View[] Render() => draft.Prompt switch
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

    /// <summary>Headings of groups that begin here, notes since the last question, and how far it is.</summary>
    private void Opening(View view, Stop stop)
    {
        var (number, total, before) = PlaceOf(stop);
        var heading = Heading(stop.Path, before);
        var begun = Begun(stop.Path, before);
        var notes = NotesBefore(stop.Path);
        // What was said of something before does not belong under the heading of what comes now.
        foreach (var note in notes)
            if (!IsUnder(note) && !IsShown(note, stop)) AddNote(view, note);
        if (heading.Length > 0) view.Body.Line(blank: true).Append(heading, SpanKind.Bold);
        foreach (var group in begun) AddMedia(view, group.Element);
        foreach (var note in notes)
            if (IsUnder(note)) AddNote(view, note);
        if (view.Body.Length > 0) view.Body.Line(blank: true);
        var progress = Texts.Get(
            TextKey.Progress, ("n", number.ToString(CultureInfo.InvariantCulture)), ("total", total.ToString(CultureInfo.InvariantCulture)));
        view.Body.Append(progress, SpanKind.Italic);

        bool IsUnder(Stop note) => IsAround(ItemOf(note.Path), stop.Path) && (begun.Length == 0 || IsInside(note.Path, begun[0].Path));
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
        var isOtherItem = !ItemOf(path).SequenceEqual(ItemOf(before));
        if (!isOtherItem && !IsBegun(path, before)) return "";
        var heading = "";
        foreach (var (element, group) in Begun(path, ""))
        {
            if (IsInside(before, group) && !(isOtherItem && group.EndsWith(']'))) continue;
            var title = Title(element, group);
            if (title.Length > 0) heading = heading.Length > 0 ? $"{heading} · {title}" : title;
        }

        return heading;
    }

    /// <summary>The groups and items of repeats around a question that are not also around the one before it.</summary>
    private (FormElement Element, string Path)[] Begun(string path, string before)
    {
        if (!IsBegun(path, before)) return [];
        var begun = new List<(FormElement Element, string Path)>();
        for (var slash = path.IndexOf('/', Form.Root.Path.Length + 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var prefix = path[..slash];
            if (!IsInside(before, prefix) && Form.Find(prefix) is { } element) begun.Add((element, prefix));
        }

        return [.. begun];
    }

    /// <summary>Whether the innermost group or item around a node is not around the one before; then none further out has to be looked at.</summary>
    private bool IsBegun(string path, string before)
    {
        var around = path.AsSpan(0, Math.Max(path.LastIndexOf('/'), 0));
        return around.Length > Form.Root.Path.Length && !IsInside(before, around);
    }

    private void AddMedia(View view, FormElement element)
    {
        foreach (var file in element.MediaIn(FormLanguage)) view.Add(new OutgoingMedia(file.Kind, Form.Id, Form.Version, file.Name));
    }

    private void AddNotesBefore(View view, string path)
    {
        foreach (var note in NotesBefore(path)) AddNote(view, note);
    }

    private void AddNote(View view, Stop note)
    {
        AddMedia(view, note.Element);
        AppendNote(view.Body.Line(blank: true), note);
    }

    /// <summary>The notes that stand right before a question or gate; where it is not there, those at the end.</summary>
    private ReadOnlySpan<Stop> NotesBefore(string path)
    {
        var all = Walk();
        var (start, end) = (0, 0);
        for (; end < all.Length; end++)
        {
            if (all[end].Kind == StopKind.Note) continue;
            if (all[end].Path == path) break;
            start = end + 1;
        }

        return all[start..end];
    }

    private void AppendNote(MessageBuilder body, Stop stop)
    {
        var question = stop.Question;
        var before = body.Length;
        AppendStyled(body, question.Label, stop.Path);
        var value = question.Type == QuestionType.Note ? "" : ShownValue(stop.Path, question, Instance.ValueOf(stop.Path));
        if (value.Length > 0) body.Append(": ").Append(value);
        if (question.Hint.IsEmpty) return;
        if (body.Length > before) body.Line();
        AppendStyled(body, question.Hint, stop.Path);
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
