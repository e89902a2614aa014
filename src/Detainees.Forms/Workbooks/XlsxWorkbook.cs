using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>Reads the sheets of an .xlsx file that forms have; links to other files are never followed, macros never looked at.</summary>
internal sealed class XlsxWorkbook
{
    private const int MaxSheets = 100;
    private const int MaxStrings = 1_000_000;
    private const int MaxStringCharacters = 16 * 1024 * 1024;
    private const int MaxStyles = 100_000;

    private readonly XlsxPackage package;
    private readonly Dictionary<string, string> targets = new(StringComparer.Ordinal);
    private readonly List<(string Name, string? Part)> sheets = [];
    private bool from1904;
    private string folder = "xl/";

    private XlsxWorkbook(XlsxPackage package) => this.package = package;

    public static WorkbookReading Read(byte[] bytes, string fileName)
    {
        using var package = XlsxPackage.Open(bytes);
        return new XlsxWorkbook(package).Read(fileName);
    }

    private WorkbookReading Read(string fileName)
    {
        var book = FindBook();
        package.Read(Relations(book), reader =>
        {
            if (reader.LocalName == "Relationship" && reader.GetAttribute("TargetMode") != "External" && reader.GetAttribute("Id") is { } id
                && reader.GetAttribute("Target") is { } target && targets.Count < 10_000)
                targets.TryAdd(id, Resolve(target));
            return true;
        });
        package.Read(book, reader =>
        {
            if (reader.LocalName == "workbookPr") from1904 = reader.GetAttribute("date1904") is "1" or "true";
            else if (reader.LocalName == "sheet" && reader.GetAttribute("name") is { } name && sheets.Count < MaxSheets)
                sheets.Add((name, RelationOf(reader) is { } id ? targets.GetValueOrDefault(id) : null));
            return true;
        });
        if (sheets.Count == 0) throw RefusedWorkbookException.Damaged("The workbook has no sheets.");
        var (strings, styles) = (ReadStrings(), ReadStyles());
        var read = ImmutableArray.CreateBuilder<WorkbookSheet>();
        var sheet = new XlsxSheet(package, strings, styles, from1904);
        foreach (var (name, part) in sheets)
        {
            var isRead = sheets.Count == 1 || WorkbookReader.IsFormSheet(name);
            read.Add(new(name, isRead && part is not null ? sheet.Read(name, part) : []));
        }

        return new(new Workbook(fileName, read.ToImmutable(), HasLines: false), [.. sheet.Diagnostics]);
    }

    private string FindBook()
    {
        var book = "xl/workbook.xml";
        package.Read("_rels/.rels", reader =>
        {
            if (reader.LocalName != "Relationship" || reader.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) is not true) return true;
            if (reader.GetAttribute("Target") is { } target) book = target.TrimStart('/');
            return false;
        });
        if (!package.Has(book))
            throw RefusedWorkbookException.Damaged("This is a zip file, but no workbook. Save the form as .xlsx.");
        if (book.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
            throw RefusedWorkbookException.Damaged("This is a binary workbook (.xlsb). Save it as .xlsx.");
        if (book.StartsWith("word/", StringComparison.Ordinal) || book.StartsWith("ppt/", StringComparison.Ordinal))
            throw RefusedWorkbookException.Damaged("This is a document or a presentation, no workbook. A form is a workbook (.xlsx).");
        folder = book[..(book.LastIndexOf('/') + 1)];
        return book;
    }

    private static string Relations(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        return part[..slash] + "_rels/" + part[slash..] + ".rels";
    }

    private string Resolve(string target)
    {
        if (target.StartsWith('/')) return target[1..];
        var path = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var segment in target.Split('/'))
        {
            if (segment == ".." && path.Count > 0) path.RemoveAt(path.Count - 1);
            else if (segment is not (".." or "." or "")) path.Add(segment);
        }

        return string.Join('/', path);
    }

    // The prefix and, in the strict dialect, the namespace differ; the name of the attribute does not.
    private static string? RelationOf(System.Xml.XmlReader reader)
    {
        string? id = null;
        while (reader.MoveToNextAttribute())
            if (reader is { LocalName: "id", Prefix.Length: > 0 }) id = reader.Value;
        reader.MoveToElement();
        return id;
    }

    private List<(string Text, long Length)> ReadStrings()
    {
        var (strings, characters) = (new List<(string Text, long Length)>(), 0L);
        package.Read(PartOf("sharedStrings.xml"), reader =>
        {
            if (reader.LocalName != "si") return true;
            strings.Add((package.Text(reader), package.TextLength));
            characters += strings[^1].Text.Length;
            return strings.Count <= MaxStrings && characters <= MaxStringCharacters
                ? true
                : throw RefusedWorkbookException.TooLarge("The workbook holds more text than any form does.");
        });
        return strings;
    }

    private List<CellStyle> ReadStyles()
    {
        var (formats, styles, inCells) = (new Dictionary<int, CellStyle>(), new List<CellStyle>(), false);
        package.Read(PartOf("styles.xml"), reader =>
        {
            if (reader.LocalName == "numFmt" && int.TryParse(reader.GetAttribute("numFmtId"), out var id) && formats.Count < MaxStyles)
                formats[id] = CellStyles.OfCode(reader.GetAttribute("formatCode") ?? "");
            else if (reader.LocalName is "cellXfs") inCells = true;
            else if (reader.LocalName is "cellStyles" or "dxfs") return false;
            else if (inCells && reader.LocalName == "xf" && styles.Count < MaxStyles)
                styles.Add(int.TryParse(reader.GetAttribute("numFmtId"), out var format) ? formats.TryGetValue(format, out var own) ? own : CellStyles.OfNumber(format) : CellStyle.Number);
            return true;
        });
        return styles;
    }

    private string PartOf(string name) => targets.Values.FirstOrDefault(target => target.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase)) ?? folder + name;
}
