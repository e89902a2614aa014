namespace Detainees.Forms;

/// <summary>Mistakes that are valid expressions: found by looking at what the questions named are.</summary>
internal sealed class ExpressionAdvice
{
    private const int MaxChoices = 2000;

    private readonly FormNames names;
    private readonly FormElement current;
    private readonly List<ExpressionProblem> problems;

    private ExpressionAdvice(FormNames names, FormElement current, List<ExpressionProblem> problems) =>
        (this.names, this.current, this.problems) = (names, current, problems);

    public static void Give(CompiledExpression compiled, FormNames names, FormElement current, string column, List<ExpressionProblem> problems)
    {
        var advice = new ExpressionAdvice(names, current, problems);
        advice.Visit(compiled.Syntax);
        if (column is "relevant" or "constraint" or "required" or "read_only") advice.CheckTruth(compiled.Syntax);
    }

    private void Visit(Expression syntax)
    {
        switch (syntax)
        {
            case Expression.Negation negation:
                Visit(negation.Operand);
                break;
            case Expression.Binary binary:
                CheckBinary(binary);
                Visit(binary.Left);
                Visit(binary.Right);
                break;
            case Expression.Call call:
                CheckCall(call);
                foreach (var argument in call.Arguments) Visit(argument);
                break;
            case Expression.Path path:
                if (path.From is not null) Visit(path.From);
                foreach (var predicate in path.FromPredicates.Concat(path.Steps.SelectMany(stage => stage.Predicates))) Visit(predicate);
                break;
            case Expression.Number or Expression.Text or Expression.Reference:
                break;
        }
    }

    private void CheckBinary(Expression.Binary binary)
    {
        if (binary.Operator is "and" or "or")
        {
            CheckTruth(binary.Left);
            CheckTruth(binary.Right);
            return;
        }

        if (binary.Operator is not ("=" or "!=" or "<" or "<=" or ">" or ">=")) return;
        CheckPair(binary, binary.Left, binary.Right);
        CheckPair(binary, binary.Right, binary.Left);
    }

    private void CheckPair(Expression.Binary binary, Expression one, Expression other)
    {
        var question = Question(one);
        var isEquality = binary.Operator is "=" or "!=";
        if (isEquality && question is not null && other is Expression.Text name && name.Value.Length > 0) CheckChoice(question, name, one, binary.Operator);
        if (isEquality && question is { Type: QuestionType.Integer or QuestionType.Decimal or QuestionType.Range } && other is Expression.Text { Value.Length: > 0 } word && !Numbers.IsPlain(word.Value))
            Warn(DiagnosticCodes.TypeCompared, word.Start, $"\"{question.Name}\" holds a number, which \"{word.Value}\" is not, so they are never equal.");
        if (!isEquality && question is { Type: QuestionType.Text } && question.Calculation is null && !question.Appearances.Contains("numbers")
            && (other is Expression.Number || Question(other) is { Type: QuestionType.Integer or QuestionType.Decimal or QuestionType.Range }))
            Warn(DiagnosticCodes.TypeCompared, one.Start, $"\"{question.Name}\" is a text, and {binary.Operator} reads it as a number: what is no number is never {Relation(binary.Operator)}. Ask for it as integer or decimal.");
        if (other is Expression.Text date && IsDate(one, question))
        {
            if (Dates.TryReadMoment(date.Value, TimeSpan.Zero, out _, out _))
                Warn(DiagnosticCodes.DateLiteral, date.Start, "ODK Collect compares this as text and finds it always false; it works here.", $"date('{date.Value}')");
            else if (date.Value.Length > 0)
                Warn(DiagnosticCodes.DateInvalid, date.Start, $"\"{date.Value}\" is compared with a date, but dates are written YYYY-MM-DD.");
        }
        else if (!isEquality && other is Expression.Text text && !Numbers.IsPlain(text.Value) && !Dates.TryReadMoment(text.Value, TimeSpan.Zero, out _, out _))
            Warn(DiagnosticCodes.TextCompared, text.Start, $"{binary.Operator} compares numbers and dates only; with this text it is always false.");
        else if (!isEquality && question is { Type: QuestionType.Time })
            Warn(DiagnosticCodes.TextCompared, one.Start, "Times are compared as decimal-time(...).", $"decimal-time(${{{question.Name}}})");
        if (!isEquality && question is { IsSelect: true, Type: not QuestionType.SelectOne })
            Warn(DiagnosticCodes.WholeAnswerCompared, one.Start, $"{binary.Operator} on several choices at once compares nothing.", $"count-selected(${{{question.Name}}})");
    }

    private static string Relation(string op) => op[0] == '<' ? "less" : "greater";

