using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Detainees.Forms;

/// <summary>
/// Writes a workbook by hand: six kinds of parts, every cell a text, so that 007, yes and 2026-01-01 stay what was typed
/// (ECMA-376, part 1, SpreadsheetML).
/// </summary>
internal static partial class XlsxWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const int MaxSheetName = 31;

    // The earliest time a zip file can hold: the same form must give the same bytes on any day.
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant)]
    private static partial Regex LooksEscaped();

    public static byte[] Write(ImmutableArray<WorkbookSheet> sheets, List<string> refusals)
    {
        foreach (var sheet in sheets)
            if (sheet.Name.Length is 0 or > MaxSheetName || sheet.Name.Any(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c)))
                refusals.Add($"A workbook cannot hold a sheet named \"{sheet.Name}\": at most {MaxSheetName} characters, none of [ ] : * ? / \\.");
        foreach (var sheet in sheets)
            foreach (var row in sheet.Rows)
                foreach (var cell in row.Cells)
                    if (Math.Max(cell.Text.Length, Escape(cell.Text).Length) is var length and > WorkbookReader.MaxCellLength)
                        refusals.Add(WritableSheets.Place(sheet, row, cell) + string.Create(CultureInfo.InvariantCulture,
                            $": the text takes {length:N0} characters, and a cell of a workbook holds {WorkbookReader.MaxCellLength:N0}. Convert to .yaml instead, or shorten it."));
        if (sheets.IsEmpty) refusals.Add("The form has no sheets.");
        if (refusals.Count > 0) return [];
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            AddText(zip, "[Content_Types].xml", XlsxParts.ContentTypes(sheets.Length));
            AddText(zip, "_rels/.rels", XlsxParts.PackageRelationships);
            AddText(zip, "xl/workbook.xml", XlsxParts.Workbook(sheets));
            AddText(zip, "xl/_rels/workbook.xml.rels", XlsxParts.WorkbookRelationships(sheets.Length));
            AddText(zip, "xl/styles.xml", XlsxParts.Styles);
            for (var i = 0; i < sheets.Length; i++)
            {
                using var part = Open(zip, $"xl/worksheets/sheet{(i + 1).ToString(CultureInfo.InvariantCulture)}.xml");
                using var xml = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
                WriteSheet(xml, sheets[i]);
            }
        }

        return file.ToArray();
    }

    private static Stream Open(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Stamp;
        return entry.Open();
    }

    private static void AddText(ZipArchive zip, string name, string text)
    {
        using var part = Open(zip, name);
        part.Write(Encoding.UTF8.GetBytes(text));
    }

    private static void WriteSheet(XmlWriter xml, WorkbookSheet sheet)
    {
        var header = sheet.Rows[0];
        // A YAML form's rows are numbered by line; here they follow each other.
        var byLine = header.Cells.Any(cell => cell.Line > 0);
        var columns = sheet.Rows.Max(row => row.Cells.IsEmpty ? 0 : row.Cells.Max(cell => cell.Column) + 1);
        var headerNumber = byLine ? 1 : header.Number;
        xml.WriteStartElement("worksheet", Main);
        WriteView(xml, headerNumber);
        WriteColumns(xml, sheet, columns);
        xml.WriteStartElement("sheetData", Main);
        for (var i = 0; i < sheet.Rows.Length; i++)
        {
            var row = sheet.Rows[i];
            WriteRow(xml, row, byLine ? i + 1 : row.Number, i == 0 ? XlsxParts.HeaderStyle : IsStructure(sheet, row) ? XlsxParts.GroupStyle : XlsxParts.TextStyle);
        }

        xml.WriteEndElement();
        if (columns > 0)
        {
            var last = byLine ? sheet.Rows.Length : sheet.Rows[^1].Number;
            xml.WriteStartElement("autoFilter", Main);
            xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A{headerNumber}:{Columns.Letters(columns - 1)}{last}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteView(XmlWriter xml, int headerRow)
    {
        var below = string.Create(CultureInfo.InvariantCulture, $"A{headerRow + 1}");
        xml.WriteStartElement("sheetViews", Main);
        xml.WriteStartElement("sheetView", Main);
        xml.WriteAttributeString("workbookViewId", "0");
        xml.WriteStartElement("pane", Main);
        xml.WriteAttributeString("ySplit", headerRow.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("topLeftCell", below);
        xml.WriteAttributeString("activePane", "bottomLeft");
        xml.WriteAttributeString("state", "frozen");
        xml.WriteEndElement();
        xml.WriteStartElement("selection", Main);
        xml.WriteAttributeString("pane", "bottomLeft");
        xml.WriteAttributeString("activeCell", below);
        xml.WriteAttributeString("sqref", below);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteColumns(XmlWriter xml, WorkbookSheet sheet, int columns)
    {
        if (columns == 0) return;
        var longest = new int[columns];
        foreach (var row in sheet.Rows)
            foreach (var cell in row.Cells) longest[cell.Column] = Math.Max(longest[cell.Column], cell.Text.Split('\n').Max(line => line.Length));
        xml.WriteStartElement("cols", Main);
        for (var column = 0; column < columns; column++)
        {
            var number = (column + 1).ToString(CultureInfo.InvariantCulture);
            xml.WriteStartElement("col", Main);
            xml.WriteAttributeString("min", number);
            xml.WriteAttributeString("max", number);
            xml.WriteAttributeString("width", Math.Clamp(longest[column] + 3, 10, 48).ToString(CultureInfo.InvariantCulture));
            // The column's own style is text, so that what an admin types into a new row stays as typed.
            xml.WriteAttributeString("style", XlsxParts.TextStyle);
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteRow(XmlWriter xml, WorkbookRow row, int number, string style)
    {
        var at = number.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", at);
        foreach (var cell in row.Cells)
        {
            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", Columns.Letters(cell.Column) + at);
            xml.WriteAttributeString("s", style);
            xml.WriteAttributeString("t", "inlineStr");
            xml.WriteStartElement("is", Main);
            xml.WriteStartElement("t", Main);
            xml.WriteAttributeString("xml", "space", null, "preserve");
            xml.WriteString(Escape(cell.Text));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool IsStructure(WorkbookSheet sheet, WorkbookRow row)
    {
        if (sheet.Name != "survey") return false;
        var type = sheet.Rows[0].Cells.FirstOrDefault(cell => cell.Text.Trim().Equals("type", StringComparison.OrdinalIgnoreCase));
        var text = type.Text is null ? "" : row.Cells.FirstOrDefault(cell => cell.Column == type.Column).Text ?? "";
        return text.StartsWith("begin", StringComparison.OrdinalIgnoreCase) || text.StartsWith("end_", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("end ", StringComparison.OrdinalIgnoreCase);
    }

    // ECMA-376, 22.9.2.19 ST_Xstring: what XML cannot hold is written _xHHHH_, and what looks like that loses its meaning by _x005F_.
    private static string Escape(string text)
    {
        var plain = LooksEscaped().Replace(text, "_x005F_");
        if (!plain.Any(c => char.IsSurrogate(c) || (c < ' ' && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF')) return plain;
        var escaped = new StringBuilder(plain.Length);
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[i];
            if (char.IsHighSurrogate(c) && i + 1 < plain.Length && char.IsLowSurrogate(plain[i + 1])) escaped.Append(c).Append(plain[++i]);
            else if (char.IsSurrogate(c) || (c < ' ' && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF')
                escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
