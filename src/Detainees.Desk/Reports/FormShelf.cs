using Detainees.Forms;

namespace Detainees.Desk.Reports;

/// <summary>The team's forms, where a desk has them: they give the questions of partial reports their words.</summary>
internal sealed class FormShelf
{
    private const long MaxBytes = 16 * 1024 * 1024;
    private readonly Dictionary<(string Id, string Version), FormDefinition> forms = [];

    /// <summary>Every form of a folder (.yaml, .xlsx); those that do not compile are passed over. Empty where there is no folder.</summary>
    public static FormShelf Read(string? folder)
    {
        var shelf = new FormShelf();
        if (folder is null || !Directory.Exists(folder)) return shelf;
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".yaml" or ".xlsx").Order(StringComparer.Ordinal))
        {
            using var content = File.OpenRead(path);
            if (content.Length > MaxBytes || WorkbookReader.Read(content, Path.GetFileName(path)).Workbook is not { } workbook) continue;
            if (FormCompiler.Compile(workbook).Form is { } form) shelf.forms.TryAdd((form.Id, form.Version), form);
        }

        return shelf;
    }

    /// <summary>Exactly this version: another may ask something else under the same name.</summary>
    public FormDefinition? Find(string id, string version) => forms.GetValueOrDefault((id, version));
}
