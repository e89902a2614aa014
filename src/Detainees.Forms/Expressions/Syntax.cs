namespace Detainees.Forms;

/// <summary>Questions about the syntax of an expression.</summary>
internal static class Syntax
{
    /// <summary>What stands directly inside, predicates too.</summary>
    public static IEnumerable<Expression> Parts(Expression syntax) => syntax switch
    {
        Expression.Negation negation => [negation.Operand],
        Expression.Binary binary => [binary.Left, binary.Right],
        Expression.Call call => call.Arguments,
        Expression.Path path => (path.From is null ? [] : (Expression[])[path.From])
            .Concat(path.FromPredicates).Concat(path.Steps.SelectMany(stage => stage.Predicates)),
        Expression.Number or Expression.Text or Expression.Reference => [],
        _ => [],
    };

    public static bool Any(Expression syntax, Func<Expression, bool> test) => test(syntax) || Parts(syntax).Any(part => Any(part, test));

    /// <summary>The conditions that are joined by "and", from the left.</summary>
    public static IEnumerable<Expression> Conjuncts(Expression syntax) =>
        syntax is Expression.Binary { Operator: "and" } both ? Conjuncts(both.Left).Concat(Conjuncts(both.Right)) : [syntax];

    /// <summary>Whether the value can differ with the context node or its place, as a bare path and position() do.</summary>
    public static bool DependsOnContext(Expression syntax) => syntax switch
    {
        Expression.Path { From: null, IsAbsolute: false } => true,
        // Inside its predicates the path's own nodes are the context.
        Expression.Path path => path.From is { } from && DependsOnContext(from),
        Expression.Call { Name: "position" or "last", Arguments.IsEmpty: true } => true,
        Expression.Call { Name: "string" or "number" or "string-length" or "normalize-space", Arguments.IsEmpty: true } => true,
        _ => Parts(syntax).Any(DependsOnContext),
    };
}
