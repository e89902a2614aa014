using System.Text.Json;
using Detainees.Forms;

namespace Detainees.Desk.Reports;

/// <param name="Order">The question's place in the form; without the form, behind all others.</param>
/// <param name="Question">Without the form, the path.</param>
/// <param name="Display">Labels of choices instead of their names.</param>
internal sealed record DraftWording(int Order, string Question, string Type, string? Field, string Display);

/// <summary>Finds the words for the answers of a draft, in the family's language.</summary>
internal sealed class DraftWords(FormDefinition? form, FormAnswers answers, Moment moment)
{
    private readonly FormInstance? instance = form is null ? null : FormInstance.Restore(form, answers, moment);

    public string Title => form?.Title ?? "";

    public DraftWording Of(string path, string value)
    {
        if (form?.Find(path) is not FormQuestion question || instance is null) return new DraftWording(int.MaxValue, path, "text", null, value);
        var words = question.Label.IsEmpty ? question.Hint : question.Label;
        var type = question.Type == QuestionType.DateTime ? "dateTime" : JsonNamingPolicy.SnakeCaseLower.ConvertName(question.Type.ToString());
        return new DraftWording(
            form.Elements.IndexOf(question), instance.Text(words, path, moment.Language), type, question.Case.GetValueOrDefault("field"), DisplayOf(question, path, value));
    }

    private string DisplayOf(FormQuestion question, string path, string value)
    {
        if (question.Choices is not { } choices || instance is null) return value;
        var names = question.Type == QuestionType.SelectOne ? [value] : value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(", ", names.Select(name => choices.Find(name) is { } choice ? instance.Text(choice.Label, path, moment.Language) : name));
    }
}
