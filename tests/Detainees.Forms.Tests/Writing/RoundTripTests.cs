using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Detainees.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Forms.Tests.Writing;

/// <summary>A form keeps every cell through every format that can hold it, and the second trip keeps every byte.</summary>
public sealed class RoundTripTests
{
    private const string Form = """
        | survey | | | | | | | |
        | | type | name | label::English (en) | label::العربية (ar) | hint::English (en) | my own column | # |
        | | text | zip | ZIP, as 007 | الرمز | yes | 007 | a remark |
        | | select_one yn | again | Again \| once more? | مرة أخرى؟ | 2026-01-01 | 1e5 | |
        | choices | | | | |
        | | list_name | name | label::English (en) | label::العربية (ar) |
        | | yn | yes | Yes | نعم |
        | | yn | 0 | TRUE | لا |
        | settings | | |
        | | form_id | version |
        | | demo | 0012 |
        | entities | | |
        | | list_name | label |
        | | people | ${zip} |
        """;

    public static TheoryData<string> Outside() => new("favorite_color.xlsx", "simple_repeat.xlsx", "socio_economic.xlsx", "wfp_household_hunger.xlsx", "unhcr_demo.xlsx");

    private static Workbook Real(string file)
    {
        using var stream = File.OpenRead(ReferenceData.Path("xlsform/forms/" + file));
        return WorkbookReader.Read(stream, file).Workbook ?? throw new InvalidOperationException(file);
    }

    [Theory, MemberData(nameof(Outside))]
    public void A_real_form_goes_from_workbook_to_YAML_and_back_without_losing_a_cell_or_changing_a_byte(string file)
    {
        var original = Real(file);
        var yaml = Written.Bytes(original, FormFormat.Yaml);
        var workbook = Written.Bytes(Written.Read(yaml), FormFormat.Xlsx);
        var again = Written.Bytes(Written.Read(workbook), FormFormat.Yaml);
        Assert.Equal(yaml, again);
        Assert.Equal(workbook, Written.Bytes(Written.Read(again), FormFormat.Xlsx));
        Assert.Equal(Written.Cells(original), Written.Cells(Written.Read(workbook)));
        Assert.Equal(FormCompiler.Compile(original).Form?.Fingerprint, FormCompiler.Compile(Written.Read(workbook, file)).Form?.Fingerprint);
    }

    [Fact]
    public void The_form_we_ship_comes_back_from_every_format_with_the_fingerprint_it_had()
    {
        var original = Written.Read(File.ReadAllBytes(Checkout.Path("config", "forms", "report-a-person.yaml")));
        var fingerprint = FormCompiler.Compile(original).Form?.Fingerprint;
        Assert.NotNull(fingerprint);
        foreach (var format in (ReadOnlySpan<FormFormat>)[FormFormat.Xlsx, FormFormat.Yaml, FormFormat.Markdown])
        {
            var there = Written.There(original, format);
            Assert.Equal(Written.Cells(original), Written.Cells(there));
            Assert.Equal(fingerprint, FormCompiler.Compile(there).Form?.Fingerprint);
            Assert.Equal(Written.Bytes(original, format), Written.Bytes(there, format));
        }
    }

    [Theory]
    [InlineData(FormFormat.Xlsx)]
    [InlineData(FormFormat.Yaml)]
    [InlineData(FormFormat.Markdown)]
    public void Numbers_dates_words_of_yes_and_no_unknown_columns_comments_and_entities_stay_what_was_typed(FormFormat format)
    {
        var original = Some.Workbook(Form);
        var there = Written.There(original, format);
        Assert.Equal(Written.Cells(original), Written.Cells(there));
        Assert.Contains("survey:1 my own column = 007", Written.Cells(there));
        Assert.Contains("settings:1 version = 0012", Written.Cells(there));
    }

