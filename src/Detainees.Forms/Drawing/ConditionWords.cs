using System.Globalization;

namespace Detainees.Forms;

/// <summary>Says a condition in words, where it is one of the kinds that people write; the others stay as they are written.</summary>
internal sealed class ConditionWords
{
    private readonly PrintWords words;
    private readonly string language;
    private readonly QuestionNumbers numbers;
    private readonly Func<string, FormElement?> find;
    private readonly FormElement owner;
    private readonly bool brief;

    private ConditionWords(FormDefinition form, FormElement owner, QuestionNumbers numbers, string language, bool brief)
    {
        words = PrintWords.Of(language);
        (this.language, this.numbers, this.owner, this.brief) = (language, numbers, owner, brief);
        find = name => form.Elements.FirstOrDefault(element => element.Name == name);
    }

    /// <param name="form">The form.</param>
    /// <param name="owner">The element whose condition it is: bare paths start there.</param>
    /// <param name="condition">A condition of the form.</param>
    /// <param name="numbers">How questions are named.</param>
    /// <param name="language">One of the form's languages.</param>
    /// <param name="brief">For an arrow: <c>7: “Yes”</c> instead of a sentence.</param>
    public static string Say(FormDefinition form, FormElement owner, CompiledExpression condition, QuestionNumbers numbers, string language, bool brief)
    {
        var say = new ConditionWords(form, owner, numbers, language, brief);
        return say.Words(condition.Syntax, negated: false, inside: false) ?? say.Raw(condition.Source);
    }

    /// <summary>Whether <see cref="Say"/> finds words, rather than leaving the expression.</summary>
    public static bool IsSentence(FormDefinition form, FormElement owner, CompiledExpression condition, QuestionNumbers numbers, string language) =>
        new ConditionWords(form, owner, numbers, language, brief: false).Words(condition.Syntax, negated: false, inside: false) is not null;

    private string? Words(Expression syntax, bool negated, bool inside) => syntax switch
    {
        Expression.Binary { Operator: "and" or "or" } both => Joined(both, negated, inside),
        Expression.Call { Name: "not", Arguments: [var only] } => Words(only, !negated, inside),
        Expression.Call { Name: "selected", Arguments: [var list, Expression.Text name] } => Question(list) is { } question ? Is(question, [name.Value], negated, ChoiceTest.IsOneOfSeveral(question)) : null,
        Expression.Binary binary => Compared(binary, negated),
        _ => null,
    };

    private string? Joined(Expression.Binary both, bool negated, bool inside)
    {
        // The same question with one or the other answer is said once.
        if (both.Operator == "or" && ChoiceTest.Read(both, find) is { } test) return Is(test.Question, test.Names, negated, test.Includes);
        var isAnd = both.Operator == "and" != negated;
        var left = Words(both.Left, negated, inside: true);
        var right = Words(both.Right, negated, inside: true);
        if (left is null || right is null) return null;
        var text = $"{left} {(isAnd ? words.And : words.Or)} {right}";
        return inside && !isAnd ? $"({text})" : text;
    }

    private string? Compared(Expression.Binary binary, bool negated)
    {
        var (question, value, op) = (Question(binary.Left), binary.Right, binary.Operator);
        if (question is null) (question, value, op) = (Question(binary.Right), binary.Left, Turned(binary.Operator));
        if (question is null) return null;
        if (negated) op = Opposite(op);
        var text = value switch
        {
            Expression.Text literal => literal.Value,
            Expression.Number number => Numbers.ToText(number.Value),
            Expression.Call { Name: "date", Arguments: [Expression.Text date] } => date.Value,
            _ => null,
        };
        if (text is null) return null;
        if (text.Length == 0) return op switch { "=" => Filled(question, words.NotAnswered, words.NotAnsweredShort), "!=" => Filled(question, words.Answered, words.AnsweredShort), _ => null };
        return op switch
        {
            "=" => Is(question, [text], negated: false, includes: false),
            "!=" => Is(question, [text], negated: true, includes: false),
            ">=" => Answer(question, Format(words.AtLeast, text), words.AnswerIs),
            "<=" => Answer(question, Format(words.AtMost, text), words.AnswerIs),
            ">" => Answer(question, Format(words.MoreThan, text), words.AnswerIs),
            "<" => Answer(question, Format(words.LessThan, text), words.AnswerIs),
            _ => null,
        };
    }

    private static string Turned(string op) => op switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", _ => op };

    private static string Opposite(string op) => op switch { "=" => "!=", "!=" => "=", "<" => ">=", ">" => "<=", "<=" => ">", ">=" => "<", _ => op };

    private FormQuestion? Question(Expression syntax) => ChoiceTest.QuestionOf(syntax, find);

    private string? Is(FormQuestion question, IReadOnlyList<string> names, bool negated, bool includes)
    {
        var answers = string.Join(" " + words.Or + " ", names.Select(name => Quoted(question.Choices?.Find(name)?.Label is { IsEmpty: false } label ? label.In(language) : name)));
        if (includes && brief) return Answer(question, Format(negated ? words.IncludesNot : words.Includes, answers), words.AnswerIs);
        if (includes) return Answer(question, answers, negated ? words.AnswerIncludesNot : words.AnswerIncludes);
        if (!negated) return Answer(question, answers, words.AnswerIs);
        return brief ? Answer(question, words.Not + " " + answers, words.AnswerIs) : Answer(question, answers, words.AnswerIsNot);
    }

    private string Quoted(string text) => Format(words.Quoted, PlainText.Of(text).Replace('\n', ' '));

    private string? Answer(FormQuestion question, string answer, string sentence)
    {
        if (Number(question) is not { } number) return null;
        return brief ? $"{number}: {answer}" : Format(sentence, number, answer);
    }

    private string? Filled(FormQuestion question, string sentence, string brief)
    {
        if (Number(question) is not { } number) return null;
        return this.brief ? $"{number}: {brief}" : Format(sentence, number);
    }

    private string? Number(FormQuestion question) => question == owner ? null : numbers.Of(question)?.ToString(CultureInfo.InvariantCulture);

    private static string Format(string pattern, params object[] values) => string.Format(CultureInfo.InvariantCulture, pattern, values);

    // A reference becomes the question's number, so that the reader can find it.
    private string Raw(string source) => XFormText.Replace(source, name => find(name) is { } element && numbers.Of(element) is { } number
        ? "[" + number.ToString(CultureInfo.InvariantCulture) + "]" : null).Replace('\n', ' ');
}
