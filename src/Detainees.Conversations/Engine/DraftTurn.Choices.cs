using System.Collections.Immutable;
using System.Globalization;
using Detainees.Forms;

namespace Detainees.Conversations;

/// <summary>Choices as buttons: pages, search, what is picked, and how many stand in a row.</summary>
internal sealed partial class DraftTurn
{
    private const int PageSize = 8, SearchAbove = 40, MaxButtonsInARow = 8;

    private void ChoiceButtons(View view, Stop stop, Prompt.Question asked)
    {
        var choices = Instance.ChoicesOf(stop.Path);
        var labels = Labels(stop, choices);
        var shown = Found(stop.Question, asked, labels);
        var onPage = OnPage(shown, asked, out var page, out var pages);
        PickedLine(view, stop, asked);
        if (asked.Search is not null || Searches(stop.Question, labels.Length))
            view.Body.Line(blank: true).Append(asked.Search is null ? Texts[TextKey.TypeToFind] : Texts.Get(shown.Count == 0 ? TextKey.FoundNone : TextKey.Found, "text", Searched(stop.Question, asked.Search, 60)));
        var width = Width(stop.Question, onPage, labels);
        var longest = LongLabel / width;
        if (Longest(onPage, labels) > longest) NumberedLabels(view, onPage, labels);
        for (var i = 0; i < onPage.Count; i++)
        {
            view.Add(ChoiceButton(stop, asked, choices, labels, onPage[i], longest));
            if ((i + 1) % width == 0) view.EndRow();
        }

        view.EndRow();
        Pager(view, page, pages);
        if (asked.Search is not null && !Searches(stop.Question, labels.Length))
            view.Row(new PromptButton(Texts[TextKey.AllAnswers], new PressAction(ActionKind.ShowAll)));
        FinishButtons(view, stop, asked, choices.Length);
    }

    private string[] Labels(Stop stop, ImmutableArray<Choice> choices)
    {
        var labels = new string[choices.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = ChoiceLabel(stop.Path, choices[i]);
        return labels;
    }

    private static int Longest(List<int> onPage, string[] labels)
    {
        var longest = 0;
        foreach (var i in onPage) longest = Math.Max(longest, labels[i].Length);
        return longest;
    }

    // Up to eight stand on one page; a list just above it pages as well: twelve buttons leave no room for the question.
    private static List<int> OnPage(List<int> shown, Prompt.Question asked, out int page, out int pages)
    {
        pages = Math.Max(1, (shown.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(asked.Page, 0, pages - 1);
        return pages == 1 ? shown : shown.GetRange(page * PageSize, Math.Min(PageSize, shown.Count - (page * PageSize)));
    }

    private static void Pager(View view, int page, int pages)
    {
        if (pages <= 1) return;
        view.Row(
            new PromptButton("◀", new PressAction(ActionKind.Page, Math.Max(0, page - 1))),
            new PromptButton(string.Create(CultureInfo.InvariantCulture, $"{page + 1}/{pages}"), new PressAction(ActionKind.Page, page)),
            new PromptButton("▶", new PressAction(ActionKind.Page, Math.Min(pages - 1, page + 1))));
    }

    /// <summary>
    /// Buttons in a row (xlsform.md a.4): what the appearance asks for, else two where all labels are short. A rank keeps one:
    /// what is taken away must not move the others sideways.
    /// </summary>
    private static int Width(FormQuestion question, List<int> onPage, string[] labels)
    {
        if (onPage.Count < 2 || question.Type == QuestionType.Rank) return 1;
        var longest = Longest(onPage, labels);
        foreach (var word in question.Appearances)
        {
            switch (word)
            {
                case "likert" or "horizontal" when longest * onPage.Count <= LongLabel && onPage.Count <= MaxButtonsInARow: return onPage.Count;
                case "likert": return 1;
                case "columns": return 2;
                case "horizontal" or "horizontal-compact" or "compact" or "columns-pack" or "no-buttons": return longest <= 8 ? 4 : longest <= ShortLabel ? 2 : 1;
                case ['c', 'o', 'l', 'u', 'm', 'n', 's', '-', .. var count]
                    when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted): return Math.Clamp(wanted, 1, MaxButtonsInARow);
            }
        }

        return longest <= ShortLabel ? 2 : 1;
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

        if (InsteadOf(stop.Question) is not null) return;
        var names = stop.Question.Type == QuestionType.Rank ? RankedNames(stop.Path, stop.Question, asked.Picked) : ChoiceNames(stop.Path, stop.Question, asked.Picked);
        view.Body.Line(blank: true).Append(Clip(Texts.Get(TextKey.Picked, "answer", names), 1000));
    }

    /// <summary>The words that were looked for, as they are said again.</summary>
    private string Searched(FormQuestion question, string text, int length) => InsteadOf(question) is null ? Clip(Direction.Unturned(text), length) : "…";

    private static void NumberedLabels(View view, List<int> onPage, string[] labels)
    {
        view.Body.Line();
        foreach (var i in onPage) view.Body.Line().Append(string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {Clip(labels[i], 250)}"));
    }

    private static PromptButton? ChoiceButton(
        Stop stop, Prompt.Question asked, ImmutableArray<Choice> choices, string[] labels, int index, int longest)
    {
        var picked = asked.Picked.Contains(choices[index].Name);
        var label = labels[index].Length > longest ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {labels[index]}") : labels[index];
        return stop.Question.Type switch
        {
            // The button says what it makes of the choice, so that a double tap on a slow network does not undo itself.
            QuestionType.SelectMultiple => new PromptButton((picked ? "☑ " : "☐ ") + label, new PressAction(ActionKind.Toggle, index, picked ? 2 : 1)),
            QuestionType.Rank => picked ? null : new PromptButton(label, new PressAction(ActionKind.Rank, index, asked.Picked.Length + 1)),
            _ => new PromptButton(label, new PressAction(ActionKind.Choose, index)),
        };
    }

    // Even where the form asks for typing, a list that stands on one page is shown: there is nothing to look for.
    private static bool Searches(FormQuestion question, int choices) =>
        choices > SearchAbove || (choices > PageSize && (question.Appearances.Contains("minimal") || question.Appearances.Contains("search")
            || question.Appearances.Contains("autocomplete")));

    /// <summary>Places of the choices to show: all, or those found.</summary>
    private static List<int> Found(FormQuestion question, Prompt.Question asked, string[] labels) =>
        asked.Search is { } search ? ChoiceFinding.Find(labels, search)
        : Searches(question, labels.Length) ? []
        : [.. Enumerable.Range(0, labels.Length)];
}
