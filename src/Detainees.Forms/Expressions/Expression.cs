using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The syntax of one expression.</summary>
/// <param name="Start">Zero-based place in the text.</param>
internal abstract record Expression(int Start)
{
    internal sealed record Number(int Start, double Value) : Expression(Start);

    internal sealed record Text(int Start, string Value) : Expression(Start);

    /// <summary><c>${name}</c>.</summary>
    internal sealed record Reference(int Start, string Name) : Expression(Start);

    internal sealed record Call(int Start, string Name, ImmutableArray<Expression> Arguments) : Expression(Start);

    internal sealed record Negation(int Start, Expression Operand) : Expression(Start);

    internal sealed record Binary(int Start, string Operator, Expression Left, Expression Right) : Expression(Start);

    /// <param name="Start">Zero-based place in the text.</param>
    /// <param name="From">What the steps start from; null for the root (absolute) or the context node.</param>
    /// <param name="IsAbsolute">Whether the path begins with a slash.</param>
    /// <param name="FromPredicates">Conditions on <paramref name="From"/> itself: <c>${r}[1]/x</c>.</param>
    /// <param name="Steps">May be empty only after <paramref name="From"/> with predicates.</param>
    internal sealed record Path(
        int Start, Expression? From, bool IsAbsolute, ImmutableArray<Expression> FromPredicates, ImmutableArray<Stage> Steps)
        : Expression(Start);
}

internal enum Axis { Child, Self, Parent }

/// <summary>One stage of a path.</summary>
/// <param name="Name">Null for <c>*</c>, <c>.</c> and <c>..</c>.</param>
internal sealed record Stage(int Start, Axis Axis, string? Name, ImmutableArray<Expression> Predicates);
