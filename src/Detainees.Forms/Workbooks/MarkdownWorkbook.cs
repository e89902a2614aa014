using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Forms;

/// <summary>
/// Reads pyxform's dialect of Markdown tables (pyxform, xls2json_backends): the first cell of a row names the sheet, rows
/// below leave it empty, <c>\|</c> is a bar within a cell, lines of dashes and lines that begin with # are passed over.
/// </summary>
internal static class MarkdownWorkbook
{
    private const int MaxColumns = 1000;

    /// <summary>Whether a text is a table of this kind rather than YAML: its first line that is no comment begins with a bar.</summary>
    public static bool Looks(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.TrimStart();
            if (trimmed.IsEmpty || trimmed[0] == '#') continue;
            return trimmed[0] == '|';
        }

        return false;
    }

    public static WorkbookReading Read(string text, string fileName)
    {
        var sheets = new List<WorkbookSheet>();
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        string? sheet = null;
        var number = 0;
        var count = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (Cells(line) is not { } cells) continue;
            if (cells.Count > MaxColumns) return TooMuch(number, "A sheet may have at most 1,000 columns.");
            if (cells[0].Length > 0)
            {
                if (sheet is not null) sheets.Add(new(sheet, rows.ToImmutable()));
                rows.Clear();
                sheet = cells[0];
            }

            var row = ImmutableArray.CreateBuilder<WorkbookCell>();
            for (var i = 1; i < cells.Count; i++)
            {
                if (cells[i].Length > WorkbookReader.MaxCellLength)
                    return TooMuch(number, string.Create(CultureInfo.InvariantCulture, $"A cell may hold at most {WorkbookReader.MaxCellLength} characters."));
                if (cells[i].Length > 0) row.Add(new(i - 1, cells[i], number));
            }

            if (row.Count == 0) continue;
            if (sheet is null)
                return WorkbookReader.Unreadable(DiagnosticCodes.FileUnreadable, "The table must begin with a row whose first cell is a sheet's name, as in | survey |.", number);
            if ((count += row.Count) > WorkbookReader.MaxCells) return TooMuch(number, "The form has too many cells.");
            rows.Add(new(number, row.ToImmutable()));
        }

        if (sheet is not null) sheets.Add(new(sheet, rows.ToImmutable()));
        return new(new Workbook(fileName, [.. sheets], HasLines: true), []);
    }

    private static WorkbookReading TooMuch(int line, string message) => WorkbookReader.Unreadable(DiagnosticCodes.FileTooLarge, message, line);

    // A row runs from its first bar to its last; what follows the last one is a remark.
    private static List<string>? Cells(string line)
    {
        var start = line.IndexOf('|', StringComparison.Ordinal);
        if (start < 0 || line.AsSpan(0, start).Trim().Length > 0) return null;
        var end = line.LastIndexOf('|');
        if (end == start) return null;
        var content = line.AsSpan(start + 1, end - start - 1);
        if (content.Length > 0 && content.IndexOfAnyExcept('|', '-') < 0) return null;
        var cells = new List<string>();
        var from = 0;
        for (var i = 0; i <= content.Length; i++)
        {
            if (i < content.Length && !(content[i] == '|' && (i == 0 || content[i - 1] != '\\'))) continue;
            cells.Add(content[from..i].Trim().ToString().Replace("\\|", "|", StringComparison.Ordinal));
            from = i + 1;
        }

        return cells;
    }
}
