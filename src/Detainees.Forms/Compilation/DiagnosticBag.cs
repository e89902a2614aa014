using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>Collects all there is to say in one run, then sorts it.</summary>
internal sealed partial class DiagnosticBag(DiagnosticClass kind = DiagnosticClass.Form)
{
    private const int MaxExcerpt = 200;
    private const int MaxMessage = 1000;
    private const int MaxName = 60;

    // A broken workbook of half a million cells must not give half a million messages.
    private const int MaxCount = 10_000;

    private readonly List<(int Sheet, int Column, FormDiagnostic Diagnostic)> all = [];
    private readonly HashSet<(string, string, int, string?, string)> seen = [];

    public bool HasErrors { get; private set; }

    public void Add(
        string code, DiagnosticSeverity severity, SheetTable? sheet, int row, SheetHeader? header, string message,
        string? excerpt = null, int? caret = null, string? suggestion = null, string? question = null)
    {
        if (severity == DiagnosticSeverity.Error) HasErrors = true;
        var name = sheet?.Name ?? "";
        if (all.Count >= MaxCount || !seen.Add((code, name, row, header?.Written, message))) return;
        if (sheet is { HasLines: true }) (message, suggestion) = (Row().Replace(message, "line"), suggestion is null ? null : Row().Replace(suggestion, "line"));
        var length = excerpt is null || caret is not { } from ? 1 : CaretSpan.Length(excerpt, from);
        (excerpt, caret) = Shorten(excerpt, caret);
        var letters = header is null || sheet is { HasLines: true } ? null : Columns.Letters(header.Column);
        all.Add((sheet?.Order ?? -1, header?.Column ?? -1,
            new FormDiagnostic(
                code, severity, Short(name, MaxName), row, letters, header is null ? null : Short(header.Written, MaxName), Short(message, MaxMessage), excerpt, caret,
                suggestion is null ? null : Short(suggestion, MaxExcerpt))
            {
                Class = kind, HasLines = sheet is { HasLines: true }, Length = excerpt is null ? 1 : Math.Clamp(length, 1, Math.Max(1, excerpt.Length - (caret ?? 0))),
                Question = question,
            }));
    }

    /// <summary>One that was made while the workbook was read, when nothing was known yet but the cell.</summary>
    public void Add(FormDiagnostic diagnostic, SheetTable? sheet)
    {
        if (diagnostic.Severity == DiagnosticSeverity.Error) HasErrors = true;
        var column = diagnostic.Column is { } letters ? Columns.Number(letters) : -1;
        var header = sheet?.Headers.FirstOrDefault(h => h.Column == column);
        var row = sheet?.Rows.Find(r => r.Number == diagnostic.Row);
        if (all.Count < MaxCount)
            all.Add((sheet?.Order ?? -1, column, diagnostic with { Header = header is null ? null : Short(header.Written, MaxName), Question = row?.Question }));
    }

    public void Error(string code, SheetRow row, string column, string message, string? excerpt = null, int? caret = null, string? suggestion = null) =>
        At(DiagnosticSeverity.Error, code, row, column, message, excerpt, caret, suggestion);

    public void Warn(string code, SheetRow row, string column, string message, string? excerpt = null, int? caret = null, string? suggestion = null) =>
        At(DiagnosticSeverity.Warning, code, row, column, message, excerpt, caret, suggestion);

    public void Note(string code, SheetRow row, string column, string message, string? excerpt = null) =>
        At(DiagnosticSeverity.Note, code, row, column, message, excerpt, null, null);

    private void At(DiagnosticSeverity severity, string code, SheetRow row, string column, string message, string? excerpt, int? caret, string? suggestion)
    {
        var cell = row.Cell(column);
        Add(code, severity, row.Sheet, cell?.Row ?? row.Number, cell?.Header ?? row.Sheet.Header(column), message, excerpt, caret, suggestion, row.Question);
    }

    public void Cell(DiagnosticSeverity severity, string code, SheetCell cell, string message, string? excerpt = null, int? caret = null, string? suggestion = null) =>
        Add(code, severity, cell.Sheet, cell.Row, cell.Header, message, excerpt, caret, suggestion, cell.Question);

    public void Expression(SheetCell cell, List<ExpressionProblem> problems)
    {
        foreach (var problem in problems)
            Cell(problem.IsWarning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, problem.Code, cell, problem.Message,
                cell.Text, problem.Position, problem.Suggestion);
    }

    public ImmutableArray<FormDiagnostic> Sorted() => Sort(all);

    public ImmutableArray<FormDiagnostic> SortedWith(DiagnosticBag other) => Sort(all.Concat(other.all));

    private static ImmutableArray<FormDiagnostic> Sort(IEnumerable<(int Sheet, int Column, FormDiagnostic Diagnostic)> all) =>
    [
        .. all.OrderBy(entry => entry.Sheet).ThenBy(entry => entry.Diagnostic.Row).ThenBy(entry => entry.Column)
            .ThenBy(entry => entry.Diagnostic.Caret ?? -1).ThenByDescending(entry => entry.Diagnostic.Severity)
            .ThenBy(entry => entry.Diagnostic.Code, StringComparer.Ordinal).Select(entry => entry.Diagnostic),
    ];

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    // The rows of a YAML form are known by their lines.
    [GeneratedRegex(@"\brow(?=s? [0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    private static (string? Excerpt, int? Caret) Shorten(string? excerpt, int? caret)
    {
        if (excerpt is null) return (null, null);
        if (excerpt.Length <= MaxExcerpt) return (excerpt, caret);
        // The part around the caret is the one worth showing.
        var start = Math.Max(0, Math.Min((caret ?? 0) - MaxExcerpt / 2, excerpt.Length - MaxExcerpt));
        return (excerpt.Substring(start, MaxExcerpt), caret - start);
    }
}
