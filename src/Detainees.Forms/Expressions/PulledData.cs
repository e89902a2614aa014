namespace Detainees.Forms;

/// <summary>pulldata(): one cell of the first item whose key is the value looked for.</summary>
/// <param name="id">The instance's name, for an expression on no form.</param>
/// <param name="list">The list itself, where there is a form.</param>
internal sealed class PulledData(string id, ListSource? list, string wanted, string known, Operation key) : Operation
{
    private readonly int keyColumn = list?.ColumnOf(known) ?? -1;

    public override XValue Evaluate(in Frame frame)
    {
        var value = key.Evaluate(frame);
        var isText = value.Kind == XKind.Text || (value.Kind == XKind.Nodes && value.RawNodes.Count < 2);
        if (list is null || keyColumn < 0 || !isText) return Walk(value, frame);
        return list.ItemsWith(keyColumn, value.ToText(frame.Pass)) is [var first, ..] ? Cell(list.Item(first), frame) : XValue.EmptyText;
    }

    private XValue Cell(XNode item, in Frame frame)
    {
        var cells = new List<XNode>(1);
        item.Source.Children(item, wanted, cells);
        return cells.Count == 0 ? XValue.EmptyText : XValue.Of(frame.Pass.TextOf(cells[0]));
    }

    private XValue Walk(XValue value, in Frame frame)
    {
        if ((list ?? frame.Pass.Instances?.GetValueOrDefault(id)) is not { } source) return XValue.EmptyText;
        var (roots, items, cells) = (new List<XNode>(), new List<XNode>(), new List<XNode>());
        source.Children(source.Root, "root", roots);
        foreach (var root in roots) source.Children(root, "item", items);
        foreach (var item in items)
        {
            if (!frame.Pass.Spend(1)) break;
            cells.Clear();
            source.Children(item, known, cells);
            if (Comparison.AreEqual(XValue.Of(cells), value, frame.Pass, negate: false)) return Cell(item, frame);
        }

        return XValue.EmptyText;
    }
}
