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
            if (FormCompiler.Compile(workbook, name => Beside(path, name)).Form is { } form) shelf.forms.TryAdd((form.Id, form.Version), form);
        }

        return shelf;
    }

    /// <summary>A list that lies beside the form, where the bot looks for it too.</summary>
    private static FormAttachment Beside(string form, string name)
    {
        if (!AttachmentNames.IsPlain(name)) return new FormAttachment.Missing();
        foreach (var place in (ReadOnlySpan<string>)[Path.GetFileNameWithoutExtension(form) + "-media", "."])
        {
            var file = new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(form)) ?? ".", place, name));
            if (file.Exists) return file.Length > AttachmentNames.MaxBytesOf(name) ? new FormAttachment.TooLarge() : new FormAttachment.Found(File.ReadAllBytes(file.FullName));
        }

        return new FormAttachment.Missing();
    }

    /// <summary>Exactly this version: another may ask something else under the same name.</summary>
    public FormDefinition? Find(string id, string version) => forms.GetValueOrDefault((id, version));
}
