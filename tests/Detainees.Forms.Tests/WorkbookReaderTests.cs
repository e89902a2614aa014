using System.IO.Compression;
using System.Text;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Hostile and damaged files end in diagnostics, within bounds.</summary>
public sealed class WorkbookReaderTests
{
    private static WorkbookReading Read(byte[] bytes, string name = "form.xlsx") => WorkbookReader.Read(new MemoryStream(bytes), name);

    private static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Xlsx(string sheetXml, string workbookExtra = "") => Zip(
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""),
        ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<?xml version="1.0"?>{workbookExtra}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheetXml}</worksheet>"""));

    private static string Cell(string at, string text) => $"""<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>""";

    [Fact]
    public void Cells_are_read_as_text_with_their_rows()
    {
        var reading = Read(Xlsx($"""
            <sheetData><row r="1">{Cell("A1", "type")}{Cell("C1", "name")}</row>
            <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><v>12</v></c><c r="C4"><v>1.5</v></c></row></sheetData>
            """));
        var sheet = Assert.IsType<Workbook>(reading.Workbook).Sheets[0];
        Assert.Equal([1, 4], sheet.Rows.Select(row => row.Number));
        Assert.Equal([(0, "TRUE"), (1, "12"), (2, "1.5")], sheet.Rows[1].Cells.Select(cell => (cell.Column, cell.Text)));
    }

    [Fact]
    public void An_error_of_a_formula_is_an_error_at_its_cell()
    {
        var reading = Read(Xlsx($"""<sheetData><row r="1">{Cell("A1", "type")}</row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row></sheetData>"""));
        var diagnostic = Assert.Single(reading.Diagnostics);
        Assert.Equal((DiagnosticCodes.CellError, "survey!A2 (row 2)"), (diagnostic.Code, diagnostic.Location));
    }

    [Fact]
    public void Reading_stops_after_sixty_blank_rows_and_twenty_blank_columns()
    {
        var reading = Read(Xlsx($"""<sheetData><row r="1">{Cell("A1", "type")}{Cell("AZ1", "far")}</row><row r="62">{Cell("A62", "text")}</row></sheetData>"""));
        var sheet = Assert.IsType<Workbook>(reading.Workbook).Sheets[0];
        Assert.Equal("type", Assert.Single(Assert.Single(sheet.Rows).Cells).Text);
    }

    [Fact]
    public void A_zip_that_unpacks_to_gigabytes_is_refused_before_it_is_read()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var block = new byte[1024 * 1024];
            for (var i = 0; i < 200; i++) entry.Write(block);
        }

        Assert.Equal(DiagnosticCodes.FileTooLarge, Assert.Single(Read(stream.ToArray()).Diagnostics).Code);
    }

    [Fact]
    public void A_workbook_with_a_document_type_is_refused()
    {
        const string Bomb = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>""";
        Assert.Null(Read(Xlsx("<sheetData/>", Bomb)).Workbook);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused()
    {
        var reading = WorkbookReader.Read(new MemoryStream(new byte[WorkbookReader.MaxBytes + 1]), "big.yaml");
        Assert.Equal(DiagnosticCodes.FileTooLarge, Assert.Single(reading.Diagnostics).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004garbage")]
    [InlineData("\u0000\u0001\u0002")]
    public void Garbage_is_a_diagnostic_whatever_the_file_is_called(string content)
    {
        foreach (var name in (string[])["form.xlsx", "form.xls", "form.yaml", ""])
        {
            var reading = Read(Encoding.UTF8.GetBytes(content), name);
            Assert.Null(reading.Workbook);
            Assert.Single(reading.Diagnostics);
        }
    }

    [Fact]
    public void A_damaged_workbook_never_throws()
    {
        var seed = 7UL;
        var whole = File.ReadAllBytes(ReferenceData.Path("xlsform/forms/simple_repeat.xlsx"));
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. whole];
        for (var round = 0; round < 150; round++)
        {
            var bytes = (byte[])(round % 3 == 0 ? compound : whole).Clone();
            for (var i = 0; i < 1 + round % 20; i++)
            {
                seed = seed * 6364136223846793005 + 1442695040888963407;
                bytes[8 + (int)((seed >> 33) % (ulong)(bytes.Length - 8))] = (byte)(seed >> 25);
            }

            if (round % 5 == 0) bytes = bytes[..(bytes.Length / 2)];
            var reading = Read(bytes);
            if (reading.Workbook is { } workbook) FormCompiler.Compile(workbook);
            else Assert.NotEmpty(reading.Diagnostics);
        }
    }

    [Fact]
    public void A_workbook_named_as_yaml_is_still_read_as_a_workbook()
    {
        var bytes = File.ReadAllBytes(ReferenceData.Path("xlsform/forms/simple_repeat.xlsx"));
        Assert.NotNull(Read(bytes, "form.yaml").Workbook);
        Assert.NotNull(Read(bytes, "form.xls").Workbook);
    }
}
