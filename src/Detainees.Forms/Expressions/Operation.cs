namespace Detainees.Forms;

internal delegate XValue Evaluator(in Frame frame);

/// <summary>A compiled piece of an expression.</summary>
internal abstract class Operation
{
    public abstract XValue Evaluate(in Frame frame);

    public string Text(in Frame frame)
    {
        var text = Evaluate(frame).ToText(frame.Pass);
        if (text.Length >= 16) frame.Pass.SpendText(text.Length);
        return text;
    }

    public double Number(in Frame frame) => Evaluate(frame).ToNumber(frame.Pass);
    public bool Boolean(in Frame frame) => Evaluate(frame).ToBoolean(frame.Pass);

    public static Operation From(Evaluator evaluator) => new Computed(evaluator);

    private sealed class Computed(Evaluator evaluator) : Operation
    {
        public override XValue Evaluate(in Frame frame) => evaluator(frame);
    }
}

/// <summary>An operation that finds nodes.</summary>
internal abstract class NodeOperation : Operation
{
    public abstract void Select(in Frame frame, List<XNode> into);

    public List<XNode> Nodes(in Frame frame)
    {
        var nodes = new List<XNode>();
        Select(frame, nodes);
        return nodes;
    }

    public override XValue Evaluate(in Frame frame) => XValue.Of(Nodes(frame));
}
