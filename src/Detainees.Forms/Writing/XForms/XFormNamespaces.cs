using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>The setting <c>namespaces</c>: prefixes that other tools keep, as in <c>case="urn:example"</c>.</summary>
internal static partial class XFormNamespaces
{
    [GeneratedRegex("""([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*["'\u201C\u201D]([^"'\u201C\u201D]+)["'\u201C\u201D]""", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    public static ImmutableSortedDictionary<string, string> Of(Workbook workbook)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var sheet = workbook.Sheets.FirstOrDefault(sheet => sheet.Name.Trim().Equals("settings", StringComparison.OrdinalIgnoreCase));
        if (sheet is null || sheet.Rows.Length < 2) return read.ToImmutable();
        var header = sheet.Rows[0].Cells.Where(cell => cell.Text.Trim().Equals("namespaces", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var cell in sheet.Rows[1].Cells.Where(cell => header.Exists(h => h.Column == cell.Column)))
            foreach (Match pair in Pair().Matches(cell.Text))
                if (!Reserved.Contains(pair.Groups[1].Value) && !pair.Groups[1].Value.StartsWith("xml", StringComparison.OrdinalIgnoreCase)) read[pair.Groups[1].Value] = pair.Groups[2].Value.Trim();
        return read.ToImmutable();
    }

    private static readonly string[] Reserved = ["h", "jr", "orx", "odk", "ev", "xsd"];
}
