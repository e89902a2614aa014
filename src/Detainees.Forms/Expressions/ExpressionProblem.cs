namespace Detainees.Forms;

/// <param name="Position">Zero-based place in the expression.</param>
internal sealed record ExpressionProblem(string Code, int Position, string Message, string? Suggestion = null, bool IsWarning = false);
