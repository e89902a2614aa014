using System.IO.Compression;
using System.Xml;

namespace Detainees.Forms;

/// <summary>
/// Cells of an .xlsx file whose formula gave an error. ExcelDataReader 3.6 reads them as blank, and a constraint that
/// silently is not there is worse than a form that does not load.
/// </summary>
internal static class FormulaErrors
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <returns>Sheet name, cell as <c>F12</c>, and the error.</returns>
    public static List<(string Sheet, string Cell, string Error)> Find(byte[] bytes)
    {
        var found = new List<(string, string, string)>();
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(zip, "xl/_rels/workbook.xml.rels", reader =>
        {
            if (reader.LocalName == "Relationship" && reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target) targets[id] = target;
        });
        var sheets = new List<(string Name, string Part)>();
        Walk(zip, "xl/workbook.xml", reader =>
        {
            if (reader.LocalName == "sheet" && reader.GetAttribute("name") is { } name && reader.GetAttribute("id", Relationships) is { } id
                && targets.TryGetValue(id, out var target))
                sheets.Add((name, target.StartsWith('/') ? target[1..] : "xl/" + target));
        });
        foreach (var (name, part) in sheets)
        {
            string? cell = null;
            Walk(zip, part, reader =>
            {
                if (reader.LocalName == "c") cell = reader.GetAttribute("t") == "e" ? reader.GetAttribute("r") : null;
                else if (reader.LocalName == "v" && cell is not null && found.Count < 1000 && reader.Read()) found.Add((name, cell, reader.Value));
            });
        }

        return found;
    }

    private static void Walk(ZipArchive zip, string part, Action<XmlReader> atElement)
    {
        if (zip.GetEntry(part) is not { } entry) return;
        using var content = entry.Open();
        using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element) atElement(reader);
    }
}
