using System.Text;

namespace Detainees.Forms.Tests;

internal static class Csv
{
    /// <summary>RFC 4180, with the header as keys.</summary>
    public static List<Dictionary<string, string>> Read(string text)
    {
        var records = new List<List<string>>();
        var record = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c is ',' or '\n')
            {
                record.Add(field.ToString());
                field.Clear();
                if (c != '\n') continue;
                records.Add(record);
                record = [];
            }
            else if (c != '\r') field.Append(c);
        }

        if (record.Count > 0 || field.Length > 0) records.Add([.. record, field.ToString()]);
        var header = records[0];
        return [.. records.Skip(1).Select(r => header.Select((name, i) => (name, r[i])).ToDictionary(pair => pair.name, pair => pair.Item2))];
    }
}
