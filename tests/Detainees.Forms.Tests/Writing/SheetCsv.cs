using System.Text;

namespace Detainees.Forms.Tests.Writing;

/// <summary>Comma separated values with line breaks inside quotes (RFC 4180).</summary>
internal static class SheetCsv
{
    public static List<string[]> Read(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                rows.Add([.. row]);
                row.Clear();
            }
            else if (c != '\r' || quoted) cell.Append(c);
        }

        return rows;
    }
}
