namespace Detainees.Testing;

/// <summary>What docs/forms.md shows, for tests that hold it to its word.</summary>
public static class FormsDocument
{
    private static readonly string[] Sheets = ["survey", "choices", "settings"];

    private static readonly Lazy<string[]> Lines = new(() => File.ReadAllLines(Checkout.Path("docs", "forms.md")));

    public static string Text => string.Join('\n', Lines.Value);

    /// <summary>The rows of the first table after a line, without its header: cells as they stand there.</summary>
    public static IReadOnlyList<string[]> Table(string line) => [.. Whole(line).Skip(1)];

    /// <summary>
    /// The form of "The first form" in pyxform's Markdown dialect. With a name of a question and a column, that cell of the sheet
    /// survey says <paramref name="value"/> instead.
    /// </summary>
    public static string FirstForm(string? name = null, string? column = null, string value = "")
    {
        var text = new System.Text.StringBuilder();
        foreach (var sheet in Sheets)
        {
            var table = Whole($"**Sheet `{sheet}`**");
            text.Append("| ").Append(sheet).Append(" |\n");
            foreach (var row in table)
            {
                var cells = row.ToArray();
                if (sheet == "survey" && row != table[0] && row[Array.IndexOf(table[0], "name")] == name) cells[Array.IndexOf(table[0], column)] = value;
                text.Append("| | ").AppendJoin(" | ", cells).Append(" |\n");
            }
        }

        return text.ToString();
    }

    private static List<string[]> Whole(string line) =>
    [
        .. Lines.Value.SkipWhile(l => l != line).SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|')).Where((_, i) => i != 1)
            .Select(l => l[1..l.LastIndexOf('|')].Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
