using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>The room for an answer: boxes to mark, lines to write on.</summary>
internal sealed partial class PaperWriter
{
    /// <summary>A longer list is no list for paper: the answer is written.</summary>
    private const int MostChoices = 60;

    /// <summary>Choices of more characters stand one in a row.</summary>
    private const int LongChoice = 38;

    private const int MostSteps = 21;

    private void WriteRoom(FormQuestion question)
    {
        switch (question.Type)
        {
            case QuestionType.SelectOne:
                WriteChoices(question, words.MarkOne, "round");
                break;
            case QuestionType.SelectMultiple:
                WriteChoices(question, words.MarkAny, "");
                break;
            case QuestionType.Rank:
                WriteChoices(question, words.NumberInOrder, "");
                break;
            case QuestionType.Acknowledge:
                page.Append("<ul class=\"one\"><li>").Append(Html.Escape(words.Agreed)).Append("</li></ul>\n");
                break;
            case QuestionType.Date:
                WriteBoxes(DateParts(question));
                break;
            case QuestionType.Time:
                WriteBoxes([(2, words.Hour), (2, words.Minute)]);
                break;
            case QuestionType.DateTime:
                WriteBoxes([(2, words.Day), (2, words.Month), (4, words.Year), (2, words.Hour), (2, words.Minute)]);
                break;
            case QuestionType.Integer or QuestionType.Decimal:
                page.Append("<div class=\"short\"></div>\n");
                break;
            case QuestionType.Range:
                WriteScale(RangeParameters.Of(question));
                break;
            case QuestionType.Geopoint:
                page.Append("<p class=\"do\">").Append(Html.Escape(words.Place)).Append("</p>\n");
                WriteLines(1);
                break;
            case QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File:
                page.Append("<ul class=\"one\"><li>").Append(Html.Escape(words.Attach)).Append(" <span class=\"short\"></span></li></ul>\n");
                break;
            case QuestionType.Text:
                WriteLines(question.Appearances.Contains("multiline") ? 7 : 2);
                break;
            case QuestionType.Barcode:
                WriteLines(1);
                break;
            case QuestionType.Note or QuestionType.Calculate or QuestionType.Hidden or QuestionType.Start or QuestionType.End or QuestionType.Today or QuestionType.Metadata:
                break;
        }
    }

    private void WriteLines(int count)
    {
        for (var i = 0; i < count; i++) page.Append("<div class=\"line\"></div>\n");
    }

    private void WriteChoices(FormQuestion question, string what, string shape)
    {
        var choices = question.Choices?.Choices ?? [];
        if (choices.Length is 0 or > MostChoices)
        {
            WriteLines(question.Type == QuestionType.SelectOne ? 1 : 3);
            return;
        }

        page.Append("<p class=\"do\">").Append(Html.Escape(what)).Append("</p>\n");
        var labels = choices.Select(choice => choice.Label.IsEmpty ? choice.Name : Text(choice.Label, question)).ToList();
        page.Append(labels.Count < 4 || labels.Exists(label => label.Length > LongChoice) ? "<ul class=\"one\">" : "<ul>");
        foreach (var label in labels) page.Append(shape.Length > 0 ? $"<li class=\"{shape}\">" : "<li>").Append(Html.Escape(label)).Append("</li>");
        page.Append("</ul>\n");
    }

    private List<(int Boxes, string Caption)> DateParts(FormQuestion question)
    {
        var parts = new List<(int, string)> { (4, words.Year) };
        if (question.Appearances.Contains("year")) return parts;
        parts.Insert(0, (2, words.Month));
        if (!question.Appearances.Contains("month-year")) parts.Insert(0, (2, words.Day));
        return parts;
    }

    private void WriteBoxes(IEnumerable<(int Boxes, string Caption)> parts)
    {
        page.Append("<div class=\"boxes\">");
        foreach (var (boxes, caption) in parts)
            page.Append("<div><b>").Insert(page.Length, "<i></i>", boxes).Append("</b>").Append(Html.Escape(caption)).Append("</div>");
        page.Append("</div>\n");
    }

    private void WriteScale(RangeParameters range)
    {
        var steps = range.Interval == 0 ? MostSteps : Math.Abs((range.End - range.Start) / range.Interval);
        if (steps >= MostSteps)
        {
            page.Append("<div class=\"short\"></div> ").Append(string.Create(CultureInfo.InvariantCulture, $"<bdi>{range.Start} – {range.End}</bdi>\n"));
            return;
        }

        var scale = new StringBuilder("<div class=\"scale\">");
        var step = range.Start <= range.End ? Math.Abs(range.Interval) : -Math.Abs(range.Interval);
        for (var i = 0; i <= (int)steps; i++) scale.Append(CultureInfo.InvariantCulture, $"<span>{range.Start + step * i}</span>");
        page.Append(scale).Append("</div>\n");
    }
}