    [Theory]
    [InlineData(FormFormat.Xlsx)]
    [InlineData(FormFormat.Yaml)]
    public void Any_text_survives_in_a_cell(FormFormat format)
    {
        var odd = Gen.Elements("_x000D_", "\r\n", "\n", "\u0001", "\uD83D", "🕯", "\uFEFF", "\u2028", "\u0085", "|", "#", ": ", "- ", "'", "\"", "\\", " ", "\t", "[", "&", "-->", "]]>", "=1+1", "é", "ա");
        var text = Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(t => t is not null), odd.ListOf(6).Select(list => string.Concat(list)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(text.ListOf(5).ToArbitrary(), texts =>
        {
            // YAML and UTF-8 hold whole characters only; a workbook has its own escape for half of one.
            if (format == FormFormat.Yaml) texts = [.. texts.Select(t => string.Concat(t.EnumerateRunes()))];
            var cells = texts.Where(t => !string.IsNullOrWhiteSpace(t) && t.Length <= WorkbookReader.MaxCellLength).Select((t, i) => new WorkbookCell(i, t)).ToImmutableArray();
            var headers = Enumerable.Range(0, 5).Select(i => new WorkbookCell(i, "h" + i)).ToImmutableArray();
            var workbook = new Workbook("t", [new("survey", cells.IsEmpty ? [new(1, headers)] : [new(1, headers), new(2, cells)])], HasLines: false);
            Assert.Equal(Written.Cells(workbook), Written.Cells(Written.There(workbook, format)));
        }));
    }

