using System.Text;
using Detainees.Testing;

namespace Detainees.Forms.Tests.Workbooks;

/// <summary>Hostile and damaged files end in diagnostics, within bounds.</summary>
public sealed class WorkbookReaderTests
{
    private static WorkbookReading Read(byte[] bytes, string name = "form.xlsx") => WorkbookReader.Read(new MemoryStream(bytes), name);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cell_that_is_too_long_is_an_error_with_its_true_length_and_nothing_is_cut(bool isShared)
    {
        var cell = isShared ? """<c r="C2" t="s"><v>0</v></c>""" : Xlsx.Cell("C2", new string('x', 40_000));
        var rows = Xlsx.Form.Replace(Xlsx.Cell("C2", "A"), cell, StringComparison.Ordinal);
        var strings = $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{new string('x', 40_000)}</t></si></sst>""";
        var reading = WorkbookReader.Read(new MemoryStream(Xlsx.Zip([("xl/worksheets/sheet1.xml", [Xlsx.Head, rows, Xlsx.Foot]), ("xl/sharedStrings.xml", [strings])])), "long.xlsx");
        var error = Assert.Single(reading.Diagnostics);
        Assert.Equal((DiagnosticCodes.CellError, DiagnosticSeverity.Error, "C", 2), (error.Code, error.Severity, error.Column, error.Row));
        Assert.Contains("40,000 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_are_read_as_text_with_their_rows()
    {
        var reading = Read(Xlsx.Make($"""
            <row r="1">{Xlsx.Cell("A1", "type")}{Xlsx.Cell("C1", "name")}</row>
            <row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><v>12</v></c><c r="C4"><v>1.5</v></c></row>
            """));
        var sheet = Assert.IsType<Workbook>(reading.Workbook).Sheets[0];
        Assert.Equal([1, 4], sheet.Rows.Select(row => row.Number));
        Assert.Equal([(0, "TRUE"), (1, "12"), (2, "1.5")], sheet.Rows[1].Cells.Select(cell => (cell.Column, cell.Text)));
    }

    [Fact]
    public void An_error_of_a_formula_is_an_error_at_its_cell()
    {
        var reading = Read(Xlsx.Make($"""<row r="1">{Xlsx.Cell("A1", "type")}</row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>"""));
        var diagnostic = Assert.Single(reading.Diagnostics);
        Assert.Equal((DiagnosticCodes.CellError, "survey!A2 (row 2)"), (diagnostic.Code, diagnostic.Location));
    }

    [Fact]
    public void Reading_stops_after_sixty_blank_rows_and_twenty_blank_columns()
    {
        var reading = Read(Xlsx.Make($"""<row r="1">{Xlsx.Cell("A1", "type")}{Xlsx.Cell("AZ1", "far")}</row><row r="62">{Xlsx.Cell("A62", "text")}</row>"""));
        var sheet = Assert.IsType<Workbook>(reading.Workbook).Sheets[0];
        Assert.Equal("type", Assert.Single(Assert.Single(sheet.Rows).Cells).Text);
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

    [Theory]
    [InlineData("cells.xlsx")]
    [InlineData("cells.xls")]
    public void Cells_of_all_kinds_are_the_same_text_in_the_new_and_the_old_format_whatever_the_file_is_called(string file)
    {
        var bytes = File.ReadAllBytes(Checkout.Path("tests", "Detainees.Forms.Tests", "Workbooks", file));
        foreach (var name in (string[])["form.xlsx", "form.xls", "form.yaml"])
        {
            var reading = Read(bytes, name);
            var workbook = Assert.IsType<Workbook>(reading.Workbook);
            Assert.Equal(["survey", "notes to self", "settings"], workbook.Sheets.Select(sheet => sheet.Name));
            Assert.Equal(
                ["1: type name label required default constraint", "2: date day Which day? “curly” TRUE 2024-03-10 00:00:00", "3: integer count How many? FALSE 12", "5: decimal weight Weight? 1.5"],
                workbook.Sheets[0].Rows.Select(row => $"{row.Number}: {string.Join(' ', row.Cells.Select(cell => cell.Text))}"));
            Assert.Empty(workbook.Sheets[1].Rows);
            Assert.Equal("2026112201", workbook.Sheets[2].Rows[1].Cells[1].Text);
            var form = Assert.IsType<FormDefinition>(FormCompiler.Compile(reading).Form);
            Assert.Equal("2024-03-10", FormInstance.Start(form, Some.Moment).ValueOf("/data/day"));
        }
    }

    [Fact]
    public void An_error_of_a_formula_in_an_old_workbook_is_an_error_at_its_cell()
    {
        var reading = Read(File.ReadAllBytes(Checkout.Path("tests", "Detainees.Forms.Tests", "Workbooks", "cells-with-error.xls")), "form.xls");
        var compilation = FormCompiler.Compile(reading);
        Assert.Null(compilation.Form);
        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Equal("survey!F6 (constraint, row 6, question \"broken\")", diagnostic.Location);
        Assert.Contains("#DIV/0!", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_whose_value_was_never_computed_is_an_error_and_one_that_gives_no_text_is_blank()
    {
        var reading = Read(Xlsx.Make("""<row r="1"><c r="A1"><f>"a"</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><v></v></c></row>"""));
        Assert.Equal(["A1", "B1"], reading.Diagnostics.Select(d => d.Column + d.Row));
        Assert.All(reading.Diagnostics, d => Assert.Equal(DiagnosticCodes.CellError, d.Code));
    }

    [Theory]
    [InlineData("""<c r="A1" t="s"><v>0</v></c>""", "plain")]
    [InlineData("""<c r="A1" t="s"><v>1</v></c>""", "rich text")]
    [InlineData("""<c r="A1" t="s"><v>2</v></c>""", "漢字")]
    [InlineData("""<c r="A1" t="s"><v>3</v></c>""", "a\rb")]
    [InlineData("""<c r="A1" t="s"><v>99</v></c>""", "")]
    [InlineData("""<c r="A1" t="s"><v>-1</v></c>""", "")]
    [InlineData("""<c r="A1"><v>0.1</v></c>""", "0.1")]
    [InlineData("""<c r="A1"><v>1E3</v></c>""", "1000")]
    [InlineData("""<c r="A1" s="1"><v>45361.5</v></c>""", "2024-03-10 12:00:00")]
    [InlineData("""<c r="A1" s="1"><v>1</v></c>""", "1900-01-01 00:00:00")]
    [InlineData("""<c r="A1" s="1"><v>61</v></c>""", "1900-03-01 00:00:00")]
    [InlineData("""<c r="A1" s="2"><v>0.604166666666667</v></c>""", "14:30:00")]
    [InlineData("""<c r="A1" s="3"><v>1.5</v></c>""", "36:00:00")]
    [InlineData("""<c r="A1" s="4"><v>45361</v></c>""", "45361")]
    [InlineData("""<c r="A1" s="5"><v>45361</v></c>""", "2024-03-10 00:00:00")]
    [InlineData("""<c r="A1" s="99"><v>45361</v></c>""", "45361")]
    [InlineData("""<c r="A1" t="d"><v>2024-03-10T12:00:00</v></c>""", "2024-03-10 12:00:00")]
    [InlineData("""<c t="inlineStr"><is><r><t>no </t></r><r><t>place</t></r></is></c>""", "no place")]
    public void A_cell_is_read_as_pyxform_reads_it(string cell, string expected)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var bytes = Xlsx.Zip([
            ("xl/worksheets/sheet1.xml", [Xlsx.Head, $"<row r=\"1\">{cell}</row>", Xlsx.Foot]),
            ("xl/sharedStrings.xml", [$"""<sst xmlns="{Main}"><si><t>plain</t></si><si><r><t>rich</t></r><r><t xml:space="preserve"> text</t></r></si><si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></si><si><t>a_x000D_b</t></si></sst>"""]),
            ("xl/styles.xml", [$"""<styleSheet xmlns="{Main}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="0.0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/></cellXfs></styleSheet>"""]),
        ]);
        var rows = Assert.IsType<Workbook>(Read(bytes).Workbook).Sheets[0].Rows;
        Assert.Equal(expected, rows.IsEmpty ? "" : rows[0].Cells[0].Text);
    }

    [Fact]
    public void A_protected_workbook_is_told_to_be_saved_without_password()
    {
        // A compound file: header, one sector of the allocation table, one of the directory.
        var bytes = new byte[512 * 3];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(bytes);
        bytes[30] = 9;
        Array.Fill(bytes, (byte)0xFF, 60, 512 - 60);
        (bytes[48], bytes[76], bytes[77], bytes[78], bytes[79]) = (1, 0, 0, 0, 0);
        Array.Fill(bytes, (byte)0xFF, 512, 512);
        bytes[512] = 0xFD;
        bytes[516] = 0xFE;
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(bytes, 1024);
        (bytes[1024 + 64], bytes[1024 + 66]) = (34, 2);
        Assert.Contains("password", Assert.Single(Read(bytes).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_named_as_yaml_is_still_read_as_a_workbook()
    {
        var bytes = File.ReadAllBytes(ReferenceData.Path("xlsform/forms/simple_repeat.xlsx"));
        Assert.NotNull(Read(bytes, "form.yaml").Workbook);
        Assert.NotNull(Read(bytes, "form.xls").Workbook);
    }
}
