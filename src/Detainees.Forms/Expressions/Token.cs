namespace Detainees.Forms;

internal enum TokenKind { Number, Text, Name, Reference, Operator, Symbol, End }

/// <param name="Kind">Operator: something between or before operands; Symbol: brackets, comma, path signs.</param>
/// <param name="Text">The content: without quotes for Text, without <c>${}</c> for Reference.</param>
/// <param name="Start">Zero-based place in the expression.</param>
/// <param name="End">One past the last character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;
}
