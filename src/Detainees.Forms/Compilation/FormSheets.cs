namespace Detainees.Forms;

/// <summary>The sheets of a workbook that make a form, read with the form's own settings for cleaning.</summary>
internal sealed class FormSheets
{
    private static readonly string[] Known = ["survey", "choices", "settings", "entities", "external_choices"];

    public FormSheets(Workbook workbook, DiagnosticBag bag)
    {
        FileName = workbook.FileName;
        var named = new Dictionary<string, (WorkbookSheet Sheet, int Order)>(StringComparer.Ordinal);
        for (var i = 0; i < workbook.Sheets.Length; i++)
        {
            var sheet = workbook.Sheets[i];
            var name = sheet.Name.Trim().ToLowerInvariant();
            if (!Known.Contains(name)) continue;
            if (!named.TryAdd(name, (sheet, i)))
                bag.Add(DiagnosticCodes.SheetTwice, DiagnosticSeverity.Error, Empty(sheet, i, workbook), 0, null, $"There are two sheets named \"{name}\".");
        }

        // As pyxform: a workbook of one sheet may call it what it likes.
        if (!named.ContainsKey("survey") && workbook.Sheets is [var only] && !Known.Contains(only.Name.Trim().ToLowerInvariant())) named["survey"] = (only, 0);
        LookForTypos(workbook, named, bag);
        Settings = named.TryGetValue("settings", out var settings)
            ? SheetTable.Read(settings.Sheet, settings.Order, workbook.HasLines, HeaderNames.Settings, collapse: true, bag)
            : null;
        var collapse = !CellText.IsNo(Settings?.Rows.Find(row => !row.IsBlank)?.Text("clean_text_values") ?? "");
        if (named.TryGetValue("survey", out var survey))
            Survey = SheetTable.Read(survey.Sheet, survey.Order, workbook.HasLines, HeaderNames.Survey, collapse, bag);
        else
            bag.Add(DiagnosticCodes.SheetMissing, DiagnosticSeverity.Error, null, 0, null, "The form has no sheet named \"survey\".");
        if (named.TryGetValue("choices", out var choices))
            Choices = SheetTable.Read(choices.Sheet, choices.Order, workbook.HasLines, HeaderNames.Choices, collapse, bag);
        HasEntities = named.TryGetValue("entities", out var entities) && entities.Sheet.Rows.Length > 1;
        if (HasEntities)
            bag.Add(DiagnosticCodes.NotSupported, DiagnosticSeverity.Warning, Empty(entities.Sheet, entities.Order, workbook), 0, null,
                "Entities are not supported: a report here makes no records on somebody's server. The sheet is left out.");
        if (named.TryGetValue("external_choices", out var external))
            bag.Add(DiagnosticCodes.NotSupported, DiagnosticSeverity.Error, Empty(external.Sheet, external.Order, workbook), 0, null,
                "The sheet external_choices is not supported. Put the choices on the choices sheet and use choice_filter.");
    }

    public string FileName { get; }
    public SheetTable? Survey { get; }
    public SheetTable? Choices { get; }
    public SheetTable? Settings { get; }
    public bool HasEntities { get; }

    /// <summary>The sheet of that name as written; null for one that forms do not have.</summary>
    public SheetTable? Table(string name) => Survey?.Name == name ? Survey : Choices?.Name == name ? Choices : Settings?.Name == name ? Settings : null;

    private static SheetTable Empty(WorkbookSheet sheet, int order, Workbook workbook) => new(sheet.Name, order, workbook.HasLines, [], 0);

    private static void LookForTypos(Workbook workbook, Dictionary<string, (WorkbookSheet, int)> named, DiagnosticBag bag)
    {
        for (var i = 0; i < workbook.Sheets.Length; i++)
        {
            var name = workbook.Sheets[i].Name.Trim().ToLowerInvariant();
            if (name.StartsWith('_') || Known.Contains(name) || Names.Near(name, Known) is not { } near || named.ContainsKey(near)) continue;
            bag.Add(DiagnosticCodes.SheetName, DiagnosticSeverity.Warning, Empty(workbook.Sheets[i], i, workbook), 0, null,
                "This sheet is not read: its name is not one that forms have.", null, null, near);
        }
    }
}
