using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>A form as its author wrote it: sheets of text cells with their places.</summary>
/// <param name="FileName">As given by the caller, for messages.</param>
/// <param name="Sheets">In order. Sheets that no form uses are named but hold no rows.</param>
/// <param name="HasLines">Whether rows are numbered by line (YAML) rather than as in a spreadsheet.</param>
public sealed record Workbook(string FileName, ImmutableArray<WorkbookSheet> Sheets, bool HasLines);

/// <param name="Name">As written.</param>
/// <param name="Rows">The first one is the header. Blank rows are left out; the numbers tell where.</param>
public sealed record WorkbookSheet(string Name, ImmutableArray<WorkbookRow> Rows);

/// <param name="Number">One-based row of the sheet, or line of the YAML file.</param>
/// <param name="Cells">Non-blank cells from left to right.</param>
public sealed record WorkbookRow(int Number, ImmutableArray<WorkbookCell> Cells);

/// <param name="Column">Zero-based.</param>
/// <param name="Text">As written, not yet cleaned.</param>
/// <param name="Line">The cell's own line in a YAML file; 0 otherwise.</param>
public readonly record struct WorkbookCell(int Column, string Text, int Line = 0);
