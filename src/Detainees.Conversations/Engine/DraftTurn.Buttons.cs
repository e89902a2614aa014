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
                RangeButtons(view, stop.Question, asked);
                break;
            case QuestionType.Time:
                ClockButtons(view);
                break;
            case QuestionType.Date when PrecisionOf(stop.Question) == DatePrecision.Day && !stop.Question.Appearances.Contains("no-calendar"):
                DayButtons(view);
                break;
            case QuestionType.DateTime when asked.Date is { } date:
                view.Body.Line(blank: true).Append(Texts.Get(TextKey.NowTime, "date", InsteadOf(stop.Question) ?? ShownDate(date, DatePrecision.Day)));
                ClockButtons(view);
                break;
            case QuestionType.DateTime:
                DayButtons(view);
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

    private void DayButtons(View view) => view.Row(
        new PromptButton(Texts[TextKey.Yesterday], new PressAction(ActionKind.Day, 1)),
        new PromptButton(Texts[TextKey.Today], new PressAction(ActionKind.Day, 0)));

    /// <summary>Every full hour; other times are typed.</summary>
    private static void ClockButtons(View view)
    {
        foreach (var row in Enumerable.Range(0, 24).Chunk(6))
            view.Row([.. row.Select(hour => new PromptButton(string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00"), new PressAction(ActionKind.Clock, hour)))]);
    }

    private void FileButtons(View view, Stop stop, TextKey how)
    {
        view.Body.Line(blank: true).Append(Texts[how]);
        var count = draft.Attachments.Count(file => file.Path == stop.Path);
        // Without a count: the items of an album come one by one, and "1" beside three photos looks as if two were lost.
        if (count > 0) view.Row(new PromptButton(Texts[TextKey.Done], new PressAction(ActionKind.Done), ButtonStyle.Primary));
    }

    private void RangeButtons(View view, FormQuestion question, Prompt.Question asked)
    {
        var values = RangeValues(question);
        if (values.Count == 0 || values.Count > MostRangeButtons(question))
        {
            view.Body.Line(blank: true).Append(RangeHelp(question));
            return;
        }

        var pages = (values.Count + MaxRangeButtons - 1) / MaxRangeButtons;
        var page = Math.Clamp(asked.Page, 0, pages - 1);
        var stars = question.Appearances.Contains("rating");
        var onPage = values.Select((value, i) => (value, i)).Skip(page * MaxRangeButtons).Take(MaxRangeButtons);
        foreach (var row in onPage.Chunk(stars ? 1 : 5))
            view.Row([.. row.Select(cell => new PromptButton(stars ? Stars(cell.value) : Number(cell.value), new PressAction(ActionKind.Choose, cell.i)))]);
        Pager(view, page, pages);
    }

    private static string Stars(decimal value) =>
        value is >= 1 and <= 10 && value == decimal.Truncate(value) ? new string('★', (int)value) : $"{Number(value)} ★";

    /// <summary>Up to 20 values are buttons; with the appearance <c>picker</c> a longer list has pages.</summary>
    private static int MostRangeButtons(FormQuestion question) => question.Appearances.Contains("picker") ? MaxPickerValues : MaxRangeButtons;

    private string RangeHelp(FormQuestion question)
    {
        var (start, end, step) = RangeOf(question);
        return Texts.Get(TextKey.RangeHelp, ("start", Number(start)), ("end", Number(end)), ("step", Number(step)));
    }

    /// <summary>The values of a range, at most one more than are shown as buttons.</summary>
    private static List<decimal> RangeValues(FormQuestion question)
    {
        var (start, end, step) = RangeOf(question);
        var most = MostRangeButtons(question);
        var values = new List<decimal>();
        for (var value = start; values.Count <= most && (step > 0 ? value <= end : value >= end); value += step) values.Add(value);
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
