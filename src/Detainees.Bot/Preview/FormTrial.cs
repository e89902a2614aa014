using System.Globalization;
using Detainees.Bot.Intake;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Bot.Preview;

/// <summary>A form file that is being tried: what it gives now, the form that is walked, and the walk so far. Nothing is stored but a walk that is saved.</summary>
internal sealed class FormTrial
{
    private readonly string path;
    private readonly string savePath;
    private readonly PreviewLibrary library;
    private string taken;

    private FormTrial(string path, string savePath, FormFileReport report, FormDefinition form, DateOnly date, string? hint)
    {
        (this.path, this.savePath, Report) = (path, savePath, report);
        library = new PreviewLibrary(form);
        Session = new WalkSession(library, date, hint);
        taken = Mark();
    }

    /// <summary>What the file gives as it is now.</summary>
    public FormFileReport Report { get; private set; }

    /// <summary>The form that is walked: of the file as it is, or as it was when it could last be used.</summary>
    public FormDefinition Form => library.Form;

    public WalkSession Session { get; private set; }

    /// <summary>Null, with the report, when the file gives no form to try.</summary>
    public static (FormTrial? Trial, FormFileReport Report) Open(string path, string? savePath, DateOnly date)
    {
        var report = FormFiles.Read(path);
        return report.Form is { } form ? (new FormTrial(path, savePath ?? DefaultSave(path), report, form, date, null), report) : (null, report);
    }

    /// <summary>A file that the form shows, as it was when the form was read.</summary>
    public Stream? OpenMedia(OutgoingMedia media) =>
        Report.Content?.Attachments.FirstOrDefault(file => file.Name == media.Name) is { } found ? new MemoryStream(found.Bytes, writable: false) : null;

    /// <summary>Looks at the file again; true when it was saved since, whatever it gives now.</summary>
    public bool Reload()
    {
        var now = Mark();
        if (now == taken) return false;
        Report = FormFiles.Read(path);
        if (Report.Form is { } changed) library.Replace(changed);
        // A changed form may name other files.
        taken = Report.Form is null ? now : Mark();
        return true;
    }

    public void Restart(string? hint) => Session = new WalkSession(library, DateOnly.FromDateTime(Session.Now.DateTime), hint);

    /// <summary>
    /// Saves the walk as it goes on the form as it is now: what was said by the form as it was before would never be said again.
    /// </summary>
    /// <returns>Where it lies; or why it is not saved.</returns>
    public (string? Path, string? Problem) Save(string? elsewhere = null)
    {
        var replay = WalkReplay.Of(Form, Session.Transcript);
        if (replay.Stopped is { } stopped) return (null, $"the walk does not go through the form as it is now: {stopped}");
        var target = Path.GetFullPath(elsewhere ?? savePath);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? ".");
            File.WriteAllText(target, replay.Text);
            return (target, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"{target} cannot be written");
        }
    }

    private static string DefaultSave(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".", "walks", Path.GetFileNameWithoutExtension(path) + ".txt");

    // The form and the files it is attached to, wherever they lie.
    private string Mark()
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        var attached = (Form.Attachments).SelectMany(name => (string[])[Path.Combine(FormMedia.FolderOf(path), name), Path.Combine(beside, name)]);
        return string.Join('|', attached.Prepend(path).Select(file => new FileInfo(file))
            .Select(file => file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)}" : ""));
    }
}
