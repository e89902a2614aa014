using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Forms;

/// <summary>A Pratt parser for ODK's XPath: precedence climbing over a token list.</summary>
internal sealed class ExpressionParser
{
    public const int MaxLength = 4096;

    /// <summary>Brackets inside brackets. Evaluation recurses as deep as the syntax, so this bounds the stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>Operators in a row: <c>a or b or c</c> nests to the left once for each.</summary>
    public const int MaxChain = 200;

    private readonly List<Token> tokens;
    private int at;
    private int depth;
    private ExpressionProblem? problem;

    private ExpressionParser(List<Token> tokens) => this.tokens = tokens;

    /// <returns>Null with a <paramref name="problem"/> when the text is not an expression.</returns>
    public static Expression? Parse(string text, out ExpressionProblem? problem)
    {
        if (text.Length > MaxLength)
        {
            problem = new(DiagnosticCodes.ExpressionTooLong, MaxLength, $"An expression may be at most {MaxLength} characters long.");
            return null;
        }

        var tokens = ExpressionLexer.Read(text, out problem);
        if (problem is not null) return null;
        if (tokens.Count == 1)
        {
            problem = new(DiagnosticCodes.ExpressionSyntax, 0, "The expression is empty.");
            return null;
        }

        var parser = new ExpressionParser(tokens);
        var expression = parser.ReadExpression(0);
        if (parser.problem is null && parser.Now.Kind != TokenKind.End) parser.FailAtNow();
        // Chains inside brackets at the left end of chains add up, and evaluation goes as deep as the tree.
        if (parser.problem is null && expression is not null && DepthOf(expression) > MaxDepth + MaxChain)
            parser.Fail(0, DiagnosticCodes.ExpressionTooDeep, "The expression is too deeply nested; split it into calculations.");
        problem = parser.problem;
        return problem is null ? expression : null;
    }

    private static int DepthOf(Expression syntax) => 1 + Syntax.Parts(syntax).Select(DepthOf).DefaultIfEmpty().Max();

    private Token Now => tokens[at];

    private static int Precedence(string op) => op switch
    {
        "or" => 1,
        "and" => 2,
        "=" or "!=" => 3,
        "<" or "<=" or ">" or ">=" => 4,
        "+" or "-" => 5,
        "*" or "div" or "mod" => 6,
        "|" => 8,
        _ => 0,
    };

    private Expression? ReadExpression(int above)
    {
        if (++depth > MaxDepth)
        {
            Fail(Now.Start, DiagnosticCodes.ExpressionTooDeep, $"Brackets may stand at most {MaxDepth} deep in each other.");
            return null;
        }

        var left = ReadUnary();
        for (var chain = 0; left is not null && Now.Kind == TokenKind.Operator && Precedence(Now.Text) is var power && power > above; chain++)
        {
            if (chain > MaxChain)
            {
                Fail(Now.Start, DiagnosticCodes.ExpressionTooDeep, $"At most {MaxChain} operators may follow each other; split the expression into calculations.");
                return null;
            }

            var op = tokens[at++];
            var right = ReadExpression(power);
            left = right is null ? null : new Expression.Binary(op.Start, op.Text, left, right);
        }

        depth--;
        return left;
    }

    private Expression? ReadUnary()
    {
        if (!Now.Is(TokenKind.Operator, "-")) return ReadPath();
        var sign = tokens[at++];
        // Unary minus binds tighter than "*" and looser than "|" (XPath 1.0, production 27).
        var operand = ReadExpression(7);
        return operand is null ? null : new Expression.Negation(sign.Start, operand);
    }

    private Expression? ReadPath()
    {
        var first = Now;
        if (first.Is(TokenKind.Symbol, "/"))
        {
            at++;
            return ReadSteps(first.Start, null, isAbsolute: true, []);
        }

        if (StartsStep()) return ReadSteps(first.Start, null, isAbsolute: false, []);
        var primary = ReadPrimary();
        if (primary is null) return null;
        var predicates = ReadPredicates();
        if (problem is not null) return null;
        if (Now.Is(TokenKind.Symbol, "/"))
        {
            at++;
            return ReadSteps(first.Start, primary, isAbsolute: false, predicates);
        }

        return predicates.IsEmpty ? primary : new Expression.Path(first.Start, primary, false, predicates, []);
    }

    private bool StartsStep() => Now switch
    {
        { Kind: TokenKind.Symbol, Text: "." or ".." or "*" } => true,
        { Kind: TokenKind.Name } => !tokens[at + 1].Is(TokenKind.Symbol, "("),
        _ => false,
    };

