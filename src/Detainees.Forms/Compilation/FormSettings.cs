using System.Collections.Immutable;
using System.Globalization;

namespace Detainees.Forms;

/// <summary>The one row of the sheet settings.</summary>
internal sealed record FormSettings(string Id, string Title, string Version, SheetCell? InstanceName, bool AllowChoiceDuplicates)
{
    private const int MaxIdLength = 100;

    /// <summary>The row itself, for what is translated; null where the form has no settings.</summary>
    public SheetRow? Row { get; private init; }

    public int? MenuOrder { get; private init; }
    public ImmutableArray<string> OfferedWhen { get; private init; } = [];

    public static FormSettings Read(FormSheets sheets, DiagnosticBag bag)
    {
        var row = sheets.Settings?.Rows.Find(candidate => !candidate.IsBlank);
        var id = row?.Text("form_id") ?? "";
        if (id.Length == 0)
        {
            id = FromFileName(sheets.FileName);
            bag.Add(DiagnosticCodes.SettingMissing, DiagnosticSeverity.Warning, sheets.Settings, 0, null, $"The settings give no form_id; the file's name \"{id}\" is taken.");
        }
        else if (id.Length > MaxIdLength && row is not null)
            bag.Error(DiagnosticCodes.SettingUnknown, row, "form_id", $"form_id may have at most {MaxIdLength} characters.");

        var version = row?.Text("version") ?? "";
        if (version.Length == 0)
            bag.Add(DiagnosticCodes.SettingMissing, DiagnosticSeverity.Warning, sheets.Settings, row?.Number ?? 0, null,
                "The settings give no version; reports of an old and a changed form cannot be told apart.");
        if (row is not null)
        {
            foreach (var cell in row.Cells)
                if (HeaderNames.Settings.IsIgnored(cell.Header.Name) && cell.Header.Name != "#")
                    bag.Cell(DiagnosticSeverity.Note, DiagnosticCodes.SettingIgnored, cell, "This setting has no effect in a chat.");
        }

        if (sheets.Settings?.Rows.Where(candidate => !candidate.IsBlank).Skip(1).FirstOrDefault() is { } second && row is not null)
            bag.Add(DiagnosticCodes.SettingIgnored, DiagnosticSeverity.Warning, sheets.Settings, second.Number, null, $"Settings have one row; this one is left out, row {row.Number} holds.");
        if (sheets.Survey?.Headers.FirstOrDefault(header => header.Name.StartsWith("bind::case:", StringComparison.Ordinal)) is { } ours
            && row?.Text("namespaces").Contains("case=", StringComparison.Ordinal) is not true)
            bag.Add(DiagnosticCodes.SettingMissing, DiagnosticSeverity.Note, sheets.Survey, sheets.Survey.HeaderRow, ours,
                "Other tools refuse columns bind::case:… unless the setting namespaces says what \"case\" is, as in case=\"urn:example:case\".");
        var title = row?.Text("form_title") ?? "";
        return new(id, title.Length > 0 ? title : id, version, row?.Cell("instance_name"), CellText.IsYes(row?.Text("allow_choice_duplicates") ?? ""))
        {
            Row = row, MenuOrder = OrderOf(row, bag),
            OfferedWhen = [.. (row?.Text("offered_when") ?? "").Split([' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)],
        };
    }

    private static int? OrderOf(SheetRow? row, DiagnosticBag bag)
    {
        if (row is null || row.Text("menu_order") is not { Length: > 0 } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var order)) return order;
        bag.Error(DiagnosticCodes.SettingUnknown, row, "menu_order", "menu_order is a whole number: forms with a smaller one stand higher in the menu.", text);
        return null;
    }

    private static string FromFileName(string fileName)
    {
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.LastIndexOf('.') is var dot and > 0) name = name[..dot];
        var id = new string([.. name.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_').Take(MaxIdLength)]);
        return id.Length > 0 ? id : "form";
    }
}
