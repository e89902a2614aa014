using System.Text;

namespace Detainees.Forms;

/// <summary>Rows of a CSV file (RFC 4180; semicolons too, which Excel writes where the comma is the decimal sign).</summary>
internal static class CsvText
{
    public const int MaxRows = 50_000;
    public const int MaxColumns = 200;

    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <param name="problem">What keeps the file from being read, with its line; null when there are rows.</param>
    /// <returns>The rows with the lines they begin on, blank ones left out; empty on a problem.</returns>
    public static List<(int Line, string[] Cells)> Read(ReadOnlySpan<byte> content, out string? problem)
    {
        problem = null;
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.StartsWith("\uFEFF"u8) ? content[3..] : content);
        }
        catch (ArgumentException)
        {
            problem = "it is not UTF-8; save it as \"CSV UTF-8\"";
            return [];
        }

        var rows = new List<(int, string[])>();
        var separator = Separator(text);
        var at = 0;
        var line = 1;
        while (at < text.Length)
        {
            var first = line;
            if (ReadRow(text, separator, ref at, ref line) is not { } cells)
            {
                problem = $"a quotation mark opened in line {first} is never closed, or something follows a closed one";
                return [];
            }

            if (cells is [""]) continue;
            if (cells.Count > MaxColumns) problem = $"line {first} has more than {MaxColumns} columns";
            else if (rows.Count > MaxRows) problem = $"it has more than {MaxRows} rows";
            if (problem is not null) return [];
            rows.Add((first, [.. cells]));
        }

        if (rows.Count == 0) problem = "it is empty";
        return rows;
    }

    private static char Separator(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var header = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        return !header.Contains(',') && header.Contains(';') ? ';' : ',';
    }

    private static List<string>? ReadRow(string text, char separator, ref int at, ref int line)
    {
        var cells = new List<string>();
        while (true)
        {
            if (ReadCell(text, separator, ref at, ref line) is not { } cell) return null;
            cells.Add(cell);
            if (at >= text.Length) return cells;
            if (text[at] == separator)
            {
                at++;
                if (at >= text.Length) cells.Add("");
                if (at >= text.Length) return cells;
                continue;
            }

            if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
            at++;
            line++;
            return cells;
        }
    }

    private static string? ReadCell(string text, char separator, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var start = at;
            while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n')) at++;
            return text[start..at];
        }

        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] != '"') cell.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
            else
            {
                at++;
                return at >= text.Length || text[at] == separator || text[at] is '\r' or '\n' ? cell.ToString() : null;
            }
        }

        return null;
    }
}
