using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Turns syntax into something that runs, resolving names and paths and noting what it depends on.</summary>
internal sealed partial class ExpressionBinder
{
    private readonly ExpressionScope scope;
    private readonly List<ExpressionProblem> problems;
    private readonly HashSet<ExpressionReference> references = [];
    private readonly HashSet<FormQuestion> labelsOf = [];

    private ExpressionBinder(ExpressionScope scope, List<ExpressionProblem> problems) => (this.scope, this.problems) = (scope, problems);

    /// <returns>Null when there is any problem that is not a mere warning.</returns>
    public static CompiledExpression? Compile(string source, ExpressionScope scope, List<ExpressionProblem> problems)
    {
        var syntax = ExpressionParser.Parse(source, out var problem);
        if (problem is not null) problems.Add(problem);
        if (syntax is null) return null;
        var binder = new ExpressionBinder(scope, problems);
        var start = scope switch
        {
            { Names: null } => default,
            { Filtered: { } list } => new Location(LocationKind.ListItem, null, 0, 0, list),
            { FilteredRepeat: { } repeat } => new Location(LocationKind.Element, repeat, repeat.RepeatDepth, SharedRepeats(scope.Current ?? scope.Names.Root, repeat), null),
            { Current: { } current } => new Location(LocationKind.Element, current, current.RepeatDepth, current.RepeatDepth, null),
            _ => new Location(LocationKind.Element, scope.Names.Root, 0, 0, null),
        };
        var operation = binder.Bind(syntax, start, ReferenceUse.Value, many: false);
        if (problems.Exists(p => !p.IsWarning)) return null;
        if (scope.Filtered is { } filtered) operation = binder.WithLookup(syntax, operation, filtered, start);
        return new CompiledExpression(source, syntax, operation, [.. binder.references]) { LabelsOf = [.. binder.labelsOf] };
    }

    private static readonly Operation Nothing = Operation.From((in Frame _) => XValue.EmptyText);

    private Operation Bind(Expression syntax, Location context, ReferenceUse use, bool many) => syntax switch
    {
        Expression.Number number => Constant(XValue.Of(number.Value)),
        Expression.Text text => BindText(text),
        Expression.Negation negation => Negate(Bind(negation.Operand, context, ReferenceUse.Value, many: false)),
        Expression.Binary binary => BindBinary(binary, context, use, many),
        Expression.Reference or Expression.Path => BindNodes(syntax, context, use, many),
        Expression.Call call => BindCall(call, context, use, many),
        _ => throw new System.Diagnostics.UnreachableException(syntax.GetType().Name),
    };

    private static Operation Constant(XValue value) => Operation.From((in Frame _) => value);

    private static Operation Negate(Operation operand) => Operation.From((in Frame f) => XValue.Of(-operand.Number(f)));

    private Operation BindText(Expression.Text text)
    {
        if (text.Value.Contains("${", StringComparison.Ordinal))
            Warn(DiagnosticCodes.ReferenceInText, text.Start, "A reference inside quotes is plain text, not an answer; take it out of the quotes and join with concat().");
        return Constant(XValue.Of(text.Value));
    }

    private Operation BindBinary(Expression.Binary binary, Location context, ReferenceUse use, bool many)
    {
        if (binary.Operator == "|")
        {
            var (one, two) = (Bind(binary.Left, context, use, many: true), Bind(binary.Right, context, use, many: true));
            if (one is NodeOperation first && two is NodeOperation second) return new UnionPath(first, second);
            Fail(DiagnosticCodes.ExpressionSyntax, binary.Start, "The sign | joins paths only; for \"one or the other\" write the word or.", "or");
            return Nothing;
        }

        var left = Bind(binary.Left, context, ReferenceUse.Value, many: false);
        var right = Bind(binary.Right, context, ReferenceUse.Value, many: false);
        return binary.Operator switch
        {
            "and" => Operation.From((in Frame f) => XValue.Of(left.Boolean(f) && right.Boolean(f))),
            "or" => Operation.From((in Frame f) => XValue.Of(left.Boolean(f) || right.Boolean(f))),
            "+" => Operation.From((in Frame f) => XValue.Of(left.Number(f) + right.Number(f))),
            "-" => Operation.From((in Frame f) => XValue.Of(left.Number(f) - right.Number(f))),
            "*" => Operation.From((in Frame f) => XValue.Of(left.Number(f) * right.Number(f))),
            "div" => Operation.From((in Frame f) => XValue.Of(left.Number(f) / right.Number(f))),
            "mod" => Operation.From((in Frame f) => XValue.Of(left.Number(f) % right.Number(f))),
            var op => Comparison.Bind(op, left, right, IsDateCall(binary.Left) && IsDateCall(binary.Right)),
        };
    }

    private static bool IsDateCall(Expression syntax) => syntax is Expression.Call { Name: "date" or "date-time" or "today" or "now" };

    private void Fail(string code, int position, string message, string? suggestion = null) =>
        problems.Add(new ExpressionProblem(code, position, message, suggestion));

    private void Warn(string code, int position, string message, string? suggestion = null) =>
        problems.Add(new ExpressionProblem(code, position, message, suggestion, IsWarning: true));
}
