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
    /// <summary>What it refuses.</summary>
    public DiagnosticClass Class { get; init; }

    /// <summary>The name in the row it is about: of a question, group or repeat. Null elsewhere.</summary>
    public string? Question { get; init; }

    /// <summary>Whether <see cref="Row"/> is the line of a YAML file.</summary>
    public bool HasLines { get; init; }

    /// <summary>How many characters from <see cref="Caret"/> on are meant; at least 1.</summary>
    public int Length { get; init; } = 1;

    /// <summary>As <c>survey!F12 (relevant, row 12, question "x")</c>, or <c>survey:27 (relevant, question "x")</c> for a YAML form.</summary>
    public string Location
    {
        get
        {
            var row = Row.ToString(CultureInfo.InvariantCulture);
            if (Sheet.Length == 0) return Row == 0 ? "form" : $"form:{row}";
            var cell = Row == 0 ? Sheet : HasLines ? $"{Sheet}:{row}" : Column is null ? Sheet : $"{Sheet}!{Column}{row}";
            return cell + Details(HasLines ? null : row);
        }
    }

    /// <summary>With the file in front, as an editor can jump to it: <c>form.xlsx: survey!F12 (…)</c>, <c>form.yaml:27: survey (…)</c>.</summary>
    public string LocationIn(string file)
    {
        if (Row == 0 && Sheet.Length == 0) return file;
        var row = Row.ToString(CultureInfo.InvariantCulture);
        if (Sheet.Length == 0) return $"{file}:{row}";
        return HasLines && Row > 0 ? $"{file}:{row}: {Sheet}{Details(null)}" : $"{file}: {Location}";
    }

    private string Details(string? row)
    {
        var details = new List<string>(3);
        if (Header is { Length: > 0 }) details.Add(Header);
        if (row is not null && Row > 0) details.Add("row " + row);
        if (Question is not null) details.Add($"question \"{Question}\"");
        return details.Count == 0 ? "" : $" ({string.Join(", ", details)})";
    }

    /// <summary>The whole diagnostic over one to three lines, with the caret under the excerpt.</summary>
    public override string ToString() => Describe(Location);

    /// <param name="location">What stands in front: <see cref="Location"/> or <see cref="LocationIn"/>.</param>
    public string Describe(string location)
    {
        var text = new StringBuilder(Shown(location)).Append(": ").Append(Shown(Message));
        if (Excerpt is null)
        {
            if (Suggestion is not null) text.Append(" Did you mean ").Append(Shown(Suggestion)).Append('?');
            return text.ToString();
        }

        text.Append("\n    ").Append(Shown(Excerpt));
        if (Caret is { } caret) text.Append("\n    ").Append(' ', caret).Append('^', Length);
        if (Suggestion is not null)
            text.Append(Caret is null ? "\n    " : "  ").Append("did you mean ").Append(Shown(Suggestion)).Append('?');
        return text.ToString();
    }

    // What an author typed must not move the cursor or turn the line round, and the caret must stand under its place.
    private static string Shown(string text) =>
        string.Create(text.Length, text, (shown, source) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = char.IsControl(source[i]) || char.GetUnicodeCategory(source[i]) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : source[i];
        });
}
