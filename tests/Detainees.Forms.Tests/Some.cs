using System.Collections.Immutable;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>Forms and moments for tests.</summary>
internal static class Some
{
    public static readonly Moment Moment = new(new DateTimeOffset(2026, 3, 10, 14, 30, 0, TimeSpan.FromHours(4)), "default", 42);

    /// <summary>A workbook from pyxform's markdown dialect: the first cell of a row names the sheet, rows below leave it empty.</summary>
    public static Workbook Workbook(string markdown, string fileName = "test.xlsx")
    {
        var sheets = new List<WorkbookSheet>();
        var rows = ImmutableArray.CreateBuilder<WorkbookRow>();
        string? name = null;
        void Finish()
        {
            if (name is not null) sheets.Add(new(name, rows.ToImmutable()));
            rows.Clear();
        }

        var number = 0;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.Trim() is not ['|', ..] trimmed) continue;
            var cells = trimmed.Trim('|').Replace(@"\|", "\u0001", StringComparison.Ordinal).Split('|')
                .Select(cell => cell.Trim().Replace('\u0001', '|').Replace(@"\n", "\n", StringComparison.Ordinal)).ToArray();
            if (cells[0].Length > 0)
            {
                Finish();
                name = cells[0];
                number = 0;
                if (cells.Length == 1 || cells.Skip(1).All(cell => cell.Length == 0)) continue;
            }

            number++;
            var row = cells.Skip(1).Select((text, i) => new WorkbookCell(i, text)).Where(cell => cell.Text.Length > 0).ToImmutableArray();
            if (row.Length > 0) rows.Add(new(number, row));
        }

        Finish();
        return new Workbook(fileName, [.. sheets], HasLines: false);
    }

    public static FormCompilation Compile(string markdown) => FormCompiler.Compile(Workbook(markdown));

    public static FormDefinition Form(string markdown)
    {
        var compilation = Compile(markdown);
        Assert.True(compilation.Form is not null, string.Join("\n", compilation.Diagnostics));
        return compilation.Form;
    }

    public static FormInstance Start(string markdown) => FormInstance.Start(Form(markdown), Moment);

    public static FormInstance With(this FormInstance instance, string path, string value)
    {
        var result = instance.Answer(path, value, Moment);
        return Assert.IsType<AnswerResult.Accepted>(result).Instance;
    }

    public static AnswerRejection Refusal(this FormInstance instance, string path, string value) =>
        Assert.IsType<AnswerResult.Rejected>(instance.Answer(path, value, Moment)).Reason;

    /// <summary>A form of the reference data.</summary>
    public static FormCompilation Outside(string relative)
    {
        var path = ReferenceData.Path(relative);
        using var stream = File.OpenRead(path);
        var reading = WorkbookReader.Read(stream, Path.GetFileName(path));
        Assert.True(reading.Workbook is not null, string.Join("\n", reading.Diagnostics));
        return FormCompiler.Compile(reading.Workbook);
    }
}
