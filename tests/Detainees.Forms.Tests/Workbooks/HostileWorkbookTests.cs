using System.Globalization;
using System.Text;
using Detainees.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Forms.Tests.Workbooks;

/// <summary>Workbooks made to take a machine down: each ends in a form or in one clear sentence, for a bounded amount of memory.</summary>
public sealed class HostileWorkbookTests
{
    /// <summary>All that is ever allocated, freed or not, so more than is held at any moment.</summary>
    private const long MostAllocated = 300L * 1024 * 1024;

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);

    private static IEnumerable<string> Repeat(string piece, int times, string? first = null, string? last = null) =>
        Enumerable.Repeat(piece, times).Prepend(first ?? "").Append(last ?? "");

    private static (string, IEnumerable<string>) Sheet(IEnumerable<string> rows) => ("xl/worksheets/sheet1.xml", rows.Prepend(Xlsx.Form).Prepend(Xlsx.Head).Append(Xlsx.Foot));

    private static (string, IEnumerable<string>) Strings(IEnumerable<string> content) =>
        ("xl/sharedStrings.xml", content.Prepend("""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">""").Append("</sst>"));

    private static string WideRow(int row, string cell) =>
        $"""<row r="{row}">{string.Concat(Enumerable.Range(0, 16_384).Select(column => string.Format(CultureInfo.InvariantCulture, cell, Letters(column), row)))}</row>""";

    private static byte[] Make(string attack) => attack switch
    {
        "a million formatted rows" => Xlsx.Zip([Sheet(Enumerable.Range(3, 1_048_574).Select(row => $"""<row r="{row}" s="1" customFormat="1"/>"""))]),
        "sixteen thousand formatted columns" => Xlsx.Zip([Sheet(Enumerable.Range(3, 150).Select(row => WideRow(row, """<c r="{0}{1}" s="1"/>""")))]),
        "a cell in the last corner" => Xlsx.Zip([Sheet([$"""<row r="1048576">{Xlsx.Cell("XFD1048576", "x")}</row>"""])]),
        "a sheet nested without end" => Xlsx.Zip([("xl/worksheets/sheet1.xml", Repeat("<x>", 500_000, Xlsx.Head))]),
        "a cell nested without end" => Xlsx.Zip([Sheet(Repeat("<r>", 500_000, """<row r="3"><c r="A3" t="inlineStr"><is>"""))]),
        "a tag of many attributes" => Xlsx.Zip([("xl/worksheets/sheet1.xml", Enumerable.Range(0, 50_000).Select(i => $"""a{i}="x" """).Prepend("<worksheet ").Append("/>"))]),
        "filled cells without end" => Xlsx.Zip([Sheet(Enumerable.Range(3, 32).Select(row => WideRow(row, """<c r="{0}{1}"><v>1</v></c>""")))]),
        "filled rows without end" => Xlsx.Zip([Sheet(Enumerable.Range(3, 50_001).Select(row => $"""<row r="{row}"><c r="A{row}"><v>1</v></c></row>"""))]),
        "shared texts without end" => Xlsx.Zip([Strings(Repeat($"<si><t>{new string('a', 1000)}</t></si>", 60_000))]),
        "empty shared texts without end" => Xlsx.Zip([Strings(Repeat("<si/>", 1_100_000))]),
        "one text of fifty megabytes" => Xlsx.Zip([Strings(Repeat(new string('a', 1_000_000), 50, "<si><t>", "</t></si>")),
            Sheet(["""<row r="3"><c r="A3" t="s"><v>0</v></c></row>"""])]),
        "a zip bomb" => Xlsx.Zip([("xl/worksheets/sheet1.xml", Repeat(new string(' ', 1_000_000), 200, Xlsx.Head))]),
        "thousands of parts" => Xlsx.Zip(Enumerable.Range(0, 2100).Select(i => ($"xl/media/{i}", Enumerable.Empty<string>()))),
        "an entity bomb" => Xlsx.Zip([("xl/workbook.xml", ["""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><workbook/>"""])]),
        "an entity from another file" => Xlsx.Zip([("xl/worksheets/sheet1.xml", ["""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>"""])]),
        _ => throw new ArgumentException(attack, nameof(attack)),
    };

    [Theory]
    [InlineData("a million formatted rows", null)]
    [InlineData("sixteen thousand formatted columns", null)]
    [InlineData("a cell in the last corner", null)]
    [InlineData("a sheet nested without end", "unlike any that a spreadsheet program writes")]
    [InlineData("a cell nested without end", "unlike any that a spreadsheet program writes")]
    [InlineData("a tag of many attributes", "unlike any that a spreadsheet program writes")]
    [InlineData("filled cells without end", "more than 500,000 filled cells")]
    [InlineData("filled rows without end", "more than 50,000 rows")]
    [InlineData("shared texts without end", "more text than any form does")]
    [InlineData("empty shared texts without end", "more text than any form does")]
    [InlineData("one text of fifty megabytes", "The cell holds 50,000,000 characters")]
    [InlineData("a zip bomb", "unpacks to more than 128 MB")]
    [InlineData("thousands of parts", "more than 2000 parts")]
    [InlineData("an entity bomb", "document type")]
    [InlineData("an entity from another file", "document type")]
    public void A_workbook_made_to_harm_is_read_or_refused_within_300_MB(string attack, string? reason)
    {
        var bytes = Make(attack);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var compilation = FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(bytes), "form.xlsx"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        var errors = compilation.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        if (reason is null) Assert.NotNull(compilation.Form);
        else Assert.Contains(reason, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 1_000_000)]
    [InlineData("{a: ", 500_000)]
    [InlineData("- ", 1_000_000)]
    [InlineData("? ", 1_000_000)]
    [InlineData("&a ", 500_000)]
    [InlineData("'", 2_000_000)]
    [InlineData("\"\\\n", 500_000)]
    [InlineData("a: ", 500_000)]
    [InlineData("survey:\n", 300_000)]
    [InlineData("- type: text\n", 300_000)]
    [InlineData("# x\n", 500_000)]
    public void A_yaml_file_made_to_harm_is_refused_within_300_MB(string piece, int times)
    {
        foreach (var start in (string[])["", "survey:\n- type: "])
        {
            var bytes = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, times)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = WorkbookReader.Read(new MemoryStream(bytes), "form.yaml");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
            if (reading.Workbook is null) Assert.Single(reading.Diagnostics);
            else Assert.NotEmpty(FormCompiler.Compile(reading).Diagnostics);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \n ", "blanks")]
    [InlineData("%PDF-1.7 x", "PDF")]
    [InlineData("<html><table>", "web page")]
    [InlineData("<?xml version='1.0'?><Workbook/>", "XML")]
    [InlineData("<h:html xmlns:xf='http://www.w3.org/2002/xforms'>", "XForm")]
    [InlineData("{\"survey\": []}", "JSON")]
    [InlineData("type,name,label\ntext,a,A\n", "CSV")]
    [InlineData("type;name;label\ntext;a;A\n", "CSV")]
    [InlineData("PK\u0005\u0006", "zip")]
    public void A_file_of_another_kind_is_named_whatever_its_ending(string content, string word)
    {
        foreach (var name in (string[])["form.xlsx", "form.xls", "form.yaml"])
            Assert.Contains(word, Assert.Single(WorkbookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(content)), name).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    public void Yaml_as_utf_16_is_told_to_be_saved_as_utf_8(string encoding, bool withMark)
    {
        var chosen = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. withMark ? chosen.GetPreamble() : [], .. chosen.GetBytes("survey:\n- type: text\n")];
        Assert.Contains("Save it as UTF-8", Assert.Single(WorkbookReader.Read(new MemoryStream(bytes), "form.yaml").Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_that_lies_in_another_file_or_on_a_server_is_not_fetched()
    {
        const string Type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        foreach (var target in (string[])["https://example.org/sheet1.xml", "file:///etc/hostname", "../../../../etc/hostname"])
        {
            var bytes = Xlsx.Zip([("xl/_rels/workbook.xml.rels", [$"""<Relationships><Relationship Id="r1" Type="{Type}" Target="{target}" TargetMode="{(target[0] == '.' ? "Internal" : "External")}"/></Relationships>"""])]);
            Assert.Empty(Assert.IsType<Workbook>(WorkbookReader.Read(new MemoryStream(bytes), "form.xlsx").Workbook).Sheets[0].Rows);
        }
    }

    [Fact]
    public void A_document_of_a_word_processor_is_named_as_one()
    {
        var bytes = Xlsx.Zip([("_rels/.rels", ["""<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"""]), ("word/document.xml", ["<document/>"])]);
        Assert.Contains("a document", Assert.Single(WorkbookReader.Read(new MemoryStream(bytes), "form.xlsx").Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaging_an_old_workbook_byte_by_byte_never_throws_nor_hangs()
    {
        var whole = File.ReadAllBytes(Checkout.Path("tests", "Detainees.Forms.Tests", "Workbooks", "cells.xls"));
        var seed = 11UL;
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var i = 0; i < 1 + round % 12; i++)
            {
                seed = seed * 6364136223846793005 + 1442695040888963407;
                bytes[8 + (int)((seed >> 33) % (ulong)(bytes.Length - 8))] = (byte)(seed >> 25);
            }

            if (round % 7 == 0) bytes = bytes[..(bytes.Length * (round % 13) / 13 + 8)];
            var reading = WorkbookReader.Read(new MemoryStream(bytes), "form.xls");
            Assert.True(reading.Workbook is not null || reading.Diagnostics.Length == 1);
            FormCompiler.Compile(reading);
        }
    }

    // What people paste, and what people attack with: blanks of all widths, quotes of all shapes, marks that turn the line round,
    // lone surrogates, control characters, other alphabets, beginnings of markup, of expressions and of formulas.
    private static readonly string[] Nasty =
    [
        "type", "name", "label", "label::", "label::x (x)", "::", ":", "relevant", "bind::case:field", "list_name", "survey", "text", "select_one l", "select_multiple l", "rank l", "begin group",
        "end group", "begin repeat", "end repeat", "calculate", "note", "l", "a", "A", "yes", "TRUE", "1", "-1", "1e400", "#REF!", "${a}", "${", "}", "$", "jr:choice-name(${a}, '${a}')", ". > 1",
        "'", "\"", "\u2018", "\u2019", "\u201c", "\u201d", "\u00a0", "\u202f", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\u2028", "\u0085", "\t", "\n", "\r\n", "Հ", "ղ", "İ", "ß", "你",
        "🕯", "e\u0301", "%", "{0}", "\\", "|", "=1+1", "@SUM", "<b>", "&amp;", "]]>", "../..", "/data/a", "*", "//", "[1]", "_x000D_", "_xD800_", new('x', 5000), new('(', 300), "and", "or",
    ];

    [Fact]
    public void No_cells_whatever_make_the_reader_the_compiler_or_the_words_of_a_diagnostic_throw()
    {
        var cell = Gen.OneOf(Gen.Elements(Nasty), Gen.Elements(Nasty).ListOf(3).Select(list => string.Concat(list)), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        var rows = cell.ListOf(6).ListOf(6);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(rows.ToArbitrary(), grid =>
        {
            foreach (var withHeader in (bool[])[false, true])
            {
                var all = withHeader ? grid.Prepend(["type", "name", "label", "relevant", "calculation", "bind::case:field"]) : grid;
                var written = string.Concat(all.Select((row, i) => $"<row r=\"{i + 1}\">{string.Concat(row.Select(text => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{Xml(text)}</t></is></c>"))}</row>"));
                var compilation = FormCompiler.Compile(WorkbookReader.Read(new MemoryStream(Xlsx.Make(written)), "form.xlsx"));
                Assert.True(compilation.Form is not null || compilation.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
                foreach (var diagnostic in compilation.Everything)
                    Assert.DoesNotContain(diagnostic.Describe(diagnostic.LocationIn("form.xlsx")), c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2066' or '\u200f');
            }
        }));
    }

    private static string Xml(string text) => string.Concat(text.Select(c => c switch
    {
        '<' => "&lt;",
        '&' => "&amp;",
        '>' => "&gt;",
        '\t' or '\n' or '\r' or (>= ' ' and < '\ud800') or (> '\udfff' and < '\ufffe') => c.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_"),
    }));
}
