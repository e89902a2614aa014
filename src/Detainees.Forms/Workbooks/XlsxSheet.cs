using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Detainees.Forms;

/// <summary>Reads the cells of one sheet after the other as text, as far as pyxform reads them: to 60 blank rows, in a row to 20 blank columns.</summary>
internal sealed partial class XlsxSheet(XlsxPackage package, List<(string Text, long Length)> strings, List<CellStyle> styles, bool from1904)
{
    private const int MaxRows = 50_000;
    private const int MaxCellErrors = 1000;
    private int cells;

    /// <summary>Cells that hold no value to read.</summary>
    public List<FormDiagnostic> Diagnostics { get; } = [];

    public ImmutableArray<WorkbookRow> Read(string sheet, string part)
    {
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        var (number, lastFilled) = (0, 0);
        package.Read(part, reader =>
        {
            // Only what stands in rows is looked at: a sheet may declare any size, and nothing is made to measure.
            if (reader.LocalName != "row") return true;
            number = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > number ? given : number + 1;
            if (number - lastFilled > WorkbookReader.BlankRowsToStop) return false;
            var row = ReadRow(reader, sheet, number);
            if (row.IsEmpty) return true;
            lastFilled = number;
            rows.Add(new(number, row));
            if (number > MaxRows) throw RefusedWorkbookException.TooLarge($"The sheet has more than {MaxRows:N0} rows; no form has.");
            if ((cells += row.Length) > WorkbookReader.MaxCells) throw RefusedWorkbookException.TooLarge($"The workbook has more than {WorkbookReader.MaxCells:N0} filled cells; no form has.");
            return true;
        });
        return rows.ToImmutable();
    }

    private ImmutableArray<WorkbookCell> ReadRow(XmlReader reader, string sheet, int row)
    {
        if (reader.IsEmptyElement) return [];
        var found = ImmutableArray.CreateBuilder<WorkbookCell>();
        var (depth, column, lastFilled) = (reader.Depth, -1, -1);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName != "c" || reader.Depth > depth + 1)
            {
                if (!reader.IsEmptyElement) package.Text(reader);
                continue;
            }

            var place = reader.GetAttribute("r")?.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            column = place is { Length: > 0 and <= 3 } && Columns.Number(place) is var given && given > column ? given : column + 1;
            var text = ReadCell(reader, sheet, row, column);
            if (string.IsNullOrWhiteSpace(text) || column - lastFilled > WorkbookReader.BlankColumnsToStop) continue;
            lastFilled = column;
            found.Add(new(column, text));
        }

        return found.ToImmutable();
    }

    private string ReadCell(XmlReader reader, string sheet, int row, int column)
    {
        if (reader.IsEmptyElement) return "";
        var (depth, type, style) = (reader.Depth, reader.GetAttribute("t") ?? "n", reader.GetAttribute("s"));
        var (value, hasFormula, length) = ("", false, 0L);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            hasFormula |= reader.LocalName == "f";
            var text = package.Text(reader);
            if (reader.LocalName is "v" or "is") (value, length) = (text, package.TextLength);
        }

        if (type == "s")
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= strings.Count) return "";
            (value, length) = strings[index];
        }

        if (length > WorkbookReader.MaxCellLength)
            return Missing(sheet, row, column, WorkbookReader.TooLong(length));
        return type switch
        {
            "s" or "str" or "inlineStr" => Unescape(value),
            "b" => value.Trim() is "1" or "true" ? "TRUE" : "FALSE",
            "d" => value.Replace('T', ' '),
            "e" => Missing(sheet, row, column, $"The cell's formula gives the error {(value.Length is > 0 and < 20 ? value : "#ERROR!")}. Put in the value itself."),
            _ when value.Length == 0 && hasFormula => Missing(sheet, row, column,
                "The cell holds a formula whose value was never computed. Open the form in a spreadsheet program and save it, or put in the value itself."),
            _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? CellStyles.ToText(number, int.TryParse(style, out var s) && s >= 0 && s < styles.Count ? styles[s] : CellStyle.Number, from1904)
                : value,
        };
    }

    private string Missing(string sheet, int row, int column, string message)
    {
        if (Diagnostics.Count < MaxCellErrors)
            Diagnostics.Add(new(DiagnosticCodes.CellError, DiagnosticSeverity.Error, sheet, row, Columns.Letters(column), null, message, null, null, null));
        return "";
    }

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    // Characters that XML cannot hold are written _x000D_ (ISO/IEC 29500-1, 22.9.2.19).
    private static string Unescape(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escape().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;
}