    /// <summary>An axis written out: <c>self::node()</c> is the same as <c>.</c>. Those that ODK XForms knows, and no others.</summary>
    private Stage? ReadAxis()
    {
        var word = tokens[at];
        Axis? axis = word.Text switch { "child" => Axis.Child, "parent" => Axis.Parent, "self" => Axis.Self, _ => null };
        if (axis is not { } known)
        {
            Fail(word.Start, DiagnosticCodes.ExpressionSyntax, $"\"{word.Text}::\" is not supported: ODK XForms knows only the axes child, parent and self.");
            return null;
        }

        at += 2;
        var name = Now;
        var isNode = name is { Kind: TokenKind.Name, Text: "node" } && tokens[at + 1].Is(TokenKind.Symbol, "(") && tokens[at + 2].Is(TokenKind.Symbol, ")");
        if (!isNode && !name.Is(TokenKind.Symbol, "*") && !(name.Kind == TokenKind.Name && !tokens[at + 1].Is(TokenKind.Symbol, "(")))
        {
            FailAtNow();
            return null;
        }

        at += isNode ? 3 : 1;
        var predicates = ReadPredicates();
        return problem is not null ? null : new Stage(word.Start, known, isNode || name.Kind != TokenKind.Name ? null : name.Text, predicates);
    }

    private Expression.Path? ReadSteps(int start, Expression? from, bool isAbsolute, ImmutableArray<Expression> fromPredicates)
    {
        var steps = ImmutableArray.CreateBuilder<Stage>();
        do
        {
            var token = Now;
            if (!StartsStep())
            {
                FailAtNow();
                return null;
            }

            if (token.Kind == TokenKind.Name && tokens[at + 1].Is(TokenKind.Symbol, "::"))
            {
                if (ReadAxis() is not { } named) return null;
                steps.Add(named);
                continue;
            }

            at++;
            var axis = token.Text switch { "." => Axis.Self, ".." => Axis.Parent, _ => Axis.Child };
            var predicates = ReadPredicates();
            if (problem is not null) return null;
            steps.Add(new Stage(token.Start, axis, token.Kind == TokenKind.Name ? token.Text : null, predicates));
        }
        while (Take("/"));
        return new Expression.Path(start, from, isAbsolute, fromPredicates, steps.ToImmutable());
    }

    private ImmutableArray<Expression> ReadPredicates()
    {
        var predicates = ImmutableArray<Expression>.Empty;
        while (problem is null && Now.Is(TokenKind.Symbol, "["))
        {
            var open = tokens[at++];
            var condition = ReadExpression(0);
            if (condition is null) return predicates;
            if (!Take("]"))
            {
                FailUnclosed(open, "]");
                return predicates;
            }

            predicates = predicates.Add(condition);
        }

        return predicates;
    }

    private Expression? ReadPrimary()
    {
        var token = Now;
        switch (token)
        {
            case { Kind: TokenKind.Number }:
                at++;
                return new Expression.Number(token.Start, double.Parse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            case { Kind: TokenKind.Text }:
                at++;
                return new Expression.Text(token.Start, token.Text);
            case { Kind: TokenKind.Reference }:
                at++;
                return new Expression.Reference(token.Start, token.Text);
            case { Kind: TokenKind.Name }:
                return ReadCall();
            case { Kind: TokenKind.Symbol, Text: "(" }:
                at++;
                var inner = ReadExpression(0);
                if (inner is null) return null;
                if (Take(")")) return inner;
                FailUnclosed(token, ")");
                return null;
            default:
                FailAtNow();
                return null;
        }
    }

    private Expression.Call? ReadCall()
    {
        var name = tokens[at++];
        var open = tokens[at++];
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        if (!Take(")"))
        {
            do
            {
                var argument = ReadExpression(0);
                if (argument is null) return null;
                arguments.Add(argument);
            }
            while (Take(","));
            if (!Take(")"))
            {
                FailUnclosed(open, ")");
                return null;
            }
        }

        return new Expression.Call(name.Start, name.Text, arguments.ToImmutable());
    }

    private bool Take(string symbol)
    {
        if (!Now.Is(TokenKind.Symbol, symbol)) return false;
        at++;
        return true;
    }

    private void FailUnclosed(Token open, string closing)
    {
        if (Now.Kind == TokenKind.End)
            Fail(open.Start, DiagnosticCodes.ExpressionSyntax, $"This bracket is never closed: a {closing} is missing.");
        else FailAtNow();
    }

    private void FailAtNow()
    {
        var token = Now;
        var previous = at > 0 ? tokens[at - 1] : default;
        var joined = token.Kind == TokenKind.Name ? token.Text.ToLowerInvariant() : "";
        if (joined is "and" or "or" or "div" or "mod" && joined != token.Text)
            Fail(token.Start, DiagnosticCodes.ExpressionSyntax, "Operators are written in small letters.", joined);
        else if (token.Kind == TokenKind.End && at > 0)
            Fail(previous.Start, DiagnosticCodes.ExpressionSyntax, "Something is missing after this.");
        else if (at > 0 && token.Kind is TokenKind.Number or TokenKind.Text or TokenKind.Name or TokenKind.Reference && IsOperandEnd(previous))
            Fail(token.Start, DiagnosticCodes.ExpressionSyntax, "An operator is missing before this.");
        else Fail(token.Start, DiagnosticCodes.ExpressionSyntax, $"\"{token.Text}\" cannot stand here.");
    }

    private static bool IsOperandEnd(Token token) =>
        token.Kind is TokenKind.Number or TokenKind.Text or TokenKind.Name or TokenKind.Reference || token.Text is ")" or "]";

    private void Fail(int position, string code, string message, string? suggestion = null) =>
        problem ??= new ExpressionProblem(code, position, message, suggestion);
}
