using System.Collections.Concurrent;
using System.Globalization;

namespace Detainees.Forms;

/// <summary>A choice list as <c>instance('list')/root/item/column</c>.</summary>
internal sealed class ListSource(ChoiceList list) : NodeSource
{
    private const int DocumentId = -2;
    private const int RootId = -1;

    // Place 0 is the item; from 1 on its columns, in the order of this array.
    private readonly Lazy<Column[]> columns = new(() => ReadColumns(list));
    private readonly ConcurrentDictionary<int, Dictionary<string, int[]>> indexes = new();

    /// <param name="Name">The header.</param>
    /// <param name="Cells">By item; null where the item has no such column.</param>
    private sealed record Column(string Name, string?[] Cells);

    public int Length => list.Choices.Length;

    public override XNode Root => new(this, DocumentId, 0);

    public XNode Item(int index) => new(this, index, 0);

    public static bool IsRoot(XNode node) => node.Id == RootId;

    public IEnumerable<string> ColumnNames => columns.Value.Select(column => column.Name);

    public int ColumnOf(string name) => Array.FindIndex(columns.Value, column => column.Name == name);

    /// <summary>Places of the items whose cell in that column is this text, in order. Built once for each column, at the first question.</summary>
    public ReadOnlySpan<int> ItemsWith(int column, string text) =>
        indexes.GetOrAdd(column, static (at, columns) => Index(columns[at].Cells), columns.Value).GetValueOrDefault(text);

    private static Dictionary<string, int[]> Index(string?[] cells)
    {
        var lists = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++)
        {
            // An item without the column compares as empty.
            var text = cells[i] ?? "";
            if (!lists.TryGetValue(text, out var items)) lists[text] = items = [];
            items.Add(i);
        }

        return lists.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
    }

    private static Column[] ReadColumns(ChoiceList list)
    {
        var names = list.Choices is [{ Columns: TableRow first }, ..]
            ? [.. first.Keys]
            : list.Choices.SelectMany(choice => choice.Columns.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var columns = new List<Column>();
        foreach (var own in (ReadOnlySpan<string>)["name", "label", "itextId"])
            if (!names.Contains(own)) columns.Add(new(own, new string?[list.Choices.Length]));
        columns.AddRange(names.Select(name => new Column(name, new string?[list.Choices.Length])));
        for (var i = 0; i < list.Choices.Length; i++)
            foreach (var (name, cells) in columns)
                cells[i] = list.Choices[i].Columns.TryGetValue(name, out var cell) ? cell : Own(list, i, name);
        return [.. columns];
    }

    private static string? Own(ChoiceList list, int index, string column) => column switch
    {
        "name" => list.Choices[index].Name,
        "label" => list.Choices[index].Label.In(""),
        "itextId" => LabelId(list.Name, index),
        _ => null,
    };

    public override XNode? Parent(XNode node) => node switch
    {
        { Id: DocumentId } => null,
        { Id: RootId } => Root,
        { Place: 0 } => new XNode(this, RootId, 0),
        _ => new XNode(this, node.Id, 0),
    };

    public override string NameOf(XNode node) => node switch
    {
        { Id: DocumentId } => "",
        { Id: RootId } => "root",
        { Place: 0 } => "item",
        _ => columns.Value[(int)node.Place - 1].Name,
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
            var all = columns.Value;
            for (var i = 0; i < all.Length; i++)
                if ((name is null || name == all[i].Name) && all[i].Cells[node.Id] is not null) into.Add(node with { Place = (ulong)(i + 1) });
        }
    }

    public override string Text(XNode node)
    {
        if (node.Id < 0) return "";
        return node.Place == 0 ? list.Choices[node.Id].Name : columns.Value[(int)node.Place - 1].Cells[node.Id] ?? "";
    }

    /// <summary>As pyxform writes them.</summary>
    public static string LabelId(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}-{index}");

    public override int Position(XNode node) => node.Id >= 0 && node.Place == 0 ? node.Id + 1 : 1;
}
