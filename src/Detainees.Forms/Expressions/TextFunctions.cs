using System.Text;

namespace Detainees.Forms;

internal static class TextFunctions
{
    public static void AddTo(Dictionary<string, Function> all)
    {
        all["string"] = new(0, 1, false, a => Operation.From((in Frame f) => XValue.Of(Own(a, f))));
        all["concat"] = new(0, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Join("", a, 0, f))));
        all["join"] = new(1, int.MaxValue, true, a => Operation.From((in Frame f) => XValue.Of(Join(a[0].Text(f), a, 1, f))));
        all["substr"] = new(2, 3, false, a => Operation.From((in Frame f) => XValue.Of(Substr(a, f))));
        all["substring"] = new(2, 3, false, a => Operation.From((in Frame f) => XValue.Of(Substring(a, f))));
        all["substring-before"] = new(2, 2, false, a => Operation.From((in Frame f) =>
            XValue.Of(a[0].Text(f) is var s && s.IndexOf(a[1].Text(f), StringComparison.Ordinal) is var i and >= 0 ? s[..i] : "")));
        all["substring-after"] = new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(After(a[0].Text(f), a[1].Text(f)))));
        all["translate"] = new(3, 3, false, a => Operation.From((in Frame f) => XValue.Of(Translate(a[0].Text(f), a[1].Text(f), a[2].Text(f), f.Pass))));
        all["string-length"] = new(0, 1, false, a => Operation.From((in Frame f) => XValue.Of((double)Length(Own(a, f)))));
        all["normalize-space"] = new(0, 1, false, a => Operation.From((in Frame f) => XValue.Of(Normalize(Own(a, f)))));
        all["contains"] = Test((s, part) => s.Contains(part, StringComparison.Ordinal));
        all["starts-with"] = Test((s, part) => s.StartsWith(part, StringComparison.Ordinal));
        all["ends-with"] = Test((s, part) => s.EndsWith(part, StringComparison.Ordinal));
    }

    private static Function Test(Func<string, string, bool> test) =>
        new(2, 2, false, a => Operation.From((in Frame f) => XValue.Of(test(a[0].Text(f), a[1].Text(f)))));

    private static string Own(Operation[] arguments, in Frame frame) =>
        arguments.Length == 0 ? frame.Pass.TextOf(frame.Context) : arguments[0].Text(frame);

    // People count letters, not UTF-16 units: an emoji is one.
    private static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>All values of all arguments from the given one on; a set of nodes gives each node's text.</summary>
    public static List<string> Items(Operation[] arguments, int from, in Frame frame)
    {
        var items = new List<string>();
        for (var i = from; i < arguments.Length; i++)
        {
            var value = arguments[i].Evaluate(frame);
            if (value.Kind == XKind.Nodes)
            {
                foreach (var node in value.RawNodes)
                {
                    if (!frame.Pass.Spend(1)) return items;
                    items.Add(frame.Pass.TextOf(node));
                }
            }
            else items.Add(value.ToText(frame.Pass));
        }

        return items;
    }

    private static string Join(string separator, Operation[] arguments, int from, in Frame frame)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var item in Items(arguments, from, frame))
        {
            if (!first) text.Append(separator);
            first = false;
            text.Append(item);
            frame.Pass.SpendText(item.Length);
            if (text.Length > Evaluation.MaxTextLength) return text.ToString(0, Evaluation.MaxTextLength);
        }

        return text.ToString();
    }

    // ODK's substr counts from 0 and takes negative places from the end.
    private static string Substr(Operation[] arguments, in Frame frame)
    {
        var text = arguments[0].Text(frame);
        var start = Place(arguments[1].Number(frame), text.Length);
        var end = arguments.Length == 3 ? Place(arguments[2].Number(frame), text.Length) : text.Length;
        return start < end ? text[start..end] : "";
    }

    private static int Place(double number, int length)
    {
        if (double.IsNaN(number)) return 0;
        var place = Math.Clamp(Math.Truncate(number), -length, length);
        return (int)(place < 0 ? length + place : place);
    }

    // XPath's own counts from 1 and rounds both numbers (XPath 1.0, section 4.2).
    private static string Substring(Operation[] arguments, in Frame frame)
    {
        var text = arguments[0].Text(frame);
        var start = Numbers.Round(arguments[1].Number(frame), 0);
        var end = arguments.Length == 3 ? start + Numbers.Round(arguments[2].Number(frame), 0) : double.PositiveInfinity;
        if (double.IsNaN(start) || double.IsNaN(end)) return "";
        var from = (int)Math.Clamp(start - 1, 0, text.Length);
        var to = (int)Math.Clamp(end - 1, 0, text.Length);
        return from < to ? text[from..to] : "";
    }

    private static string After(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? "" : text[(at + part.Length)..];
    }

    private static string Translate(string text, string from, string to, Evaluation pass)
    {
        // Every letter is looked for in the whole of the second text.
        if (!pass.Spend(text.Length * (1 + from.Length / 64) >> 4)) return "";
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var at = from.IndexOf(c, StringComparison.Ordinal);
            if (at < 0) result.Append(c);
            else if (at < to.Length) result.Append(to[at]);
        }

        return result.ToString();
    }

    private static string Normalize(string text) =>
        string.Join(' ', text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
