using System.Collections.Immutable;
using System.Text;

namespace Detainees.Forms;

/// <summary>
/// Writes pyxform's dialect of Markdown tables: the first cell names the sheet, rows below leave it empty, <c>\|</c> is a
/// bar within a cell. It has no way to write a line break within a cell.
/// </summary>
internal static class MarkdownWriter
{
    // Short columns line up for the eye; long ones do not, or one longer label would change every line of a diff.
    private const int MaxPadding = 24;

    public static string Write(ImmutableArray<WorkbookSheet> sheets, List<string> losses, List<string> refusals)
    {
        var text = new StringBuilder();
        foreach (var sheet in sheets)
        {
            Check(sheet, losses, refusals);
            var columns = sheet.Rows.Max(row => row.Cells.IsEmpty ? 0 : row.Cells.Max(cell => cell.Column) + 1);
            var rows = sheet.Rows.Select(row => Cells(row, columns)).ToList();
            var widths = Enumerable.Range(0, columns).Select(i => Math.Min(MaxPadding, rows.Max(row => row[i].Length))).ToArray();
            text.Append("| ").Append(Escape(sheet.Name)).Append(" |\n");
            foreach (var row in rows)
            {
                text.Append("| ").Append(' ', Escape(sheet.Name).Length).Append(" |");
                for (var i = 0; i < columns; i++) text.Append(' ').Append(row[i].PadRight(widths[i])).Append(" |");
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string[] Cells(WorkbookRow row, int columns)
    {
        var cells = new string[columns];
        Array.Fill(cells, "");
        foreach (var cell in row.Cells) cells[cell.Column] = Escape(cell.Text.Trim());
        return cells;
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static void Check(WorkbookSheet sheet, List<string> losses, List<string> refusals)
    {
        foreach (var row in sheet.Rows)
            foreach (var cell in row.Cells)
            {
                if (cell.Text.Trim() != cell.Text)
                    losses.Add($"{WritableSheets.Place(sheet, row, cell)}: the blanks before or after the text.");
                if (cell.Text.Trim().AsSpan().IndexOfAny('\n', '\r') >= 0)
                    refusals.Add($"{WritableSheets.Place(sheet, row, cell)}: the text has a line break, and a Markdown table cannot hold one. Convert to .yaml instead, or write the text in one line.");
            }
    }
}
