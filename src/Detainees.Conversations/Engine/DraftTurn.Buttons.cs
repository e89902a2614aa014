using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>The buttons of each type of question, and the line that says what to do where it is not plain.</summary>
internal sealed partial class DraftTurn
{
    private void AnswerButtons(View view, Stop stop, Prompt.Question asked)
    {
        switch (stop.Question.Type)
        {
            case QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank:
                ChoiceButtons(view, stop, asked);
                break;
            case QuestionType.Acknowledge:
                view.Row(new PromptButton(Texts[TextKey.Understood], new PressAction(ActionKind.Acknowledge), ButtonStyle.Primary));
                break;
            case QuestionType.Range:
                RangeButtons(view, stop.Question);
                break;
            case QuestionType.Date when PrecisionOf(stop.Question) == DatePrecision.Day && !stop.Question.Appearances.Contains("no-calendar"):
                view.Row(
                    new PromptButton(Texts[TextKey.Yesterday], new PressAction(ActionKind.Day, 1)),
                    new PromptButton(Texts[TextKey.Today], new PressAction(ActionKind.Day, 0)));
                break;
            case QuestionType.DateTime when asked.Date is { } date:
                view.Body.Line(blank: true).Append(Texts.Get(TextKey.NowTime, "date", ShownDate(date, DatePrecision.Day)));
                break;
            case QuestionType.Image: FileButtons(view, stop, TextKey.SendPhoto); break;
            case QuestionType.Audio: FileButtons(view, stop, TextKey.SendAudio); break;
            case QuestionType.Video: FileButtons(view, stop, TextKey.SendVideo); break;
            case QuestionType.File: FileButtons(view, stop, TextKey.SendFile); break;
            case QuestionType.Geopoint:
                view.Body.Line(blank: true).Append(Texts[TextKey.SendPlace]);
                break;
        }
    }

    private void FileButtons(View view, Stop stop, TextKey how)
    {
        view.Body.Line(blank: true).Append(Texts[how]);
        var count = draft.Attachments.Count(file => file.Path == stop.Path);
        // Without a count: the items of an album come one by one, and "1" beside three photos looks as if two were lost.
        if (count > 0) view.Row(new PromptButton(Texts[TextKey.Done], new PressAction(ActionKind.Done), ButtonStyle.Primary));
    }

    private void ChoiceButtons(View view, Stop stop, Prompt.Question asked)
    {
        var choices = Instance.ChoicesOf(stop.Path);
        var labels = choices.Select(choice => ChoiceLabel(stop.Path, choice)).ToArray();
        var shown = Found(stop.Question, asked, labels);
        var pages = Math.Max(1, (shown.Count + PageSize - 1) / PageSize);
        // Up to eight stand on one page; a list just above it pages as well: twelve buttons leave no room for the question.
        var page = Math.Clamp(asked.Page, 0, pages - 1);
        var onPage = shown.Skip(page * PageSize).Take(PageSize).ToList();
        PickedLine(view, stop, asked);
        if (asked.Search is not null || Searches(stop.Question, labels.Length))
            view.Body.Line(blank: true).Append(asked.Search is null ? Texts[TextKey.TypeToFind] : Texts.Get(shown.Count == 0 ? TextKey.FoundNone : TextKey.Found, "text", Clip(asked.Search, 60)));
        if (onPage.Any(i => labels[i].Length > LongLabel)) NumberedLabels(view, onPage, labels);
        var twoInARow = onPage.Count > 1 && onPage.TrueForAll(i => labels[i].Length <= ShortLabel) && stop.Question.Type != QuestionType.Rank;
        for (var i = 0; i < onPage.Count; i += twoInARow ? 2 : 1)
        {
            view.Row(
                ChoiceButton(stop, asked, choices, labels, onPage[i]),
                twoInARow && i + 1 < onPage.Count ? ChoiceButton(stop, asked, choices, labels, onPage[i + 1]) : null);
        }

        if (pages > 1)
        {
            view.Row(
                new PromptButton("◀", new PressAction(ActionKind.Page, Math.Max(0, page - 1))),
                new PromptButton(string.Create(CultureInfo.InvariantCulture, $"{page + 1}/{pages}"), new PressAction(ActionKind.Page, page)),
                new PromptButton("▶", new PressAction(ActionKind.Page, Math.Min(pages - 1, page + 1))));
        }

        FinishButtons(view, stop, asked, choices.Length);
    }

    private void FinishButtons(View view, Stop stop, Prompt.Question asked, int choices)
    {
        if (stop.Question.Type == QuestionType.SelectMultiple && asked.Picked.Length > 0)
            view.Row(new PromptButton(Texts.Get(TextKey.DoneCount, "count", asked.Picked.Length), new PressAction(ActionKind.Done), ButtonStyle.Primary));
        if (stop.Question.Type != QuestionType.Rank || asked.Picked.Length == 0) return;
        view.Row(
            new PromptButton(Texts[TextKey.Undo], new PressAction(ActionKind.UndoRank, asked.Picked.Length)),
            asked.Picked.Length == choices ? new PromptButton(Texts[TextKey.Done], new PressAction(ActionKind.Done), ButtonStyle.Primary) : null);
    }

