using Detainees.Testing;

namespace Detainees.Forms.Tests.Writing;

/// <summary>LibreOffice opens what we write, and we read what LibreOffice writes.</summary>
public sealed class SpreadsheetProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Field separator, quote, UTF-8, all sheets: each goes into a file named after it.
    private const string Csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

    private static readonly string[] Texts =
    [
        "007", "yes", "TRUE", "2026-01-01", "1e5", "=1+1", "'quoted", "two\nlines", "a, b", "\"x\"", "<b>&amp;</b>", "Որտե՞ղ", "أين كان؟", "🕯", "_x0041_", "3.14", "12:30", "+37410000000", "  inside  blanks", "${q} = 'a'",
    ];

    private static Workbook Example() => new("t",
    [
        new("survey", [new(1, [new(0, "type"), new(1, "name"), new(2, "label::English (en)")]),
            .. Texts.Select((text, i) => new WorkbookRow(i + 2 + i / 10, [new(0, "note"), new(1, "n" + i), new(2, text)]))]),
        new("choices", [new(1, [new(0, "list_name"), new(1, "name")]), new(2, [new(0, "l"), new(1, "01")])]),
        new("settings", [new(1, [new(0, "form_id"), new(1, "version")]), new(2, [new(0, "t"), new(1, "0001")])]),
    ], HasLines: false);

    private static async Task<string> ConvertAsync(TemporaryFolder folder, string kind)
    {
        var office = OutsideTools.Require("soffice");
        var file = folder["form.xlsx"];
        await File.WriteAllBytesAsync(file, Written.Bytes(Example(), FormFormat.Xlsx), Cancel);
        Directory.CreateDirectory(folder["out"]);
        var run = await OutsideTools.RunAsync(office,
            ["-env:UserInstallation=" + new Uri(folder["profile"]).AbsoluteUri, "--headless", "--convert-to", kind, "--outdir", folder["out"], file], Cancel);
        Assert.Equal(0, run.ExitCode);
        return folder["out"];
    }

    [Fact]
    public async Task LibreOffice_reads_our_workbook_cell_for_cell()
    {
        using var folder = new TemporaryFolder();
        var made = await ConvertAsync(folder, Csv);
        var rows = SheetCsv.Read(await File.ReadAllTextAsync(Path.Combine(made, "form-survey.csv"), Cancel));
        Assert.Equal(["type", "name", "label::English (en)"], rows[0]);
        Assert.Equal(Texts, rows.Skip(1).Where(row => row[0] == "note").Select(row => row[2]));
        // The eleventh question stands below a row left blank.
        Assert.Equal(["", "", ""], rows[11]);
        Assert.Equal([["form_id", "version"], ["t", "0001"]], SheetCsv.Read(await File.ReadAllTextAsync(Path.Combine(made, "form-settings.csv"), Cancel)));
    }

    [Theory, InlineData("xlsx"), InlineData("xls")]
    public async Task What_LibreOffice_saves_is_read_cell_for_cell(string kind)
    {
        using var folder = new TemporaryFolder();
        var made = await ConvertAsync(folder, kind);
        var back = Written.Read(await File.ReadAllBytesAsync(Path.Combine(made, "form." + kind), Cancel), "form." + kind);
        Assert.Equal(Written.Cells(Example()), Written.Cells(back));
        Assert.Equal(Example().Sheets[0].Rows.Select(row => row.Number), back.Sheets[0].Rows.Select(row => row.Number));
    }
}