    [Fact]
    public void Any_text_of_one_line_survives_in_a_Markdown_table_but_for_blanks_at_its_ends()
    {
        var odd = Gen.Elements("|", "\\", "\\|", "#", "-", " ", "a", "${q}", "'", "🕯");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(odd.ListOf(6).Select(list => string.Concat(list)).ListOf(4).ToArbitrary(), texts =>
        {
            var cells = texts.Select((t, i) => new WorkbookCell(i, t.Trim())).Where(cell => cell.Text.Length > 0).ToImmutableArray();
            var headers = Enumerable.Range(0, 4).Select(i => new WorkbookCell(i, "h" + i)).ToImmutableArray();
            var workbook = new Workbook("t", [new("survey", cells.IsEmpty ? [new(1, headers)] : [new(1, headers), new(2, cells)])], HasLines: false);
            Assert.Equal(Written.Cells(workbook), Written.Cells(Written.There(workbook, FormFormat.Markdown)));
        }));
    }

    [Fact]
    public void Blank_rows_and_columns_keep_their_places_in_a_workbook()
    {
        var workbook = new Workbook("t", [new("survey", [new(2, [new(1, "type"), new(3, "name")]), new(3, [new(1, "text")]), new(7, [new(3, "q")])])], HasLines: false);
        var there = Written.There(workbook, FormFormat.Xlsx);
        Assert.Equal([2, 3, 7], there.Sheets[0].Rows.Select(row => row.Number));
        Assert.Equal([1, 3], there.Sheets[0].Rows[0].Cells.Select(cell => cell.Column));
    }

    [Fact]
    public void A_workbook_says_nothing_of_the_day_it_was_written()
    {
        using var zip = new ZipArchive(new MemoryStream(Written.Bytes(Some.Workbook(Form), FormFormat.Xlsx)));
        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1, 0, 0, 0), entry.LastWriteTime.DateTime));
        Assert.Equal(["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
            "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"], zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public void A_line_break_is_refused_by_Markdown_with_its_cell()
    {
        var workbook = new Workbook("t", [new("survey", [new(1, [new(0, "type"), new(2, "label")]), new(5, [new(0, "note"), new(2, "one\ntwo")])])], HasLines: false);
        var refused = Assert.IsType<FormWriting.Refused>(FormWriter.Write(workbook, FormFormat.Markdown));
        Assert.StartsWith("survey!C5: the text has a line break", Assert.Single(refused.Reasons), StringComparison.Ordinal);
        Assert.Equal(Written.Cells(workbook), Written.Cells(Written.There(workbook, FormFormat.Yaml)));
    }

    private static Workbook Labelled(string text) => new("t", [new("survey", [new(1, [new(0, "type"), new(1, "name"), new(2, "label")]), new(2, [new(0, "text"), new(1, "a"), new(2, text)])])], HasLines: false);

    [Fact]
    public void A_text_that_no_cell_of_a_workbook_holds_is_refused_with_its_place()
    {
        Assert.IsType<FormWriting.Written>(FormWriter.Write(Labelled(new string('x', 32_767)), FormFormat.Xlsx));
        foreach (var text in (ReadOnlySpan<string>)[new string('x', 32_768), new string('\u0001', 32_767)])
            Assert.StartsWith("survey!C2: the text takes ", Assert.Single(Assert.IsType<FormWriting.Refused>(FormWriter.Write(Labelled(text), FormFormat.Xlsx)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_that_Markdown_drops_and_characters_that_XML_cannot_hold_are_named()
    {
        Assert.Equal(["survey!C2: the blanks before or after the text."], Assert.IsType<FormWriting.Written>(FormWriter.Write(Labelled(" A "), FormFormat.Markdown)).Losses);
        Assert.Equal(["survey!C2: characters that XML cannot hold; U+FFFD stands for each."], Assert.IsType<FormWriting.Written>(FormWriter.Write(Labelled("A\u0001"), FormFormat.XForm)).Losses);
        Assert.Empty(Assert.IsType<FormWriting.Written>(FormWriter.Write(Labelled("A"), FormFormat.Markdown)).Losses);
    }

    [Fact]
    public void What_YAML_cannot_hold_is_named()
    {
        var stray = new Workbook("t", [new("survey", [new(1, [new(0, "type")]), new(2, [new(0, "note"), new(4, "under no header")])]), new("notes", [])], HasLines: false);
        var written = Assert.IsType<FormWriting.Written>(FormWriter.Write(stray, FormFormat.Yaml));
        Assert.Equal(["The sheet \"notes\" is not part of a form and is left out.", "survey!E2: the cell stands under no header and is left out."], written.Losses);
        var twice = new Workbook("t", [new("survey", [new(1, [new(0, "type"), new(1, "type")]), new(2, [new(0, "note")])])], HasLines: false);
        Assert.Contains("stands twice", Assert.Single(Assert.IsType<FormWriting.Refused>(FormWriter.Write(twice, FormFormat.Yaml)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sheets_of_one_name_and_names_a_workbook_cannot_hold_are_refused()
    {
        WorkbookRow row = new(1, [new(0, "type")]);
        var twice = new Workbook("t", [new("survey", [row]), new("Survey ", [row])], HasLines: false);
        Assert.IsType<FormWriting.Refused>(FormWriter.Write(twice, FormFormat.Yaml));
        var odd = new Workbook("t", [new("a/b", [row])], HasLines: false);
        Assert.Contains("a/b", Assert.Single(Assert.IsType<FormWriting.Refused>(FormWriter.Write(odd, FormFormat.Xlsx)).Reasons), StringComparison.Ordinal);
        Assert.IsType<FormWriting.Refused>(FormWriter.Write(new Workbook("t", [], HasLines: false), FormFormat.Xlsx));
    }

    [Theory]
    [InlineData("| survey |\n| | type | name | label |\n| | text | a | A |", "text a A")]
    [InlineData("# a remark\n| survey | | | |\n|--------|---|---|---|\n| | type | name | label |\n| | text | a | A\\|B |  # why", "text a A|B")]
    [InlineData("  | survey |\n  |  | type | name | label |\n\n  |  | text | a |  |", "text a")]
    public void Markdown_is_read_as_pyxform_reads_it(string markdown, string row)
    {
        var workbook = Written.Read(Encoding.UTF8.GetBytes(markdown), "x.md");
        Assert.Equal(row, string.Join(' ', workbook.Sheets[0].Rows[1].Cells.Select(cell => cell.Text)));
    }

    [Fact]
    public void A_table_that_names_no_sheet_is_refused_with_its_line()
    {
        var reading = WorkbookReader.Read(new MemoryStream("| | type | name |\n| | text | a |"u8.ToArray()), "x.md");
        Assert.Null(reading.Workbook);
        Assert.Equal(1, Assert.Single(reading.Diagnostics).Row);
    }
}
