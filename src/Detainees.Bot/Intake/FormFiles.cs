using System.Collections.Immutable;
using Detainees.Forms;

namespace Detainees.Bot.Intake;

/// <summary>One form file, read and compiled.</summary>
/// <param name="Form">Null when it cannot be offered.</param>
/// <param name="Problem">Why, where it is not a matter of the form's content; else null.</param>
internal sealed record FormFileReport(
    string File, FormDefinition? Form, ImmutableArray<FormDiagnostic> Diagnostics, string? Problem = null)
{
    /// <summary>What the rules of publishing say; an error among them keeps the form from being published.</summary>
    public ImmutableArray<FormDiagnostic> Publishing { get; init; } = [];

    /// <summary>Both kinds together, by sheet, row and column.</summary>
    public ImmutableArray<FormDiagnostic> Everything { get; init; } = Diagnostics;
}

internal static class FormFiles
{
    /// <summary>A workbook larger than this is refused before it is read: 16 MiB.</summary>
    public const long MaxBytes = 16L << 20;

    /// <summary>By ending; temporary files of Excel and LibreOffice are none.</summary>
    public static bool IsForm(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".xlsx" or ".xls"
        && !Path.GetFileName(path).StartsWith('~') && !Path.GetFileName(path).StartsWith('.');

    public static FormFileReport Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var content = File.OpenRead(path);
            if (content.Length > MaxBytes) return new(name, null, [], "the file is larger than 16 MiB");
            var reading = WorkbookReader.Read(content, name);
            var compiled = FormCompiler.Compile(reading, FormMedia.Beside(path));
            return new(name, compiled.Form, compiled.Diagnostics) { Publishing = compiled.Publishing, Everything = compiled.Everything };
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(name, null, [], "there is no such file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(name, null, [], Directory.Exists(path) ? "this is a folder, not a form" : "the file cannot be read: no right to, or another program holds it");
        }
    }

    /// <summary>Reads a file's cells without compiling them, for the tools.</summary>
    /// <param name="path">Of any format that is read.</param>
    /// <param name="problems">What there is to say about the file, a line each; holds the reason when the result is null.</param>
    public static Workbook? ReadWorkbook(string path, out ImmutableArray<string> problems)
    {
        try
        {
            using var content = File.OpenRead(path);
            var reading = WorkbookReader.Read(content, Path.GetFileName(path));
            problems = [.. reading.Diagnostics.Select(diagnostic => $"{path}: {diagnostic}")];
            // A cell whose formula failed reads as blank: what is written from it would have lost it.
            return reading.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : reading.Workbook;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems = [$"{path}: there is no such file, or it cannot be read."];
            return null;
        }
    }
}
