using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>One thing to say about a form, and where.</summary>
/// <param name="Code">Stable, for matching; see <see cref="DiagnosticCodes"/>.</param>
/// <param name="Severity">Whether it refuses the form.</param>
/// <param name="Sheet">The sheet's name as written; empty for the file as a whole.</param>
/// <param name="Row">One-based as the spreadsheet shows it (header = 1); in a YAML form the line. 0 for the sheet as a whole.</param>
/// <param name="Column">Column letters in a workbook; null in a YAML form or when no single cell is meant.</param>
/// <param name="Header">The column's header as written.</param>
/// <param name="Message">The reason and the fix, in plain English, without the excerpt.</param>
/// <param name="Excerpt">The offending text, at most 200 characters.</param>
/// <param name="Caret">Zero-based place in <paramref name="Excerpt"/> where the trouble begins.</param>
/// <param name="Suggestion">What was probably meant, when something near exists.</param>
public sealed record FormDiagnostic(
    string Code,
    DiagnosticSeverity Severity,
    string Sheet,
    int Row,
    string? Column,
    string? Header,
    string Message,
    string? Excerpt,
    int? Caret,
    string? Suggestion)
{
    /// <summary>As <c>survey!F12 (relevant, row 12)</c>, or <c>survey:27 (relevant)</c> for a YAML form.</summary>
    public string Location
    {
        get
        {
            var row = Row.ToString(CultureInfo.InvariantCulture);
            if (Sheet.Length == 0) return Row == 0 ? "form" : $"form:{row}";
            if (Row == 0) return Header is null ? Sheet : $"{Sheet} ({Header})";
            if (Column is null) return Header is null ? $"{Sheet}:{row}" : $"{Sheet}:{row} ({Header})";
            return Header is null ? $"{Sheet}!{Column}{row} (row {row})" : $"{Sheet}!{Column}{row} ({Header}, row {row})";
        }
    }

    /// <summary>The whole diagnostic over one to three lines, with the caret under the excerpt.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Location).Append(": ").Append(Message);
        if (Excerpt is null)
        {
            if (Suggestion is not null) text.Append(" Did you mean ").Append(Suggestion).Append('?');
            return text.ToString();
        }

        text.Append("\n    ").Append(Excerpt.Replace('\n', ' '));
        if (Caret is { } caret) text.Append("\n    ").Append(' ', caret).Append('^');
        if (Suggestion is not null)
            text.Append(Caret is null ? "\n    " : "  ").Append("did you mean ").Append(Suggestion).Append('?');
        return text.ToString();
    }
}
