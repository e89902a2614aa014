using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary><c>form check</c>: every fault of every file in one run. Exit codes: 0 clean, 1 warnings with --strict, 2 errors.</summary>
internal static class FormCheck
{
    /// <summary>Diagnostics of one file shown to people; JSON carries them all.</summary>
    public const int Most = 50;

    private const int Warnings = 1;
    private const int Errors = 2;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Form files (.yaml, .yml, .xlsx, .xls, .md)", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "As JSON (docs/form-check.schema.json)" };
        var strict = new Option<bool>("--strict") { Description = "Warnings fail too, with exit code 1" };
        var check = new Command("check", "Say everything that is wrong with form files, with sheet, cell and row. Exit codes: 0 clean, 1 warnings (--strict), 2 errors")
        {
            files, json, strict,
        };
        check.SetAction(parsed => Run(parsed.GetRequiredValue(files), parsed.GetValue(json), parsed.GetValue(strict), Console.Out));
        return check;
    }

    public static int Run(IReadOnlyList<string> files, bool json, bool strict, TextWriter output)
    {
        var results = new List<FormCheckFile>();
        foreach (var path in files)
        {
            var report = FormFiles.Read(path) with { File = path };
            results.Add(FormCheckFile.Of(report));
            if (!json) Write(report, output);
        }

        var run = new FormCheckRun([.. results]);
        if (json) output.WriteLine(JsonSerializer.Serialize(run, FormCheckJson.Default.FormCheckRun));
        return run.Errors > 0 ? Errors : strict && run.Warnings > 0 ? Warnings : 0;
    }

    public static void Write(FormFileReport report, TextWriter output)
    {
        if (report.Problem is { } problem) output.WriteLine($"{report.File}: {problem}");
        var all = report.Everything;
        var shown = all.Length <= Most ? all : FormCompilation.Gravest(all, Most);
        foreach (var diagnostic in shown) output.WriteLine(Words(diagnostic.Severity) + diagnostic.Describe(diagnostic.LocationIn(report.File)));
        if (all.Length > Most) output.WriteLine($"{report.File}: and {all.Length - Most} more ({Count(all, shown)}); --json lists all");
        if (report.Form is { } form)
            output.WriteLine($"{report.File}: {(report.Publishing.Any(d => d.Severity == DiagnosticSeverity.Error) ? "can be tried out, but not published" : "can be used")}: \"{form.Title}\" ({form.Id} {form.Version}), {Questions(form.Elements.OfType<FormQuestion>().Count(q => q.IsAsked))}, {form.Languages.Length} language(s)");
    }

    private static string Questions(int count) => count == 1 ? "1 question" : $"{count} questions";

    private static string Words(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error: ",
        DiagnosticSeverity.Warning => "warning: ",
        DiagnosticSeverity.Note => "note: ",
    };

    private static string Count(ImmutableArray<FormDiagnostic> all, ImmutableArray<FormDiagnostic> shown) =>
        string.Join(", ", Enum.GetValues<DiagnosticSeverity>().Reverse()
            .Select(severity => (severity, left: all.Count(d => d.Severity == severity) - shown.Count(d => d.Severity == severity)))
            .Where(pair => pair.left > 0).Select(pair => $"{pair.left} {pair.severity.ToString().ToLowerInvariant()}{(pair.left == 1 ? "" : "s")}"));
}