    /// <param name="equality">The sign the whole answer is compared with; null for a word that is looked for in it.</param>
    private void CheckChoice(FormQuestion question, Expression.Text name, Expression one, string? equality)
    {
        var whole = equality is not null;
        if (question.Choices is not { } list) return;
        if (list.Find(name.Value.Trim()) is null && !(whole && question.Type != QuestionType.SelectOne && name.Value.Contains(' ')))
            Warn(DiagnosticCodes.ChoiceUnknown, name.Start, $"\"{name.Value}\" is not a choice of \"{question.Name}\" (list \"{list.Name}\"), so this is never met.",
                Names.Near(name.Value, list.Choices.Select(choice => choice.Name)) is { } near ? $"'{near}'"
                    : list.Choices.Take(MaxChoices).FirstOrDefault(choice => choice.Label.All.Any(label => string.Equals(label.Text, name.Value, StringComparison.OrdinalIgnoreCase))) is { } byLabel ? $"'{byLabel.Name}'" : null);
        if (!whole || question.Type is not (QuestionType.SelectMultiple or QuestionType.Rank)) return;
        var selected = $"selected(${{{question.Name}}}, '{name.Value}')";
        Warn(DiagnosticCodes.WholeAnswerCompared, one.Start, $"\"{question.Name}\" takes several choices; this compares its whole answer.", equality == "!=" ? $"not({selected})" : selected);
    }

    private void CheckCall(Expression.Call call)
    {
        switch (call)
        {
            case { Name: "selected", Arguments: [var list, Expression.Text name] } when name.Value.Length > 0 && Question(list) is { } question:
                CheckChoice(question, name, list, equality: null);
                break;
            case { Name: "not", Arguments: [Expression.Binary { Operator: "<" or "<=" or ">" or ">=" } comparison] }:
                if ((Question(comparison.Left) ?? Question(comparison.Right)) is { } asked && !asked.MayBeRequired && asked != current)
                    Warn(DiagnosticCodes.NotOfComparison, call.Start,
                        $"This is true while \"{asked.Name}\" is not answered. Turn the comparison round instead, or test for '' as well.");
                break;
            case { Name: "jr:choice-name", Arguments: [Expression.Text { Value.Length: > 0 } name, Expression.Text of] } when Named(of.Value) is { } question:
                CheckChoice(question, name, of, equality: null);
                break;
            case { Name: "if" or "not" or "boolean", Arguments: [var condition, ..] }:
                CheckTruth(condition);
                break;
            default:
                break;
        }
    }

    // Truth is stored as the words true and false, and any text but the empty one is true.
    private void CheckTruth(Expression syntax)
    {
        if (Question(syntax) is { Calculation: { } calculation } question && IsTruth(calculation.Syntax))
            Warn(DiagnosticCodes.TruthOfText, syntax.Start, $"\"{question.Name}\" is stored as the word true or false, and both count as true here.", $"${{{question.Name}}} = 'true'");
    }

    private static bool IsTruth(Expression syntax) => syntax is
        Expression.Binary { Operator: "and" or "or" or "=" or "!=" or "<" or "<=" or ">" or ">=" }
        or Expression.Call { Name: "true" or "false" or "not" or "boolean" or "selected" or "regex" or "contains" or "starts-with" or "ends-with"
            or "boolean-from-string" or "checklist" or "weighted-checklist" };

    private bool IsDate(Expression syntax, FormQuestion? question) =>
        question is { Type: QuestionType.Date or QuestionType.DateTime or QuestionType.Today or QuestionType.Start or QuestionType.End }
        || syntax is Expression.Call { Name: "today" or "now" or "date" or "date-time" }
        || (syntax is Expression.Path { IsAbsolute: false, From: null, Steps: [{ Axis: Axis.Self }] } && current is FormQuestion { Type: QuestionType.Date or QuestionType.DateTime });

    private FormQuestion? Named(string reference) =>
        reference.Trim() is ['$', '{', .. var name, '}'] ? names.Find(name).FirstOrDefault() as FormQuestion : null;

    private FormQuestion? Question(Expression syntax) => syntax switch
    {
        Expression.Call { Name: "indexed-repeat", Arguments: [Expression.Reference reference, ..] } => names.Find(reference.Name).FirstOrDefault() as FormQuestion,
        Expression.Path { IsAbsolute: true, From: null, Steps: [.., { Name: { } last }] } path => names.Find(last).FirstOrDefault(
            element => element.Path == "/" + string.Join('/', path.Steps.Select(stage => stage.Name))) as FormQuestion,
        Expression.Reference reference => names.Find(reference.Name).FirstOrDefault() as FormQuestion,
        Expression.Path { IsAbsolute: false, From: null, Steps: [{ Axis: Axis.Self, Predicates.IsEmpty: true }] } => current as FormQuestion,
        Expression.Path { IsAbsolute: false, From: null, Steps: [{ Axis: Axis.Parent }, { Name: { } name }] } => Sibling(name),
        _ => null,
    };

    private FormQuestion? Sibling(string name) =>
        current.Parent is { } parent ? ExpressionBinder.Children(parent).FirstOrDefault(child => child.Name == name) as FormQuestion : null;

    private void Warn(string code, int position, string message, string? suggestion = null) =>
        problems.Add(new ExpressionProblem(code, position, message, suggestion, IsWarning: true));
}
