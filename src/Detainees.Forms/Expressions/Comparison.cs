namespace Detainees.Forms;

/// <summary>The operators = != &lt; &lt;= &gt; &gt;= (XPath 1.0, section 3.4; a missing node reads as empty text).</summary>
internal static class Comparison
{
    /// <param name="areDates">Both sides are results of date functions: equal when they are the same moment, however it is written.</param>
    public static Operation Bind(string op, Operation left, Operation right, bool areDates)
    {
        Func<double, double, bool> compare = op switch
        {
            "=" => Numbers.AreEqual,
            "!=" => (a, b) => !Numbers.AreEqual(a, b),
            "<" => (a, b) => a < b,
            "<=" => (a, b) => a <= b || Numbers.AreEqual(a, b),
            ">" => (a, b) => a > b,
            _ => (a, b) => a >= b || Numbers.AreEqual(a, b),
        };
        if (areDates && (op is "=" or "!="))
            return Operation.From((in Frame f) => XValue.Of(AreSameMoment(left.Text(f), right.Text(f), f.Pass) != (op == "!=")));
        return op is "=" or "!="
            ? Operation.From((in Frame f) => XValue.Of(AreEqual(left.Evaluate(f), right.Evaluate(f), f.Pass, op == "!=")))
            : Operation.From((in Frame f) => XValue.Of(AnyOrdered(left.Evaluate(f), right.Evaluate(f), f.Pass, compare)));
    }

    private static bool AreSameMoment(string left, string right, Evaluation pass) =>
        string.Equals(left, right, StringComparison.Ordinal) || Numbers.Read(left, pass.Offset) == Numbers.Read(right, pass.Offset);

    public static bool AreEqual(XValue left, XValue right, Evaluation pass, bool negate)
    {
        if (left.Kind == XKind.Boolean || right.Kind == XKind.Boolean) return left.ToBoolean(pass) == right.ToBoolean(pass) != negate;
        if (left.Kind == XKind.Nodes && left.RawNodes.Count > 1) return AnyNode(left, right, pass, negate);
        if (right.Kind == XKind.Nodes && right.RawNodes.Count > 1) return AnyNode(right, left, pass, negate);
        if (left.Kind == XKind.Number || right.Kind == XKind.Number)
            return Numbers.AreEqual(left.ToNumber(pass), right.ToNumber(pass)) != negate;
        return string.Equals(left.ToText(pass), right.ToText(pass), StringComparison.Ordinal) != negate;
    }

    private static bool AnyNode(XValue many, XValue other, Evaluation pass, bool negate)
    {
        foreach (var node in many.RawNodes)
        {
            if (!pass.Spend(1)) return false;
            if (AreEqual(XValue.Of(pass.TextOf(node)), other, pass, negate)) return true;
        }

        return false;
    }

    private static bool AnyOrdered(XValue left, XValue right, Evaluation pass, Func<double, double, bool> compare)
    {
        if (left.Kind == XKind.Nodes && left.RawNodes.Count > 1)
        {
            foreach (var node in left.RawNodes)
            {
                if (!pass.Spend(1)) return false;
                if (AnyOrdered(XValue.Of(pass.TextOf(node)), right, pass, compare)) return true;
            }

            return false;
        }

        if (right.Kind == XKind.Nodes && right.RawNodes.Count > 1)
        {
            foreach (var node in right.RawNodes)
            {
                if (!pass.Spend(1)) return false;
                if (AnyOrdered(left, XValue.Of(pass.TextOf(node)), pass, compare)) return true;
            }

            return false;
        }

        return compare(left.ToNumber(pass), right.ToNumber(pass));
    }
}
