using System.Text;
using Detainees.Testing;

namespace Detainees.Forms.Tests;

/// <summary>The YAML layout: what it means, what it refuses, and that writing it loses nothing.</summary>
public sealed class YamlTests
{
    private const string Demo = """
        yxf:
          comment: Edit the form here; make the workbook with `form convert`.
          headers:
            survey: ['#', type, name, label::English (en), relevant, required]
            choices: [list_name, name, label::English (en)]
            settings: [form_title, form_id, version, default_language]
        survey:
        - '#': Ask nobody twice.
        - type: select_one yn
          name: displaced
          label::English (en): Have you been displaced?
          required: yes
        - type: integer
          name: months
          label::English (en): How many months ago?
          relevant: ${displaced} = 'yes'
        choices:
        - list_name: yn
          name: yes
          label::English (en): Yes
        settings:
        - form_title: Demo
          form_id: demo
          version: '2026112101'
          default_language: English (en)
        """;

    private static WorkbookReading Read(string yaml) => WorkbookReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(yaml)), "demo.yaml");

    private static FormCompilation Compile(string yaml) => FormCompiler.Compile(Assert.IsType<Workbook>(Read(yaml).Workbook));

    [Fact]
    public void The_layout_of_yxf_compiles_with_every_scalar_as_text()
    {
        var compilation = Compile(Demo);
        var form = Assert.IsType<FormDefinition>(compilation.Form);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(("demo", "Demo", "2026112101", "English (en)"), (form.Id, form.Title, form.Version, form.DefaultLanguage));
        var question = Assert.IsType<FormQuestion>(form.Find("/data/displaced"));
        Assert.True(question.MayBeRequired);
        Assert.Equal("yes", Assert.Single(Assert.IsType<ChoiceList>(question.Choices).Choices).Name);
    }

    [Fact]
    public void A_diagnostic_gives_the_line_of_its_own_cell()
    {
        var diagnostic = Assert.Single(Compile(Demo.Replace("${displaced} = 'yes'", "${displacd} = 'yes'", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal("survey:16 (relevant, question \"months\")", diagnostic.Location);
        Assert.Equal("forms/demo.yaml:16: survey (relevant, question \"months\")", diagnostic.LocationIn("forms/demo.yaml"));
        Assert.Null(diagnostic.Column);
    }

    [Theory]
    [InlineData("survey:\n- &a\n  type: text", 2)]
    [InlineData("survey:\n- type: text\n  name: *a", 3)]
    [InlineData("survey:\n- type: !!str text", 2)]
    [InlineData("survey:\n- type: text\n  type: note", 3)]
    [InlineData("survey: []\nsurvey: []", 2)]
    [InlineData("survey:\n- type: [text]", 2)]
    [InlineData("survey:\n- type: {a: b}", 2)]
    [InlineData("survey: {type: text}", 1)]
    [InlineData("- survey", 1)]
    [InlineData("survey:\n- [a, b]", 2)]
    [InlineData("survey: []\n---\nchoices: []", 2)]
    [InlineData("just text", 1)]
    [InlineData("survey:\n- type: 'text", 0)]
    [InlineData("a: &a [x]\nb: &b [*a,*a,*a]", 1)]
    [InlineData("<<: *a", 1)]
    public void What_the_layout_does_not_need_is_refused_with_its_line(string yaml, int line)
    {
        var reading = Read(yaml);
        Assert.Null(reading.Workbook);
        var diagnostic = Assert.Single(reading.Diagnostics);
        Assert.Equal(DiagnosticCodes.YamlRefused, diagnostic.Code);
        if (line > 0) Assert.Equal(line, diagnostic.Row);
    }

    [Fact]
    public void Writing_and_reading_again_keeps_every_cell_and_the_second_trip_every_byte()
    {
        string[] texts =
        [
            "yes", "1", "2026-01-01", "null", "~", ". > 5", "${a} = 'x'", "{x}", "[x]", "*x", "&x", "!x", "%x", "@x", "`x`", "'x'", "\"x\"",
            "a: b", "a #b", "#b", "- a", "a:", "line\nbreak", "line\n\n  indented", "tab\there", "Աննա", "🕯 x", "a\\b", "\\n", "true", "1e5", "0x1F", "=", "<<", ">", "|", "?", "-",
        ];
        var rows = texts.Select((text, i) => new WorkbookRow(i + 2, [new(0, "note"), new(1, "n" + i), new(2, text)]));
        var workbook = new Workbook("t.xlsx", [new("survey", [new(1, [new(0, "type"), new(1, "name"), new(2, "label::English (en)")]), .. rows])], HasLines: false);
        var yaml = WorkbookWriter.ToYaml(workbook);
        var reading = Read(yaml);
        Assert.True(reading.Workbook is not null, string.Join("\n", reading.Diagnostics) + yaml);
        Assert.Equal(texts, reading.Workbook.Sheets[0].Rows.Skip(1).Select(row => row.Cells[2].Text));
        Assert.Equal(yaml, WorkbookWriter.ToYaml(reading.Workbook));
    }

    [Theory]
    [InlineData("favorite_color.xlsx")]
    [InlineData("simple_repeat.xlsx")]
    [InlineData("socio_economic.xlsx")]
    [InlineData("wfp_household_hunger.xlsx")]
    public void A_real_workbook_and_its_yaml_have_the_same_fingerprint(string file)
    {
        using var stream = File.OpenRead(ReferenceData.Path("xlsform/forms/" + file));
        var workbook = Assert.IsType<Workbook>(WorkbookReader.Read(stream, file).Workbook);
        var yaml = WorkbookWriter.ToYaml(workbook);
        var again = Assert.IsType<Workbook>(Read(yaml).Workbook);
        Assert.Equal(yaml, WorkbookWriter.ToYaml(again));
        var (one, other) = (FormCompiler.Compile(workbook).Form, FormCompiler.Compile(again).Form);
        Assert.NotNull(one);
        Assert.Equal(one.Fingerprint, other?.Fingerprint);
    }

    [Fact]
    public void Compiling_twice_gives_one_fingerprint_and_another_form_gives_another()
    {
        Assert.Equal(Compile(Demo).Form?.Fingerprint, Compile(Demo).Form?.Fingerprint);
        Assert.Equal(Compile(Demo).Form?.Fingerprint, Compile(Demo.Replace("Ask nobody twice.", "Another remark.", StringComparison.Ordinal)).Form?.Fingerprint);
        Assert.NotEqual(Compile(Demo).Form?.Fingerprint, Compile(Demo.Replace("months ago", "weeks ago", StringComparison.Ordinal)).Form?.Fingerprint);
    }
}
