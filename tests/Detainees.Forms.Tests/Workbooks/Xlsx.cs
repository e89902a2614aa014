using System.IO.Compression;
using System.Text;

namespace Detainees.Forms.Tests.Workbooks;

/// <summary>Makes .xlsx files of one sheet "survey", as plain or as hostile as a test wants them.</summary>
internal static class Xlsx
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";

    public const string Head = $"""<worksheet xmlns="{Main}"><dimension ref="A1:XFD1048576"/><sheetData>""";
    public const string Foot = "</sheetData></worksheet>";

    /// <summary>A form of one question in rows 1 and 2.</summary>
    public static string Form { get; } =
        $"""<row r="1">{Cell("A1", "type")}{Cell("B1", "name")}{Cell("C1", "label")}</row><row r="2">{Cell("A2", "text")}{Cell("B2", "a")}{Cell("C2", "A")}</row>""";

    public static string Cell(string at, string text) => $"""<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>""";

    /// <summary>A workbook whose one sheet holds these rows.</summary>
    public static byte[] Make(string rows) => Zip([("xl/worksheets/sheet1.xml", [Head, rows, Foot])]);

    /// <param name="parts">In pieces, so that huge ones are never held whole; they take the place of what is written otherwise.</param>
    public static byte[] Zip(IEnumerable<(string Name, IEnumerable<string> Content)> parts)
    {
        var all = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            ["[Content_Types].xml"] = [$"""<Types xmlns="{Packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"""],
            ["_rels/.rels"] = [$"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""],
            ["xl/_rels/workbook.xml.rels"] =
                [$"""<Relationships xmlns="{Packages}/relationships"><Relationship Id="r1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""],
            ["xl/workbook.xml"] = [$"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>"""],
            ["xl/worksheets/sheet1.xml"] = [Head, Form, Foot],
        };
        foreach (var (name, content) in parts) all[name] = content;
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in all)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                foreach (var piece in content) entry.Write(Encoding.UTF8.GetBytes(piece));
            }
        }

        return stream.ToArray();
    }
}
