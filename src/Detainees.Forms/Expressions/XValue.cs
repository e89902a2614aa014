namespace Detainees.Forms;

internal enum XKind { Text, Number, Boolean, Nodes }

/// <summary>What an expression gives. Values of nodes are text, and are read as numbers, dates or truth where an operator asks.</summary>
internal readonly struct XValue
{
    private readonly object? content;
    private readonly double number;

    private XValue(XKind kind, double number, object? content) => (Kind, this.number, this.content) = (kind, number, content);

    public XKind Kind { get; }
    public string RawText => (string)(content ?? "");
    public double RawNumber => number;
    public bool RawBoolean => number != 0;
    public IReadOnlyList<XNode> RawNodes => (IReadOnlyList<XNode>?)content ?? [];

    public static XValue Of(string text) => new(XKind.Text, 0, text);
    public static XValue Of(double number) => new(XKind.Number, number, null);
    public static XValue Of(bool truth) => new(XKind.Boolean, truth ? 1 : 0, null);
    public static XValue Of(List<XNode> nodes) => new(XKind.Nodes, 0, nodes);
    public static readonly XValue EmptyText = Of("");

    /// <summary>Of nodes the first in document order; none is empty text.</summary>
    public string ToText(Evaluation evaluation) => Kind switch
    {
        XKind.Text => RawText,
        XKind.Number => Numbers.ToText(number),
        XKind.Boolean => RawBoolean ? "true" : "false",
        XKind.Nodes => RawNodes.Count == 0 ? "" : evaluation.TextOf(RawNodes[0]),
    };

    public double ToNumber(Evaluation evaluation) => Kind switch
    {
        XKind.Number or XKind.Boolean => number,
        XKind.Text => Numbers.Read(RawText, evaluation.Offset),
        XKind.Nodes => Numbers.Read(ToText(evaluation), evaluation.Offset),
    };

    /// <summary>Text is true when it is not empty, nodes when the first one's text is not: an unanswered question is false.</summary>
    public bool ToBoolean(Evaluation evaluation) => Kind switch
    {
        XKind.Boolean => RawBoolean,
        XKind.Number => number != 0 && !double.IsNaN(number),
        XKind.Text => RawText.Length > 0,
        XKind.Nodes => ToText(evaluation).Length > 0,
    };
}
