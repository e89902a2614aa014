using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>What stands above a question: headings of what begins with it, notes, and how far it is.</summary>
internal sealed partial class DraftTurn
{
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
        if (value.Length > 0) value = InsteadOf(question) ?? value;
        if (value.Length > 0) body.Append(": ").Append(value);
        if (question.Hint.IsEmpty) return;
        if (body.Length > before) body.Line();
        AppendStyled(body, question.Hint, stop.Path);
    }
}
