namespace Detainees.Forms;

internal static class ChoiceFunctions
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    public static void AddTo(Dictionary<string, Function> all)
    {
        all["selected"] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(IsSelected(a[0].Text(f), a[1].Text(f)))));
        all["selected-at"] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(At(Split(a[0].Text(f)), a[1].Number(f)))));
        all["count-selected"] = new(1, 1, false, a => Operation.From((in Frame f) => XValue.Of((double)Split(a[0].Text(f)).Length)));
        all["checklist"] = new(2, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Checklist(a, f))));
        all["weighted-checklist"] = new(2, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Weighted(a, f))));
    }

    public static string[] Split(string names) => names.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whole words only. Nothing is selected in nothing, and yet selected('', '') is true in every engine.</summary>
    private static bool IsSelected(string names, string name)
    {
        name = name.Trim();
        return name.Length == 0 ? names.AsSpan().Trim().IsEmpty : Array.IndexOf(Split(names), name) >= 0;
    }

    private static string At(string[] names, double index) => index >= 0 && index < names.Length ? names[(int)index] : "";

    // checklist(min, max, values...): how many are true; -1 is no bound.
    private static bool Checklist(Operation[] arguments, in Frame frame)
    {
        var count = 0;
        for (var i = 2; i < arguments.Length; i++) count += Truths(arguments[i], frame);
        return IsWithin(arguments, count, frame);
    }

    // Pairs of a value and its weight; two sets of nodes are paired node by node.
    private static bool Weighted(Operation[] arguments, in Frame frame)
    {
        var weight = 0d;
        for (var i = 2; i + 1 < arguments.Length; i += 2)
        {
            var (value, heaviness) = (arguments[i].Evaluate(frame), arguments[i + 1].Evaluate(frame));
            if (value.Kind == XKind.Nodes && heaviness.Kind == XKind.Nodes && value.RawNodes.Count == heaviness.RawNodes.Count)
            {
                for (var j = 0; j < value.RawNodes.Count; j++)
                    if (frame.Pass.TextOf(value.RawNodes[j]).Length > 0) weight += Numbers.Read(frame.Pass.TextOf(heaviness.RawNodes[j]), frame.Pass.Offset);
            }
            else if (value.ToBoolean(frame.Pass)) weight += heaviness.ToNumber(frame.Pass);
        }

        return IsWithin(arguments, weight, frame);
    }

    private static int Truths(Operation argument, in Frame frame)
    {
        var value = argument.Evaluate(frame);
        if (value.Kind != XKind.Nodes || value.RawNodes.Count < 2) return value.ToBoolean(frame.Pass) ? 1 : 0;
        var count = 0;
        foreach (var node in value.RawNodes) count += frame.Pass.TextOf(node).Length > 0 ? 1 : 0;
        return count;
    }

    private static bool IsWithin(Operation[] arguments, double count, in Frame frame)
    {
        var (least, most) = (arguments[0].Number(frame), arguments[1].Number(frame));
        return (least < 0 || count >= least) && (most < 0 || count <= most);
    }
}
