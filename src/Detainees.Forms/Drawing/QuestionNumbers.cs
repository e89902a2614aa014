namespace Detainees.Forms;

/// <summary>The numbers that questions carry on paper and in a picture: those that can be answered, from 1 on.</summary>
internal sealed class QuestionNumbers
{
    private readonly Dictionary<FormElement, int> numbers = new(ReferenceEqualityComparer.Instance);

    public QuestionNumbers(FormDefinition form)
    {
        foreach (var question in form.Elements.OfType<FormQuestion>())
            if (question is { IsAsked: true, Type: not QuestionType.Note, IsComputed: false }) numbers[question] = numbers.Count + 1;
    }

    public int Count => numbers.Count;

    /// <summary>Null for notes, and for what is computed or filled in by the program.</summary>
    public int? Of(FormElement element) => numbers.TryGetValue(element, out var number) ? number : null;
}
