using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>
/// Turns <c>${name}</c> into the path that means it from where it stands: through the nearest common repeat, otherwise
/// absolute (pyxform, survey._relative_path).
/// </summary>
internal static class XFormPaths
{
    /// <summary>A call that is open while an expression is read.</summary>
    /// <param name="Name">Empty for a plain bracket.</param>
    /// <param name="Argument">Zero-based.</param>
    /// <param name="IsPredicate">Whether it is a square bracket.</param>
    private readonly record struct Open(string Name, int Argument, bool IsPredicate);

    /// <param name="source">An expression that compiled.</param>
    /// <param name="from">The element it belongs to.</param>
    /// <param name="find">Elements by name; only names that are there once are referred to.</param>
    /// <param name="inPredicate">Whether all of it will stand between square brackets, as a choice_filter does.</param>
    /// <param name="candidates">The repeat whose instances are tested there, for choices that are its answers.</param>
    public static string Resolve(string source, FormElement from, Func<string, FormElement?> find, bool inPredicate = false, FormRepeat? candidates = null)
    {
        var tokens = ExpressionLexer.Read(source, out _);
        var open = new Stack<Open>();
        var text = new StringBuilder();
        var done = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == TokenKind.Symbol) Track(tokens, i, open);
            var path = token.Kind switch
            {
                TokenKind.Reference => find(token.Text) is { } target ? PathTo(target, from, open, inPredicate, candidates) : null,
                TokenKind.Text when open.Count > 0 && open.Peek() is { Name: "jr:choice-name", Argument: 1 } => InLiteral(token.Text, from, find),
                TokenKind.Text or TokenKind.Number or TokenKind.Name or TokenKind.Operator or TokenKind.Symbol or TokenKind.End => null,
            };
            if (path is null) continue;
            text.Append(source, done, token.Start - done).Append(path);
            done = token.End;
        }

        return text.Append(source, done, source.Length - done).ToString();
    }

    /// <summary>The path from one element to another.</summary>
    public static string Between(FormElement from, FormElement target)
    {
        var shared = ExpressionBinder.SharedRepeats(from, target);
        if (shared == 0) return target.Path;
        var repeat = target.NearestRepeat;
        while (repeat is not null && repeat.RepeatDepth != shared) repeat = repeat.NearestRepeat;
        if (repeat is null) return target.Path;
        var up = 0;
        for (FormElement? at = from; at is not null && at != repeat; at = at.Parent) up++;
        return (up == 0 ? "./" : string.Concat(Enumerable.Repeat("../", up))) + target.Path[(repeat.Path.Length + 1)..];
    }

    private static string PathTo(FormElement target, FormElement from, Stack<Open> open, bool inPredicate, FormRepeat? candidates)
    {
        if (candidates is not null && target != candidates && target.IsInside(candidates) && !open.Any(bracket => bracket.IsPredicate)) return "./" + target.Path[(candidates.Path.Length + 1)..];
        // In indexed-repeat the node and the repeats are meant as such, not as this instance's.
        if (open.Count > 0 && open.Peek() is { Name: "indexed-repeat", Argument: 0 or 1 or 3 or 5 }) return target.Path;
        var path = Between(from, target);
        return path[0] != '/' && (inPredicate || open.Any(bracket => bracket.IsPredicate)) ? "current()/" + path : path;
    }

    private static string? InLiteral(string literal, FormElement from, Func<string, FormElement?> find)
    {
        var name = literal.Trim();
        return name.StartsWith("${", StringComparison.Ordinal) && name.EndsWith('}') && find(name[2..^1].Trim()) is { } target
            ? string.Create(CultureInfo.InvariantCulture, $"'{Between(from, target)}'")
            : null;
    }

    private static void Track(List<Token> tokens, int index, Stack<Open> open)
    {
        switch (tokens[index].Text)
        {
            case "(":
                open.Push(new(index > 0 && tokens[index - 1].Kind == TokenKind.Name ? tokens[index - 1].Text : "", 0, false));
                break;
            case "[":
                open.Push(new("", 0, true));
                break;
            case ")" or "]" when open.Count > 0:
                open.Pop();
                break;
            case "," when open.Count > 0:
                var call = open.Pop();
                open.Push(call with { Argument = call.Argument + 1 });
                break;
            default:
                break;
        }
    }
}
