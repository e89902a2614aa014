using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>The column default: a literal, or an expression that runs once (pyxform, utils.default_is_dynamic).</summary>
internal static partial class DefaultColumn
{
    public static bool IsDynamic(string text, QuestionType type)
    {
        if (text.Contains("${", StringComparison.Ordinal)) return true;
        var isDateLike = type is QuestionType.Date or QuestionType.DateTime or QuestionType.Time or QuestionType.Geopoint;
        return ExpressionParser.Parse(text, out _) is { } syntax && IsDynamic(syntax, isDateLike);
    }

    /// <summary>Where a text that is no expression calls a known function all the same: <c>concat(1</c>, <c>today(</c>.</summary>
    public static ExpressionProblem? Broken(string text)
    {
        if (!Call().Matches(text).Any(match => FunctionTable.All.ContainsKey(match.Groups[1].Value))) return null;
        return ExpressionParser.Parse(text, out var problem) is null ? problem : null;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}_.-])([a-z][a-z0-9:-]*)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    // In a date or a place a lone "-" is part of the literal.
    private static bool IsDynamic(Expression syntax, bool isDateLike) => syntax switch
    {
        Expression.Call => true,
        Expression.Binary { Operator: "-" } binary when isDateLike => IsDynamic(binary.Left, true) || IsDynamic(binary.Right, true),
        Expression.Binary { Operator: "+" or "-" or "*" or "div" or "mod" or "|" } => true,
        Expression.Binary binary => IsDynamic(binary.Left, isDateLike) || IsDynamic(binary.Right, isDateLike),
        Expression.Negation negation => IsDynamic(negation.Operand, isDateLike),
        Expression.Path path => path.From is not null || path.Steps.Any(stage => !stage.Predicates.IsEmpty),
        Expression.Number or Expression.Text or Expression.Reference => false,
        _ => false,
    };

    public static string Reason(QuestionType type) => type switch
    {
        QuestionType.Integer => "The default of an integer is a whole number.",
        QuestionType.Decimal => "The default of a decimal is a number with a point.",
        QuestionType.Range => "The default must be one of the numbers of the range.",
        QuestionType.Date => "The default of a date is written YYYY-MM-DD.",
        QuestionType.Time => "The default of a time is written HH:MM.",
        QuestionType.DateTime => "The default of a dateTime is written YYYY-MM-DDTHH:MM:SS.",
        QuestionType.Geopoint => "The default of a geopoint is latitude, longitude, altitude and accuracy with blanks between.",
        QuestionType.Acknowledge => "The default of an acknowledge can only be OK.",
        _ => "This default does not suit the type of the question.",
    };
}