    private void PickedLine(View view, Stop stop, Prompt.Question asked)
    {
        if (stop.Question.Type is not (QuestionType.SelectMultiple or QuestionType.Rank)) return;
        if (asked.Picked.IsEmpty)
        {
            view.Body.Line(blank: true).Append(Texts[stop.Question.Type == QuestionType.Rank ? TextKey.RankHow : TextKey.PickSeveral]);
            return;
        }

        var names = asked.Picked.Select((name, i) => stop.Question.Type == QuestionType.Rank
            ? string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {ChoiceName(stop.Path, stop.Question, name)}")
            : ChoiceName(stop.Path, stop.Question, name));
        view.Body.Line(blank: true).Append(Clip(Texts.Get(TextKey.Picked, "answer", string.Join(", ", names)), 1000));
    }

    private static void NumberedLabels(View view, List<int> onPage, string[] labels)
    {
        view.Body.Line();
        foreach (var i in onPage) view.Body.Line().Append(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {Clip(labels[i], 250)}"));
    }

    private static PromptButton? ChoiceButton(
        Stop stop, Prompt.Question asked, System.Collections.Immutable.ImmutableArray<Choice> choices, string[] labels, int index)
    {
        var picked = asked.Picked.Contains(choices[index].Name);
        var label = labels[index].Length > LongLabel ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {labels[index]}") : labels[index];
        return stop.Question.Type switch
        {
            // The button says what it makes of the choice, so that a double tap on a slow network does not undo itself.
            QuestionType.SelectMultiple => new PromptButton((picked ? "☑ " : "☐ ") + label, new PressAction(ActionKind.Toggle, index, picked ? 2 : 1)),
            QuestionType.Rank => picked ? null : new PromptButton(label, new PressAction(ActionKind.Rank, index, asked.Picked.Length + 1)),
            _ => new PromptButton(label, new PressAction(ActionKind.Choose, index)),
        };
    }

    private static bool Searches(FormQuestion question, int choices) =>
        choices > SearchAbove || (choices > PageSize && (question.Appearances.Contains("minimal") || question.Appearances.Contains("search")
            || question.Appearances.Contains("autocomplete")));

    /// <summary>Places of the choices to show: all, or those found: first by beginning, then by the beginning of a word, then anywhere.</summary>
    private static List<int> Found(FormQuestion question, Prompt.Question asked, string[] labels)
    {
        if (asked.Search is not { } search)
            return Searches(question, labels.Length) ? [] : [.. Enumerable.Range(0, labels.Length)];
        var wanted = Folding.Fold(search);
        if (wanted.Length == 0) return [];
        var folded = Array.ConvertAll(labels, Folding.Fold);
        return
        [
            .. Enumerable.Range(0, labels.Length).Where(i => folded[i].Contains(wanted, StringComparison.Ordinal))
                .OrderBy(i => folded[i].StartsWith(wanted, StringComparison.Ordinal) ? 0 : folded[i].Contains(" " + wanted, StringComparison.Ordinal) ? 1 : 2),
        ];
    }

    private void RangeButtons(View view, FormQuestion question)
    {
        var values = RangeValues(question);
        if (values.Count is 0 or > MaxRangeButtons)
        {
            view.Body.Line(blank: true).Append(RangeHelp(question));
            return;
        }

        var stars = question.Appearances.Contains("rating");
        foreach (var row in values.Select((value, i) => (value, i)).Chunk(5))
            view.Row([.. row.Select(cell => new PromptButton((stars ? "★ " : "") + Number(cell.value), new PressAction(ActionKind.Choose, cell.i)))]);
    }

    private string RangeHelp(FormQuestion question)
    {
        var (start, end, step) = RangeOf(question);
        return Texts.Get(TextKey.RangeHelp, ("start", Number(start)), ("end", Number(end)), ("step", Number(step)));
    }

    /// <summary>All values of a short range, at most one more than are shown as buttons.</summary>
    private static List<decimal> RangeValues(FormQuestion question)
    {
        var (start, end, step) = RangeOf(question);
        var values = new List<decimal>();
        for (var value = start; values.Count <= MaxRangeButtons && (step > 0 ? value <= end : value >= end); value += step) values.Add(value);
        return values;
    }

    private static (decimal Start, decimal End, decimal Step) RangeOf(FormQuestion question)
    {
        var (start, end, step) = (Parameter("start", 0), Parameter("end", 10), Parameter("step", 1));
        if (step == 0) step = 1;
        return (start, end, (end < start) == (step < 0) ? step : -step);

        decimal Parameter(string name, decimal otherwise) =>
            question.Parameters.TryGetValue(name, out var text)
            && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < 1_000_000_000 ? value : otherwise;
    }

    private static string Number(decimal value) => value.ToString("0.###############", CultureInfo.InvariantCulture);

    private void OfferButtons(View view, FormQuestion question, Prompt.Question asked)
    {
        view.Body.Line(blank: true).Append(Texts[TextKey.WhichDate]);
        for (var i = 0; i < asked.Offered.Length; i++)
            view.Row(new PromptButton(ShownDate(asked.Offered[i], PrecisionOf(question)), new PressAction(ActionKind.Offered, i)));
    }
}
