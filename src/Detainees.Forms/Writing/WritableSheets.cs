using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The sheets of a workbook that are carried from one format to another.</summary>
internal static class WritableSheets
{
    private static readonly string[] Known = ["survey", "choices", "settings", "entities", "external_choices"];

    /// <summary>Sheets with content in their order, the names of the known ones in small letters, as other tools want them.</summary>
    public static ImmutableArray<WorkbookSheet> Of(Workbook workbook, List<string> losses, List<string> refusals)
    {
        var sheets = ImmutableArray.CreateBuilder<WorkbookSheet>();
        foreach (var sheet in workbook.Sheets)
        {
            var plain = sheet.Name.Trim().ToLowerInvariant();
            var name = Known.Contains(plain) ? plain : sheet.Name.Trim();
            if (sheet.Rows.IsEmpty)
            {
                if (!Known.Contains(plain)) losses.Add($"The sheet \"{sheet.Name}\" is not part of a form and is left out.");
                continue;
            }

            if (sheets.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
                refusals.Add($"There are two sheets named \"{name}\". Rename or remove one.");
            sheets.Add(sheet with { Name = name });
        }

        return sheets.ToImmutable();
    }

    /// <summary>As <c>survey!F12</c>, or <c>survey:12</c> where rows are lines.</summary>
    public static string Place(WorkbookSheet sheet, WorkbookRow row, WorkbookCell cell) =>
        cell.Line > 0 ? $"{sheet.Name}:{cell.Line}" : $"{sheet.Name}!{Columns.Letters(cell.Column)}{row.Number}";
}
