using System.Globalization;

namespace Detainees.Forms;

/// <summary>A choice list as <c>instance('list')/root/item/column</c>.</summary>
internal sealed class ListSource(ChoiceList list) : NodeSource
{
    private const int DocumentId = -2;
    private const int RootId = -1;

    // Place 0 is the item; 1 its name, 2 its label, 3 the id of its label for jr:itext(), from 4 on its further columns by name.
    private readonly Lazy<string[]> columns = new(() =>
        [.. list.Choices.SelectMany(choice => choice.Columns.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public override XNode Root => new(this, DocumentId, 0);

    public XNode Item(int index) => new(this, index, 0);

    public override XNode? Parent(XNode node) => node switch
    {
        { Id: DocumentId } => null,
        { Id: RootId } => Root,
        { Place: 0 } => new XNode(this, RootId, 0),
        _ => new XNode(this, node.Id, 0),
    };

    public override void Children(XNode node, string? name, List<XNode> into)
    {
        if (node.Id == DocumentId)
        {
            if (name is null or "root") into.Add(new(this, RootId, 0));
        }
        else if (node.Id == RootId)
        {
            if (name is not (null or "item")) return;
            for (var i = 0; i < list.Choices.Length; i++) into.Add(Item(i));
        }
        else if (node.Place == 0)
        {
            if (name is null or "name") into.Add(node with { Place = 1 });
            if (name is null or "label") into.Add(node with { Place = 2 });
            if (name is null or "itextId") into.Add(node with { Place = 3 });
            for (var i = 0; i < columns.Value.Length; i++)
                if ((name is null || name == columns.Value[i]) && list.Choices[node.Id].Columns.ContainsKey(columns.Value[i]))
                    into.Add(node with { Place = (ulong)(i + 4) });
        }
    }

    public override string Text(XNode node)
    {
        if (node.Id < 0) return "";
        var choice = list.Choices[node.Id];
        return node.Place switch
        {
            0 => choice.Name,
            1 => choice.Name,
            2 => choice.Label.In(""),
            3 => LabelId(list.Name, node.Id),
            _ => choice.Columns.GetValueOrDefault(columns.Value[(int)node.Place - 4], ""),
        };
    }

    /// <summary>As pyxform writes them.</summary>
    public static string LabelId(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}-{index}");

    public override int Position(XNode node) => node.Id >= 0 && node.Place == 0 ? node.Id + 1 : 1;
}
