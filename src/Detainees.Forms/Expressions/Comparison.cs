namespace Detainees.Forms;

/// <summary>The operators = != &lt; &lt;= &gt; &gt;= (XPath 1.0, section 3.4; a missing node reads as empty text).</summary>
internal static class Comparison
{
    public static Operation Bind(string op, Operation left, Operation right)
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
        return op is "=" or "!="
            ? Operation.From((in Frame f) => XValue.Of(AreEqual(left.Evaluate(f), right.Evaluate(f), f.Pass, op == "!=")))
            : Operation.From((in Frame f) => XValue.Of(AnyOrdered(left.Evaluate(f), right.Evaluate(f), f.Pass, compare)));
    }

    public static bool AreEqual(XValue left, XValue right, Evaluation pass, bool negate)
    {
        if (left.Kind == XKind.Boolean || right.Kind == XKind.Boolean) return left.ToBoolean(pass) == right.ToBoolean(pass) != negate;
        if (left.Kind == XKind.Nodes && left.RawNodes.Count > 1) return AnyNode(left, right, pass, negate);
        if (right.Kind == XKind.Nodes && right.RawNodes.Count > 1) return AnyNode(right, left, pass, negate);
        if (left.Kind == XKind.Number || right.Kind == XKind.Number)
            return Numbers.AreEqual(left.ToNumber(pass), right.ToNumber(pass)) != negate;
        var (one, other) = (left.ToText(pass), right.ToText(pass));
        var same = string.Equals(one, other, StringComparison.Ordinal);
        // Midnight is the same moment whether it is written with its time or without, and in whatever zone.
        if (!same && Dates.AreTimes(one, other)) same = Numbers.Read(one, pass.Offset) == Numbers.Read(other, pass.Offset);
        return same != negate;
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
