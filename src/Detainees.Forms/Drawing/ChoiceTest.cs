namespace Detainees.Forms;

/// <summary>A condition that one question has one of some answers.</summary>
internal sealed record ChoiceTest(FormQuestion Question, IReadOnlyList<string> Names)
{
    /// <summary>Reads <c>${q} = 'a'</c>, <c>selected(${q}, 'a')</c>, and several of one question joined by "or"; null for all else.</summary>
    public static ChoiceTest? Read(Expression syntax, Func<string, FormElement?> find)
    {
        switch (syntax)
        {
            case Expression.Binary { Operator: "or" } either:
                return Read(either.Left, find) is { } left && Read(either.Right, find) is { } right && left.Question == right.Question
                    ? new(left.Question, [.. left.Names, .. right.Names]) : null;
            case Expression.Binary { Operator: "=", Left: var one, Right: Expression.Text { Value.Length: > 0 } name }:
                return QuestionOf(one, find) is { Choices: not null } question ? new(question, [name.Value]) : null;
            case Expression.Call { Name: "selected", Arguments: [var list, Expression.Text { Value.Length: > 0 } name] }:
                return QuestionOf(list, find) is { Choices: not null } asked ? new(asked, [name.Value]) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether no answer can meet both: then they are branches of one road.</summary>
    public bool Excludes(ChoiceTest other) =>
        Question == other.Question && Question.Type == QuestionType.SelectOne && !Names.Intersect(other.Names, StringComparer.Ordinal).Any();

    public static FormQuestion? QuestionOf(Expression syntax, Func<string, FormElement?> find) => syntax switch
    {
        Expression.Reference reference => find(reference.Name) as FormQuestion,
        Expression.Path { From: null, IsAbsolute: false, Steps: [{ Axis: Axis.Parent }, { Axis: Axis.Child, Name: { } name, Predicates.IsEmpty: true }] } => find(name) as FormQuestion,
        _ => null,
    };
}
