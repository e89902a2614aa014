using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>All answers on a few messages, each with a button to change it.</summary>
internal sealed partial class DraftTurn
{
    private const int LinesOfAMessage = 24, CharactersOfAMessage = 3000, MessagesOfAPage = 4, ButtonsOfARow = 6, MaxItemButtons = 20;

    /// <param name="Question">Place among the questions, for its button; -1 for a heading.</param>
    private readonly record struct ReviewLine(string Text, int Question, bool IsHeading);

    private void ShowReview(int page)
    {
        SetPrompt(new Prompt.Review(Ids.Word(6), page), "");
        Show();
    }

    private bool OpenReview()
    {
        // Asked for by the person: they want to look again before it goes.
        draft.Confirmed = false;
        ShowReview(0);
        return true;
    }

    private View[] RenderReview(int page)
    {
        var chunks = Chunks(Lines());
        var pages = Math.Max(1, (chunks.Count + MessagesOfAPage - 1) / MessagesOfAPage);
        page = Math.Clamp(page, 0, pages - 1);
        var views = new List<View>();
        foreach (var chunk in chunks.Skip(page * MessagesOfAPage).Take(MessagesOfAPage)) views.Add(ChunkView(chunk));
        if (views.Count == 0) views.Add(new View());
        if (page == 0) Title(views[0]);
        Closing(views[^1], page, pages);
        return [.. views];
    }

    private void Title(View first)
    {
        var body = new MessageBuilder().Append(Texts[TextKey.ReviewTitle], SpanKind.Bold);
        if (Name() is { Length: > 0 } name) body.Line().Append(Clip(name, 200), SpanKind.Italic);
        foreach (var note in TrailingNotes())
        {
            AddMedia(first, note.Element);
            AppendNote(body.Line(blank: true), note);
        }

        if (first.Body.Length > 0) body.Line(blank: true).Add(first.Body);
        first.Body = body;
    }

    /// <summary>The form's own title for this report (setting instance_name); empty when it has none.</summary>
    private string Name() => Form.IsTitleDangerous ? "" : WithoutMarks(Direction.Unturned(Instance.InstanceName()));

    /// <summary>Notes after the last question would be shown nowhere else.</summary>
    private List<Stop> TrailingNotes()
    {
        var stops = Walk();
        var at = stops.Length - 1;
        while (at >= 0 && stops[at].Kind == StopKind.Note) at--;
        return [.. stops[(at + 1)..Math.Min(at + 6, stops.Length)]];
    }

    private List<ReviewLine> Lines()
    {
        var lines = new List<ReviewLine>();
        var before = "";
        var number = 0;
        foreach (var stop in Questions())
        {
            number++;
            var heading = Heading(stop.Path, before);
            if (heading.Length > 0) lines.Add(new ReviewLine(heading, -1, true));
            var label = Clip(LabelOf(stop).ReplaceLineEndings(" "), 120);
            var answer = draft.Notes.ContainsKey(stop.Path) || Instance.StoredValueOf(stop.Path).Length > 0 || draft.Attachments.Any(f => f.Path == stop.Path)
                ? Clip(DisplayInChat(stop.Path, stop.Question), 300)
                : Texts[TextKey.NotAskedYet];
            lines.Add(new ReviewLine(string.Create(CultureInfo.InvariantCulture, $"{number}. {label} – {answer}"), number - 1, false));
            before = stop.Path;
        }

        var others = OtherFiles();
        if (others.Count > 0) lines.Add(new ReviewLine($"{Texts.Get(TextKey.OtherFiles, "count", others.Count)} – {Clip(OthersInChat(others), 600)}", -1, false));
        return lines;
    }

    /// <summary>The words under them stay unsaid where one came to a question whose answers are not said again, also when that is gone.</summary>
    private string OthersInChat(List<Attachment> files) =>
        files.Exists(file => Form.Find(file.Path) is FormQuestion question && InsteadOf(question) is not null) ? MarksOf(files) : Shown(files, "");

    private static List<List<ReviewLine>> Chunks(List<ReviewLine> lines)
    {
        var chunks = new List<List<ReviewLine>>();
        var length = 0;
        foreach (var line in lines)
        {
            // A heading must not be parted from what stands under it.
            if (chunks.Count == 0 || chunks[^1].Count >= (line.IsHeading ? LinesOfAMessage - 1 : LinesOfAMessage) || length + line.Text.Length > CharactersOfAMessage)
            {
                chunks.Add([]);
                length = 0;
            }

            chunks[^1].Add(line);
            length += line.Text.Length + 2;
        }

        return chunks;
    }

    private static View ChunkView(List<ReviewLine> chunk)
    {
        var view = new View();
        foreach (var line in chunk)
        {
            view.Body.Line(blank: line.IsHeading);
            if (line.IsHeading) view.Body.Append(line.Text, SpanKind.Bold);
            else view.Body.Append(line.Text);
        }

        foreach (var row in chunk.Where(line => line.Question >= 0).Chunk(ButtonsOfARow))
            view.Row([.. row.Select(line => new PromptButton((line.Question + 1).ToString(CultureInfo.InvariantCulture), new PressAction(ActionKind.EditItem, line.Question)))]);
        return view;
    }

