using System.CommandLine;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary><c>form check</c>: every fault of every file in one run. Exit codes: 0 no errors, 2 errors.</summary>
internal static class FormCheck
{
    private const int Most = 50;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Form files (.yaml, .xlsx)", Arity = ArgumentArity.OneOrMore };
        var check = new Command("check", "Say everything that is wrong with form files, with sheet and row") { files };
        check.SetAction(parsed => Run(parsed.GetRequiredValue(files), Console.Out));
        return check;
    }

    public static int Run(IReadOnlyList<string> files, TextWriter output)
    {
        var failed = false;
        foreach (var path in files)
        {
            var report = FormFiles.Read(path);
            failed |= report.Form is null;
            Write(report, output);
        }

        return failed ? 2 : 0;
    }

    public static void Write(FormFileReport report, TextWriter output)
    {
        if (report.Problem is { } problem) output.WriteLine($"{report.File}: {problem}");
        foreach (var diagnostic in report.Diagnostics.Take(Most)) output.WriteLine($"{report.File}: {diagnostic}");
        if (report.Diagnostics.Length > Most) output.WriteLine($"{report.File}: and {report.Diagnostics.Length - Most} more");
        if (report.Form is { } form)
            output.WriteLine($"{report.File}: can be used: \"{form.Title}\" ({form.Id} {form.Version}), {form.Elements.OfType<FormQuestion>().Count(q => q.IsAsked)} questions, {form.Languages.Length} language(s)");
    }
}
