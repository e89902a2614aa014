namespace Detainees.Forms;

/// <summary>A condition that one question has one of some answers.</summary>
/// <param name="Question">A question with choices.</param>
/// <param name="Names">The choices' names.</param>
/// <param name="Includes">Whether other choices may be made beside it: <c>selected()</c> of a question that takes several.</param>
internal sealed record ChoiceTest(FormQuestion Question, IReadOnlyList<string> Names, bool Includes)
{
    /// <summary>Reads <c>${q} = 'a'</c>, <c>selected(${q}, 'a')</c>, and several of one question joined by "or"; null for all else.</summary>
    public static ChoiceTest? Read(Expression syntax, Func<string, FormElement?> find)
    {
        switch (syntax)
        {
            case Expression.Binary { Operator: "or" } either:
                return Read(either.Left, find) is { } left && Read(either.Right, find) is { } right && left.Question == right.Question && left.Includes == right.Includes
                    ? left with { Names = [.. left.Names, .. right.Names] } : null;
            case Expression.Binary { Operator: "=", Left: var one, Right: Expression.Text { Value.Length: > 0 } name }:
                return QuestionOf(one, find) is { Choices: not null } question ? new(question, [name.Value], Includes: false) : null;
            case Expression.Call { Name: "selected", Arguments: [var list, Expression.Text { Value.Length: > 0 } name] }:
                return QuestionOf(list, find) is { Choices: not null } asked ? new(asked, [name.Value], IsOneOfSeveral(asked)) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether no answer can meet both: then they are branches of one road.</summary>
    public bool Excludes(ChoiceTest other) =>
        Question == other.Question && Question.Type == QuestionType.SelectOne && !Names.Intersect(other.Names, StringComparer.Ordinal).Any();

    /// <summary>Whether one choice of the question says nothing about the others.</summary>
    public static bool IsOneOfSeveral(FormQuestion question) => question.Type is QuestionType.SelectMultiple or QuestionType.Rank;

    public static FormQuestion? QuestionOf(Expression syntax, Func<string, FormElement?> find) => syntax switch
    {
        Expression.Reference reference => find(reference.Name) as FormQuestion,
        Expression.Path { From: null, IsAbsolute: false, Steps: [{ Axis: Axis.Parent }, { Axis: Axis.Child, Name: { } name, Predicates.IsEmpty: true }] } => find(name) as FormQuestion,
        _ => null,
    };
}
