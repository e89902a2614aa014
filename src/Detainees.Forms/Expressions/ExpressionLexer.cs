namespace Detainees.Forms;

/// <summary>Splits an expression into tokens with their places (XPath 1.0, section 3.7, and XLSForm's <c>${name}</c>).</summary>
/// <remarks>
/// References are read here rather than replaced in the text, so that places stay true and no quote in a name can break out.
/// </remarks>
internal static class ExpressionLexer
{
    /// <returns>Tokens ending in one of kind End; on a problem, those before it.</returns>
    public static List<Token> Read(string text, out ExpressionProblem? problem)
    {
        var tokens = new List<Token>();
        problem = null;
        var at = 0;
        while (problem is null)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at >= text.Length) break;
            var afterOperand = tokens.Count > 0 && EndsOperand(tokens[^1]);
            var token = ReadOne(text, at, afterOperand, out problem);
            if (problem is not null) break;
            tokens.Add(token);
            at = token.End;
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    // A "*" or a name is an operator only where an operator can stand: after an operand.
    private static bool EndsOperand(Token token) => token.Kind switch
    {
        TokenKind.Number or TokenKind.Text or TokenKind.Name or TokenKind.Reference => true,
        TokenKind.Symbol => token.Text is ")" or "]" or "." or ".." or "*",
        TokenKind.Operator or TokenKind.End => false,
    };

    private static Token ReadOne(string text, int at, bool afterOperand, out ExpressionProblem? problem)
    {
        problem = null;
        var c = text[at];
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (c is '\'' or '"') return ReadText(text, at, out problem);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next))) return ReadNumber(text, at);
        if (c == '$') return ReadReference(text, at, out problem);
        if (IsNameStart(c)) return ReadName(text, at, afterOperand);
        var two = next == '\0' ? "" : text.Substring(at, 2);
        if (two is "!=" or "<=" or ">=") return new(TokenKind.Operator, two, at, at + 2);
        if (two is ".." or "::") return new(TokenKind.Symbol, two, at, at + 2);
        if (two is "==" or "&&" or "||" or "<>" or "=>" or "=<" or "//")
        {
            var (message, suggestion) = two switch
            {
                "==" => ("\"==\" is not an operator here; equality is a single =.", "="),
                "&&" => ("\"&&\" is not an operator here; write the word and.", "and"),
                "||" => ("\"||\" is not an operator here; write the word or.", "or"),
                "<>" => ("\"<>\" is not an operator here; write !=.", "!="),
                "=>" => ("\"=>\" is not an operator; write >=.", ">="),
                "=<" => ("\"=<\" is not an operator; write <=.", "<="),
                _ => ($"\"{two}\" is not supported: ODK XForms knows only plain paths.", (string?)null),
            };
            problem = new(DiagnosticCodes.ExpressionSyntax, at, message, suggestion);
            return default;
        }

        if (c == '*') return new(afterOperand ? TokenKind.Operator : TokenKind.Symbol, "*", at, at + 1);
        if (c is '+' or '-' or '=' or '<' or '>' or '|') return new(TokenKind.Operator, c.ToString(), at, at + 1);
        if (c is '(' or ')' or '[' or ']' or ',' or '/' or '.') return new(TokenKind.Symbol, c.ToString(), at, at + 1);
        problem = c switch
        {
            '@' => new(DiagnosticCodes.ExpressionSyntax, at, "\"@\" (attributes) is not supported."),
            '!' => new(DiagnosticCodes.ExpressionSyntax, at, "\"!\" is not an operator here; write not(...) or !=.", "not()"),
            '%' => new(DiagnosticCodes.ExpressionSyntax, at, "\"%\" is not an operator here; the remainder is the word mod.", "mod"),
            '≥' => new(DiagnosticCodes.ExpressionSyntax, at, "\"≥\" is not an operator here; write >=.", ">="),
            '≤' => new(DiagnosticCodes.ExpressionSyntax, at, "\"≤\" is not an operator here; write <=.", "<="),
            '≠' => new(DiagnosticCodes.ExpressionSyntax, at, "\"≠\" is not an operator here; write !=.", "!="),
            _ when CellText.IsInvisible(c) => new(DiagnosticCodes.ExpressionSyntax, at, $"An invisible character (U+{(int)c:X4}) stands here, as comes with text copied from a page. Type this place anew."),
            _ => new(DiagnosticCodes.ExpressionSyntax, at, "This character has no meaning in an expression."),
        };
        return default;
    }

    private static Token ReadText(string text, int at, out ExpressionProblem? problem)
    {
        var end = text.IndexOf(text[at], at + 1);
        problem = end < 0
            ? new(DiagnosticCodes.ExpressionSyntax, at, $"The text that begins with {text[at]} never ends: a closing {text[at]} is missing.")
            : null;
        return end < 0 ? default : new(TokenKind.Text, text[(at + 1)..end], at, end + 1);
    }

    private static Token ReadNumber(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end < text.Length && text[end] == '.' && !(end + 1 < text.Length && text[end + 1] == '.'))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        }

        return new(TokenKind.Number, text[at..end], at, end);
    }

    private static Token ReadReference(string text, int at, out ExpressionProblem? problem)
    {
        problem = null;
        var end = at + 1 < text.Length && text[at + 1] == '{' ? text.IndexOf('}', at) : -1;
        if (end < 0)
        {
            problem = new(DiagnosticCodes.ReferenceMalformed, at, "A reference is written ${name}: it starts with ${, then a question's name, and ends with }.");
            return default;
        }

        var name = text[(at + 2)..end];
        if (name.StartsWith("last-saved#", StringComparison.Ordinal))
            problem = new(DiagnosticCodes.NotSupported, at, "${last-saved#...} is not supported in a chat: nothing of an earlier report is kept.");
        else if (!Names.IsValid(name))
            problem = new(DiagnosticCodes.ReferenceMalformed, at, "A reference is written ${name}: it starts with ${, then a question's name, and ends with }.",
                Names.IsValid(name.Trim()) ? "${" + name.Trim() + "}" : null);
        return new(TokenKind.Reference, name, at, end + 1);
    }

    private static Token ReadName(string text, int at, bool afterOperand)
    {
        var end = NameEnd(text, at);
        var name = text[at..end];
        if (afterOperand && name is "and" or "or" or "div" or "mod") return new(TokenKind.Operator, name, at, end);
        if (afterOperand)
        {
            // "2and3" is legal: no name can follow an operand, so the longest operator is meant.
            foreach (var op in (ReadOnlySpan<string>)["and", "or", "div", "mod"])
                if (name.Length > op.Length && name.StartsWith(op, StringComparison.Ordinal) && char.IsAsciiDigit(name[op.Length]))
                    return new(TokenKind.Operator, op, at, at + op.Length);
        }

        if (end + 1 < text.Length && text[end] == ':' && IsNameStart(text[end + 1]))
        {
            end = NameEnd(text, end + 1);
            name = text[at..end];
        }

        return new(TokenKind.Name, name, at, end);
    }

    private static int NameEnd(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (IsNameStart(text[end]) || char.IsDigit(text[end]) || text[end] is '-' or '.')) end++;
        return end;
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);
}
