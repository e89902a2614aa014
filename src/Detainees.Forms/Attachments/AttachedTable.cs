using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Detainees.Forms;

/// <summary>A list from a file beside the form, before anybody says which column is the name and which the label.</summary>
/// <param name="Headers">Distinct, in order.</param>
/// <param name="Rows">As long as the headers, each with the line it begins on.</param>
internal sealed record AttachedTable(string[] Headers, List<(int Line, string[] Cells)> Rows)
{
    /// <param name="problem">Why the rows are no list; null when they are one.</param>
    public static AttachedTable? Of(List<(int Line, string[] Cells)> rows, out string? problem)
    {
        problem = null;
        var headers = rows[0].Cells.Select(header => header.Trim()).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var header in headers)
        {
            if (header.Length == 0 || seen.Add(header)) continue;
            problem = $"the column \"{header}\" stands twice";
            return null;
        }

        var kept = new List<(int, string[])>(rows.Count - 1);
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (cells.Length > headers.Length && cells.Skip(headers.Length).Any(cell => cell.Length > 0))
            {
                problem = $"line {line} has {cells.Length} cells, but there are {headers.Length} columns";
                return null;
            }

            var whole = new string[headers.Length];
            for (var i = 0; i < whole.Length; i++) whole[i] = i < cells.Length ? cells[i].Trim() : "";
            if (Array.Exists(whole, cell => cell.Length > 0)) kept.Add((line, whole));
        }

        return new(headers, kept);
    }

    public int Column(string header) => Array.IndexOf(Headers, header);
}

/// <summary>The cells of one row by header; the headers are shared by all rows, since there are tens of thousands.</summary>
internal sealed class TableRow(string[] headers, string[] cells) : IReadOnlyDictionary<string, string>
{
    public int Count => headers.Count(header => header.Length > 0);
    public IEnumerable<string> Keys => headers.Where(header => header.Length > 0);
    public IEnumerable<string> Values => headers.Select((header, i) => (header, cells[i])).Where(pair => pair.header.Length > 0).Select(pair => pair.Item2);
    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException();
    public bool ContainsKey(string key) => key.Length > 0 && Array.IndexOf(headers, key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var at = key.Length == 0 ? -1 : Array.IndexOf(headers, key);
        value = at < 0 ? null : cells[at];
        return at >= 0;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
