using Detainees.Forms;
using Detainees.Storage.Files;

namespace Detainees.Bot.Intake;

/// <summary>The files beside a form: in its own folder <c>NAME-media</c> (as ODK Collect lays them), else in the form's folder. Links that lead out of the form's folder are not followed.</summary>
internal static class FormMedia
{
    public static string FolderOf(string formPath) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(formPath)) ?? ".", Path.GetFileNameWithoutExtension(formPath) + "-media");

    public static AttachmentReader Beside(string formPath) => name => Read(formPath, name);

    private static FormAttachment Read(string formPath, string name)
    {
        // The compiler has looked at the name; here it becomes a path, so here it is looked at again.
        if (!AttachmentNames.IsPlain(name)) return new FormAttachment.Missing();
        var home = Path.GetDirectoryName(Path.GetFullPath(formPath)) ?? ".";
        foreach (var folder in (ReadOnlySpan<string>)[FolderOf(formPath), home])
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path)) continue;
            // Whoever hands over a form folder must not make a link in it read what else lies on the machine.
            if (!RealPath.IsWithin(path, home)) return new FormAttachment.Missing();
            return BoundedFile.Read(path, AttachmentNames.MaxBytesOf(name)) is { } bytes ? new FormAttachment.Found(bytes) : new FormAttachment.TooLarge();
        }

        return new FormAttachment.Missing();
    }
}
