using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary>What <c>form check --json</c> prints. The names are a promise: docs/form-check.schema.json.</summary>
internal sealed record FormCheckRun([property: Description("One for each file named, in that order.")] ImmutableArray<FormCheckFile> Files)
{
    [Description("Of all files. More than 0: exit code 2.")]
    public int Errors => Files.Sum(file => file.Errors);

    [Description("Of all files. More than 0 with --strict and no errors: exit code 1.")]
    public int Warnings => Files.Sum(file => file.Warnings);
}

internal sealed record FormCheckFile(
    [property: Description("As named on the command line.")] string File,
    [property: Description("Why the file could not be opened; null when it could.")] string? Problem,
    [property: Description("Null when an error of class form stands in the way.")] FormCheckForm? Form,
    [property: Description("Whether families may be asked it: no error of either class.")] bool MayBePublished,
    int Errors, int Warnings, int Notes,
    [property: Description("All of them (at most 10,000 of each class), by sheet, row and column.")] ImmutableArray<FormCheckDiagnostic> Diagnostics)
{
    public static FormCheckFile Of(FormFileReport report)
    {
        int Count(DiagnosticSeverity severity) => report.Everything.Count(d => d.Severity == severity);
        var errors = Count(DiagnosticSeverity.Error) + (report.Problem is null ? 0 : 1);
        return new(report.File, report.Problem, report.Form is { } form ? FormCheckForm.Of(form) : null, errors == 0 && report.Form is not null,
            errors, Count(DiagnosticSeverity.Warning), Count(DiagnosticSeverity.Note), [.. report.Everything.Select(FormCheckDiagnostic.Of)]);
    }
}

/// <param name="Questions">Those that a person sees, notes too.</param>
internal sealed record FormCheckForm(
    string Id, string Version, string Title, [property: Description("Those that a person sees, notes too.")] int Questions, ImmutableArray<string> Languages)
{
    public static FormCheckForm Of(FormDefinition form) =>
        new(form.Id, form.Version, form.Title, form.Elements.OfType<FormQuestion>().Count(q => q.IsAsked), form.Languages);
}

internal sealed record FormCheckDiagnostic(
    [property: Description("Stable, for matching.")] string Code,
    [property: Description("error, warning or note.")] string Severity,
    [property: Description("form: the form cannot be read; publishing: it can be tried out, but not offered to families.")] string Class,
    [property: Description("As written; empty for the file as a whole.")] string Sheet,
    [property: Description("As F12; null in a YAML form and where no single cell is meant.")] string? Cell,
    [property: Description("One-based as the spreadsheet shows it; null in a YAML form and for a sheet as a whole.")] int? Row,
    [property: Description("One-based line of a YAML form; null for a workbook.")] int? Line,
    [property: Description("Column letters; null in a YAML form.")] string? Column,
    [property: Description("The column's header as written.")] string? Header,
    [property: Description("The name in that row of the survey.")] string? Question,
    [property: Description("The reason and the fix, in plain English.")] string Message,
    [property: Description("The offending text, at most 200 characters.")] string? Excerpt,
    [property: Description("Zero-based place in the excerpt where the trouble begins.")] int? Caret,
    [property: Description("How many characters of the excerpt are meant.")] int Length,
    [property: Description("What was probably meant.")] string? Suggestion)
{
    public static FormCheckDiagnostic Of(FormDiagnostic d)
    {
        var isLine = d.HasLines || d.Sheet.Length == 0;
        int? row = d.Row == 0 ? null : d.Row;
        return new(d.Code, Word(d.Severity), Word(d.Class), d.Sheet,
            d.Column is null || row is null ? null : $"{d.Column}{row}", isLine ? null : row, isLine ? row : null, d.Column, d.Header, d.Question,
            d.Message, d.Excerpt, d.Caret, d.Length, d.Suggestion);
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Note => "note",
    };

    private static string Word(DiagnosticClass kind) => kind switch
    {
        DiagnosticClass.Form => "form",
        DiagnosticClass.Publishing => "publishing",
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FormCheckRun))]
internal sealed partial class FormCheckJson : JsonSerializerContext;
