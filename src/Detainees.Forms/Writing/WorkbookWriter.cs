using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>Writes a form as YAML in the yxf layout, always in the same way, so that a diff shows what changed and nothing else.</summary>
public static class WorkbookWriter
{
    /// <summary>All sheets with content, every text as it is. Blank cells and rows are left out.</summary>
    public static string ToYaml(Workbook workbook) => Write(WritableSheets.Of(workbook, [], []), [], []);

    internal static string Write(ImmutableArray<WorkbookSheet> sheets, List<string> losses, List<string> refusals)
    {
        var text = new StringBuilder("yxf:\n  headers:\n");
        foreach (var sheet in sheets)
            text.Append("    ").Append(Scalar(sheet.Name)).Append(": [").AppendJoin(", ", sheet.Rows[0].Cells.Select(cell => FlowScalar(Whole(cell.Text)))).Append("]\n");
        foreach (var sheet in sheets)
        {
            if (sheet.Name == "yxf") refusals.Add("A sheet named \"yxf\" cannot be written as YAML: the name is taken by the layout.");
            var headers = Headers(sheet, refusals);
            text.Append(Scalar(sheet.Name)).Append(':');
            var any = false;
            foreach (var row in sheet.Rows.Skip(1))
            {
                var first = true;
                foreach (var cell in row.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell.Text)))
                {
                    if (!headers.TryGetValue(cell.Column, out var header))
                    {
                        losses.Add($"{WritableSheets.Place(sheet, row, cell)}: the cell stands under no header and is left out.");
                        continue;
                    }

                    if (!any) text.Append('\n');
                    any = true;
                    text.Append(first ? "- " : "  ").Append(Scalar(header)).Append(':');
                    first = false;
                    var value = Whole(cell.Text);
                    if (value != cell.Text) losses.Add($"{WritableSheets.Place(sheet, row, cell)}: half a character is no text; U+FFFD stands for it.");
                    AppendValue(text, value);
                }
            }

            if (!any) text.Append(" []\n");
        }

        return text.ToString();
    }

    // One half of a pair of UTF-16 units means nothing, and YAML has no way to write it.
    private static string Whole(string text)
    {
        if (!text.Any(char.IsSurrogate)) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune);
        return whole.ToString();
    }

    private static Dictionary<int, string> Headers(WorkbookSheet sheet, List<string> refusals)
    {
        var headers = new Dictionary<int, string>();
        foreach (var cell in sheet.Rows[0].Cells)
        {
            if (headers.ContainsValue(Whole(cell.Text)))
                refusals.Add($"{WritableSheets.Place(sheet, sheet.Rows[0], cell)}: the header \"{cell.Text}\" stands twice, and YAML can hold it once. Rename or remove one.");
            headers[cell.Column] = Whole(cell.Text);
        }

        return headers;
    }

    private static void AppendValue(StringBuilder text, string value)
    {
        if (!value.Contains('\n') || !IsBlockSafe(value))
        {
            text.Append(' ').Append(Scalar(value)).Append('\n');
            return;
        }

        text.Append(" |-\n");
        foreach (var line in value.Split('\n')) text.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
    }

    // A block keeps every line as it is, but cannot begin with a blank, end with a line break or hold control characters.
    private static bool IsBlockSafe(string value) =>
        value[^1] != '\n' && !value.Any(c => char.IsControl(c) && c != '\n') && !value.Any(IsOdd) && value.Split('\n').All(line => line.Length == 0 || (line.Trim().Length > 0 && line[0] != ' '));

    private static bool IsOdd(char c) => c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c);

    private static string FlowScalar(string value) => value.AsSpan().IndexOfAny(",[]{}") < 0 ? Scalar(value) : Quoted(value);

    private static string Scalar(string value) => IsPlain(value) ? value : Quoted(value);

    // Fewer values stay plain than YAML would allow; quoting one too many harms nobody.
    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || value[0] is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
            return false;
        if (value.Any(c => char.IsControl(c) || IsOdd(c)) || value != value.Trim()) return false;
        if (value.Contains(": ", StringComparison.Ordinal) || value.Contains(" #", StringComparison.Ordinal) || value[^1] == ':') return false;
        if (value is "..." or "---" or "null" or "~" or "<<" or "=") return false;
        // Other programs would read these as numbers or dates.
        return !value.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E' or '_' or ':');
    }

    private static string Quoted(string value)
    {
        if (!value.Any(c => char.IsControl(c) || IsOdd(c))) return "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
        var text = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                text.Append(c).Append(value[++i]);
            else if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\t') text.Append("\\t");
            else if (char.IsControl(c) || IsOdd(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else text.Append(c);
        }

        return text.Append('"').ToString();
    }
}