    private void Closing(View view, int page, int pages)
    {
        view.Body.Line(blank: true).Append(Texts[TextKey.ReviewHow], SpanKind.Italic);
        if (pages > 1)
        {
            view.Row(
                page > 0 ? new PromptButton("◀", new PressAction(ActionKind.Page, page - 1)) : null,
                page < pages - 1 ? new PromptButton(Texts[TextKey.More], new PressAction(ActionKind.Page, page + 1)) : null);
        }

        var labels = new HashSet<string>(StringComparer.Ordinal);
        var items = Items();
        for (var i = 0; i < Math.Min(items.Count, MaxItemButtons); i++)
            view.Row(new PromptButton(Unlike(labels, $"✕ {FullTitle(items[i], MaxButtonLabel - 2)}"), new PressAction(ActionKind.DeleteItem, i)));
        var gates = Gates();
        for (var i = 0; i < Math.Min(gates.Count, MaxItemButtons); i++)
            view.Row(new PromptButton(Unlike(labels, AddLabel(gates[i].Path)), new PressAction(ActionKind.AddItem, i)));
        var others = OtherFiles().Count;
        if (others > 0) view.Row(new PromptButton($"✕ {Texts.Get(TextKey.OtherFiles, "count", others)}", new PressAction(ActionKind.RemoveFiles)));
        if (Next() is not null)
            view.Row(new PromptButton(Texts[TextKey.Continue], new PressAction(ActionKind.Continue), ButtonStyle.Primary));
        view.Row(new PromptButton(Texts[TextKey.Send], new PressAction(ActionKind.Send), ButtonStyle.Primary));
        view.Row(new PromptButton(Texts[TextKey.Cancel], new PressAction(ActionKind.Cancel), ButtonStyle.Danger));
    }

    private bool ActOnReview(Prompt.Review review, PressAction action)
    {
        switch (action.Kind)
        {
            case ActionKind.Page:
                draft.Prompt = review with { Page = action.Index };
                Show();
                return true;
            case ActionKind.EditItem when Questions() is var questions && action.Index < questions.Count:
                AskAlone(questions[action.Index]);
                return true;
            case ActionKind.DeleteItem when Items() is var items && action.Index < items.Count:
                SetPrompt(new Prompt.Confirm(Ids.Word(6), Confirmation.DeleteItem, items[action.Index]));
                Show();
                return true;
            case ActionKind.AddItem when Gates() is var gates && action.Index < gates.Count:
                AddItem(gates[action.Index].Path);
                return true;
            case ActionKind.RemoveFiles when OtherFiles() is { Count: > 0 } others:
                foreach (var file in others) Do(new Effect.Discard(file.Id));
                draft.Attachments = draft.Attachments.RemoveAll(others.Contains);
                ShowReview(0);
                return true;
            case ActionKind.Continue:
                AskNext();
                return true;
            case ActionKind.Send:
                AskToSend();
                return true;
            case ActionKind.Cancel:
                SetPrompt(new Prompt.Confirm(Ids.Word(6), Confirmation.Cancel, ""));
                Show();
                return true;
            default:
                return false;
        }
    }

    private List<Stop> Gates() => Stops(static kind => kind == StopKind.Gate);

    /// <summary>Paths of the items of all repeats whose number is not computed, in order.</summary>
    private List<string> Items()
    {
        var items = new List<string>();
        foreach (var stop in Walk())
        {
            for (var close = stop.Path.IndexOf(']', StringComparison.Ordinal); close > 0; close = stop.Path.IndexOf(']', close + 1))
            {
                var item = stop.Path[..(close + 1)];
                if (!items.Contains(item) && Form.Find(item) is FormRepeat { HasCount: false }) items.Add(item);
            }
        }

        return items;
    }

    private string AddLabel(string repeat) =>
        Texts.Get(TextKey.AddItem, "label", FullTitle(repeat, MaxButtonLabel - Texts.Get(TextKey.AddItem, "label", "").Length));

    private void DeleteItem(string item)
    {
        if (Form.Find(item) is FormRepeat { HasCount: false })
        {
            live = Instance.RemoveRepeat(item, Now);
            var moved = new ItemRemoval(item);
            foreach (var file in draft.Attachments.Where(file => moved.Of(file.Path) is null)) Do(new Effect.Discard(file.Id));
            draft.Attachments = [.. draft.Attachments.Select(file => (File: file, Path: moved.Of(file.Path))).Where(f => f.Path is not null).Select(f => f.File with { Path = f.Path! })];
            draft.Notes = new PathDictionary<AnswerNote>(draft.Notes.Select(note => (Path: moved.Of(note.Key), note.Value)).Where(n => n.Path is not null).Select(n => KeyValuePair.Create(n.Path!, n.Value)));
            draft.Messages = [.. draft.Messages.Select(m => (Said: m, Path: moved.Of(m.Path))).Where(m => m.Path is not null).Select(m => m.Said with { Path = m.Path! })];
            draft.Closed = [.. draft.Closed.Select(moved.Of).OfType<string>()];
            draft.Album = null;
            Remark(TextKey.ItemDeleted);
        }

        AskNext();
    }
}
