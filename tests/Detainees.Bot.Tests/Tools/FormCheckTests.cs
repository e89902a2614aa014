using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Detainees.Bot.Intake;
using Detainees.Bot.Tools;
using Detainees.Testing;

namespace Detainees.Bot.Tests.Tools;

/// <summary><c>form check</c> as it is called: what it prints, and its exit codes.</summary>
public sealed class FormCheckTests : IDisposable
{
    private const string Clean = "survey:\n- type: text\n  name: place\n  label: Where?\n  bind::case:field: last_place\nsettings:\n- form_id: t\n  version: '1'\n  namespaces: case=\"urn:example:case\"\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string File(string name, string content)
    {
        var path = Path.Combine(folder.Path, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static (int Code, string Text) Check(string[] files, bool json = false, bool strict = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (FormCheck.Run(files, json, strict, output), output.ToString());
    }

    [Theory]
    [InlineData("clean", false, 0)]
    [InlineData("clean", true, 0)]
    [InlineData("warning", false, 0)]
    [InlineData("warning", true, 1)]
    [InlineData("error", false, 2)]
    [InlineData("error", true, 2)]
    [InlineData("publishing", false, 2)]
    public void The_exit_code_says_clean_warnings_when_strict_or_errors(string kind, bool strict, int expected)
    {
        var content = kind switch
        {
            "warning" => Clean.Replace("  bind::case:field", "  constraint_message: Short\n  bind::case:field", StringComparison.Ordinal),
            "error" => Clean.Replace("type: text", "type: txt", StringComparison.Ordinal),
            "publishing" => Clean.Replace("last_place", "religion", StringComparison.Ordinal),
            _ => Clean,
        };
        var path = File("form.yaml", content);
        Assert.Equal(expected, Check([path], strict: strict).Code);
        Assert.Equal(expected, Check([path], json: true, strict).Code);
    }

    [Fact]
    public void Several_files_are_checked_in_one_run_and_the_worst_decides()
    {
        var (code, text) = Check([File("good.yaml", Clean), Path.Combine(folder.Path, "none.yaml"), folder.Path]);
        Assert.Equal(2, code);
        Assert.Contains("good.yaml: can be used: \"t\" (t 1), 1 question, 1 language(s)", text, StringComparison.Ordinal);
        Assert.Contains("none.yaml: there is no such file", text, StringComparison.Ordinal);
        Assert.Contains("this is a folder", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_end_is_not_read_neither_through_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        System.IO.File.CreateSymbolicLink(Path.Combine(folder.Path, "zero.yaml"), "/dev/zero");
        var (code, text) = Check(["/dev/zero", Path.Combine(folder.Path, "zero.yaml"), File("empty.yaml", "")]);
        Assert.Equal(2, code);
        Assert.Equal(3, text.Split("a device or a pipe").Length - 1);
        Assert.Null(FormFiles.ReadWorkbook("/dev/zero", out _));
    }

    [Fact]
    public void A_list_that_is_a_link_out_of_the_forms_folder_is_not_read_and_a_link_within_it_is()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(Path.Combine(folder.Path, "form"));
        var form = File("form/form.yaml", Clean.Replace("type: text", "type: select_one_from_file cities.csv", StringComparison.Ordinal));
        var list = Path.Combine(folder.Path, "form", "cities.csv");
        System.IO.File.CreateSymbolicLink(list, File("outside.csv", "name,label\na,A\n"));
        var (code, text) = Check([form]);
        Assert.Equal(2, code);
        Assert.Contains("There is no file \"cities.csv\"", text, StringComparison.Ordinal);
        System.IO.File.Delete(list);
        System.IO.File.CreateSymbolicLink(list, File("form/inside.csv", "name,label\na,A\n"));
        Assert.Equal(0, Check([form]).Code);
    }

    [Fact]
    public void A_fault_is_printed_with_file_line_and_question_and_a_caret_under_what_is_meant()
    {
        var path = File("form.yaml", Clean.Replace("  bind::case:field", "  relevant: ${plase} = 'x'\n  bind::case:field", StringComparison.Ordinal));
        Assert.Equal(
            $"error: {path}:5: survey (relevant, question \"place\"): There is no question named \"plase\".\n    ${{plase}} = 'x'\n    ^^^^^^^^  did you mean ${{place}} (line 2)?\n",
            Check([path]).Text);
    }

    [Fact]
    public void Fifty_are_shown_and_an_error_below_them_is_among_them_and_the_rest_is_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"- type: text\n  name: q{i}\n  label: L\n  appearance: bearing\n  bind::case:field: last_place\n"));
        var path = File("form.yaml", Clean.Replace("settings:", rows + "- type: txt\n  name: last\n  label: L\nsettings:", StringComparison.Ordinal));
        var text = Check([path]).Text;
        Assert.Equal(50, text.Split('\n').Count(line => line.StartsWith("note: ", StringComparison.Ordinal) || line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.Contains("There is no question type \"txt\"", text, StringComparison.Ordinal);
        Assert.Contains("and 11 more (11 notes); --json lists all", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_printed_holds_a_colour_or_another_control_character()
    {
        var path = File("form.yaml", Clean.Replace("type: text", "type: \"te\\e[31mxt\\u202e\"", StringComparison.Ordinal));
        Assert.DoesNotContain(Check([path]).Text, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public void Json_holds_the_same_as_the_text()
    {
        var path = File("form.yaml", Clean.Replace("type: text", "type: txt", StringComparison.Ordinal));
        var file = JsonNode.Parse(Check([path], json: true).Text)?["files"]?[0];
        Assert.NotNull(file);
        Assert.Null(file["form"]);
        var diagnostic = file["diagnostics"]?[0];
        Assert.Equal(
            ("TYPE_UNKNOWN", "error", "form", 2, "type", "place", "text"),
            ((string?)diagnostic?["code"], (string?)diagnostic?["severity"], (string?)diagnostic?["class"], (int?)diagnostic?["line"], (string?)diagnostic?["header"],
                (string?)diagnostic?["question"], (string?)diagnostic?["suggestion"]));
    }

    [Fact]
    public void The_schema_in_the_docs_is_that_of_the_program()
    {
        var schema = FormCheckJson.Default.FormCheckRun.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                if (node is JsonObject described && context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(System.ComponentModel.DescriptionAttribute), false)
                    is [System.ComponentModel.DescriptionAttribute text, ..])
                    described.Insert(0, "description", text.Description);
                return node;
            },
        });
        KeptFile.MustBe(Checkout.Path("docs", "form-check.schema.json"), schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
    }
}
