using Detainees.Forms;

namespace Detainees.Bot.Intake;

/// <summary>The files beside a form: in its own folder <c>NAME-media</c> (as ODK Collect lays them), else in the form's folder.</summary>
internal static class FormMedia
{
    public static string FolderOf(string formPath) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(formPath)) ?? ".", Path.GetFileNameWithoutExtension(formPath) + "-media");

    public static AttachmentReader Beside(string formPath) => name => Read(formPath, name);

    private static FormAttachment Read(string formPath, string name)
    {
        // The compiler has looked at the name; here it becomes a path, so here it is looked at again.
        if (!AttachmentNames.IsPlain(name)) return new FormAttachment.Missing();
        foreach (var folder in (ReadOnlySpan<string>)[FolderOf(formPath), Path.GetDirectoryName(Path.GetFullPath(formPath)) ?? "."])
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists) continue;
            if (file.Length > AttachmentNames.MaxBytesOf(name)) return new FormAttachment.TooLarge();
            return new FormAttachment.Found(File.ReadAllBytes(file.FullName));
        }

        return new FormAttachment.Missing();
    }
}
