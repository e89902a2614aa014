using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>How an expression uses a node it names.</summary>
internal enum ReferenceUse
{
    /// <summary>Reads its value.</summary>
    Value,
    /// <summary>Asks which nodes there are: count().</summary>
    Nodes,
    /// <summary>Asks only where it stands: position().</summary>
    Place,
    /// <summary>Reads it in another instance of a repeat that stands around both, as a running total does of the one before.</summary>
    OtherInstance,
}

/// <param name="Target">The element named.</param>
/// <param name="Shared">Repeat positions that every node found shares with the node of the expression.</param>
/// <param name="Use">What is asked of it.</param>
internal readonly record struct ExpressionReference(FormElement Target, int Shared, ReferenceUse Use);

/// <summary>An expression ready to be evaluated, and what it depends on.</summary>
/// <param name="Source">As the author wrote it.</param>
/// <param name="Syntax">Its syntax, for checks.</param>
/// <param name="Operation">What runs.</param>
/// <param name="References">All nodes it names.</param>
internal sealed record CompiledExpression(
    string Source, Expression Syntax, Operation Operation, ImmutableArray<ExpressionReference> References)
{
    /// <summary>Selects whose choice labels it shows. What those labels and their filters name is known only when all is compiled.</summary>
    public ImmutableArray<FormQuestion> LabelsOf { get; init; } = [];

    /// <summary>The same with everything its choice labels depend on.</summary>
    public CompiledExpression WithLabels(FormElement at)
    {
        if (LabelsOf.IsEmpty) return this;
        var all = References.ToHashSet();
        foreach (var question in LabelsOf)
        {
            var shared = ExpressionBinder.SharedRepeats(at, question);
            foreach (var (target, theirs, use) in question.ChoiceFilter?.References ?? []) all.Add(new(target, Math.Min(shared, theirs), use));
            foreach (var target in question.Choices?.Choices.SelectMany(choice => choice.Label.References.Values) ?? [])
                all.Add(new(target, Math.Min(shared, ExpressionBinder.SharedRepeats(at, target)), ReferenceUse.Value));
        }

        return this with { References = [.. all] };
    }

    public string Text(Evaluation pass, XNode at) => Operation.Text(new Frame(pass, at, at, 1, 1));
    public double Number(Evaluation pass, XNode at) => Operation.Number(new Frame(pass, at, at, 1, 1));
    public bool Boolean(Evaluation pass, XNode at) => Operation.Boolean(new Frame(pass, at, at, 1, 1));

    /// <summary>The truth of a condition on <paramref name="item"/>, for a question at <paramref name="current"/>.</summary>
    public bool Holds(Evaluation pass, XNode item, XNode current, int position, int size) =>
        Operation.Evaluate(new Frame(pass, item, current, position, size)) is var value && value.Kind == XKind.Number
            ? value.RawNumber == position
            : value.ToBoolean(pass);

    /// <summary>The value as it is stored: NaN and what is no number are empty, truth is the words true and false.</summary>
    public string Stored(Evaluation pass, XNode at)
    {
        var value = Operation.Evaluate(new Frame(pass, at, at, 1, 1));
        if (value.Kind == XKind.Number && !double.IsFinite(value.RawNumber)) return "";
        var text = value.ToText(pass);
        return text.Length <= FormInstance.MaxValueLength ? text : text[..FormInstance.MaxValueLength];
    }
}
