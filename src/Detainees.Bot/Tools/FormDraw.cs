using System.CommandLine;
using System.Text;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary><c>form diagram</c> and <c>form paper</c>: the form to look at and to print. Exit codes: 0 written, 2 not written.</summary>
internal static class FormDraw
{
    public static Command CreateDiagram() =>
        Create("diagram", "Draw the flow of a form as a picture (SVG), with its conditions", "The picture to write, e.g. form.svg",
            "Draw it in this language, by name or code; else in the form's default language", ".svg", FormDiagram.Draw);

    public static Command CreatePaper() =>
        Create("paper", "Write a form as a page to print on A4 (HTML), for where there is no phone", "The page to write, e.g. form.html",
            "In this language only, by name or code; else in every language of the form, one after the other", ".html", FormPaper.Write);

    private static Command Create(string name, string what, string output, string language, string ending, Func<FormDefinition, string?, string> make)
    {
        var file = new Argument<string>("FILE") { Description = "The form: .xlsx, .xls, .yaml or .md" };
        var to = new Option<string>("--out", "-o") { Description = output, Required = true };
        var of = new Option<string?>("--language") { Description = language };
        var force = new Option<bool>("--force") { Description = "Overwrite the file" };
        var command = new Command(name, what) { file, to, of, force };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(to), parsed.GetValue(of), parsed.GetValue(force), ending, make, Console.Out, Console.Error));
        return command;
    }

    public static int Run(string path, string to, string? language, bool force, string ending, Func<FormDefinition, string?, string> make, TextWriter output, TextWriter errors)
    {
        // Under another ending no program would open it as what it is.
        if (!Path.GetExtension(to).Equals(ending, StringComparison.OrdinalIgnoreCase))
        {
            errors.WriteLine($"{to}: what is written is {ending}; give the file that ending.");
            return 2;
        }

        var report = FormFiles.Read(path);
        if (report.Form is not { } form)
        {
            FormCheck.Write(report, errors);
            errors.WriteLine($"{to} is not written: a form with errors cannot be drawn.");
            return 2;
        }

        string? chosen = null;
        if (language is not null)
        {
            chosen = form.Languages.FirstOrDefault(name => string.Equals(name, language, StringComparison.OrdinalIgnoreCase))
                ?? form.Languages.FirstOrDefault(name => name.EndsWith($"({language})", StringComparison.OrdinalIgnoreCase));
            if (chosen is null)
            {
                errors.WriteLine($"The form is not in the language \"{language}\". It is in: {string.Join(", ", form.Languages)}.");
                return 2;
            }
        }

        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(make(form, chosen));
        if (NewFile.Write(to, bytes, force, path) is { } fault)
        {
            errors.WriteLine(fault);
            return 2;
        }

        output.WriteLine($"{to}: written, {bytes.Length} bytes.");
        return 0;
    }
}
