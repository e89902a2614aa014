using System.CommandLine;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary><c>form convert</c>: the same form in another format. Exit codes: 0 written, 2 not written.</summary>
internal static class FormConvert
{
    public static Command Create()
    {
        var from = new Argument<string>("IN") { Description = "The form: .xlsx, .xls, .yaml or .md" };
        var to = new Argument<string>("OUT") { Description = "The file to write: .xlsx, .yaml, .md, or .xml for an ODK XForm" };
        var force = new Option<bool>("--force") { Description = "Overwrite OUT" };
        var convert = new Command("convert", "Write a form in another format, every cell as it was typed") { from, to, force };
        convert.SetAction(parsed => Run(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), parsed.GetValue(force), Console.Out, Console.Error));
        return convert;
    }

    public static int Run(string from, string to, bool force, TextWriter output, TextWriter errors)
    {
        FormFormat format;
        switch (Path.GetExtension(to).ToLowerInvariant())
        {
            case ".xlsx": format = FormFormat.Xlsx; break;
            case ".yaml" or ".yml": format = FormFormat.Yaml; break;
            case ".md": format = FormFormat.Markdown; break;
            case ".xml": format = FormFormat.XForm; break;
            case ".xls":
                errors.WriteLine($"{to}: the old format .xls is read but not written; give the file the ending .xlsx.");
                return 2;
            default:
                errors.WriteLine($"{to}: the ending says what to write: .xlsx, .yaml, .md or .xml.");
                return 2;
        }

        if (FormFiles.ReadWorkbook(from, out var problem) is not { } workbook)
        {
            foreach (var line in problem) errors.WriteLine(line);
            return 2;
        }

        foreach (var line in problem) errors.WriteLine(line);
        switch (FormWriter.Write(workbook, format, FormMedia.Beside(from)))
        {
            case FormWriting.Refused refused:
                errors.WriteLine($"{to} is not written:");
                foreach (var reason in refused.Reasons) errors.WriteLine(reason);
                return 2;
            case FormWriting.Written written:
                if (NewFile.Write(to, written.Bytes, force, from) is { } fault)
                {
                    errors.WriteLine(fault);
                    return 2;
                }

                foreach (var loss in written.Losses) errors.WriteLine($"not carried over: {loss}");
                output.WriteLine($"{to}: written, {written.Bytes.Length} bytes{(written.Losses.IsEmpty ? "" : $", left out: {written.Losses.Length}")}.");
                return 0;
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }
}
