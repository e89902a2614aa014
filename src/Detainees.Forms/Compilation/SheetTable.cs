namespace Detainees.Forms;

/// <param name="Column">Zero-based.</param>
/// <param name="Written">As the author wrote it.</param>
/// <param name="Name">The one name of all its spellings.</param>
/// <param name="Language">For a translated column; null otherwise and for the unnamed language.</param>
internal sealed record SheetHeader(int Column, string Written, string Name, string? Language);

/// <param name="Sheet">Where it stands.</param>
/// <param name="Header">Its column.</param>
/// <param name="Text">Cleaned, never empty.</param>
/// <param name="Row">Row of the sheet, or the cell's own line in a YAML form.</param>
/// <param name="Question">The name in the same row of the survey; null on other sheets.</param>
internal sealed record SheetCell(SheetTable Sheet, SheetHeader Header, string Text, int Row, string? Question = null);

/// <summary>A row below the header.</summary>
internal sealed class SheetRow(SheetTable sheet, int number, Dictionary<(string, string?), SheetCell> cells)
{
    public SheetTable Sheet => sheet;
    public int Number => number;
    public IEnumerable<SheetCell> Cells => cells.Values.OrderBy(cell => cell.Header.Column);

    public SheetCell? Cell(string name, string? language = null) => cells.GetValueOrDefault((name, language)) ?? (language is null ? FirstOf(name) : null);
    public string Text(string name) => cells.GetValueOrDefault((name, null))?.Text ?? "";
    public bool IsBlank => cells.Count == 0;

    /// <summary>The name in this row of the survey; null on other sheets and where there is none.</summary>
    public string? Question { get; init; }

    private SheetCell? FirstOf(string name) => cells.Values.Where(cell => cell.Header.Name == name).MinBy(cell => cell.Header.Column);
}

/// <summary>One sheet, with its headers understood and its cells cleaned.</summary>
internal sealed class SheetTable(string name, int order, bool hasLines, List<SheetHeader> headers, int headerRow)
{
    public string Name => name;
    public int Order => order;
    public bool HasLines => hasLines;
    public int HeaderRow => headerRow;
    public IReadOnlyList<SheetHeader> Headers => headers;
    public List<SheetRow> Rows { get; } = [];

    /// <summary>The first rows below the header as they were written.</summary>
    public IEnumerable<WorkbookRow> Written { get; private init; } = [];

    public SheetHeader? Header(string canonical) => headers.Find(header => header.Name == canonical);

    public static SheetTable Read(WorkbookSheet sheet, int order, bool hasLines, HeaderNames names, bool collapse, DiagnosticBag bag)
    {
        var headers = new List<SheetHeader>();
        var headerRow = sheet.Rows.IsEmpty ? 1 : sheet.Rows[0].Number;
        var table = new SheetTable(sheet.Name, order, hasLines, headers, headerRow) { Written = sheet.Rows.Skip(1).Take(20) };
        if (sheet.Rows.IsEmpty) return table;
        names.Read(table, sheet.Rows[0], headers, bag);
        var byColumn = headers.ToDictionary(header => header.Column);
        var headless = new HashSet<int>();
        foreach (var row in sheet.Rows.Skip(1))
        {
            var cells = new Dictionary<(string, string?), SheetCell>();
            var question = names == HeaderNames.Survey && table.Header("name") is { } named
                ? row.Cells.FirstOrDefault(cell => cell.Column == named.Column).Text is { Length: > 0 and <= 64 } name ? CellText.Clean(name, collapse: true) : null
                : null;
            foreach (var cell in row.Cells)
            {
                if (!byColumn.TryGetValue(cell.Column, out var header))
                {
                    if (headless.Add(cell.Column) && sheet.Rows[0].Cells.All(head => head.Column != cell.Column))
                        bag.Add(DiagnosticCodes.CellBlankHeader, DiagnosticSeverity.Warning, table, row.Number, new(cell.Column, "", "", null),
                            $"Column {Columns.Letters(cell.Column)} has no header, so what stands in it is left out.");
                    continue;
                }

                var text = CellText.Clean(cell.Text, collapse);
                if (text.Length > 0) cells.TryAdd((header.Name, header.Language), new(table, header, text, cell.Line > 0 ? cell.Line : row.Number, question));
            }

            table.Rows.Add(new SheetRow(table, row.Number, cells) { Question = question });
        }

        return table;
    }
}
