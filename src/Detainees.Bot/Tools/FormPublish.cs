using System.Collections.Immutable;
using System.CommandLine;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary>
/// <c>form publish</c>: the form into the folder of published forms, from which a running bot takes it over by itself. Exit
/// codes: 0 published, or published before with the same content; 2 the form or its signatures; 3 the folder.
/// </summary>
internal static class FormPublish
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The form file (.yaml, .xlsx)" };
        var publish = new Command("publish", "Put a form into Forms:Published, from which the bot offers it; a published version never changes") { file };
        publish.TreatUnmatchedTokensAsErrors = false;
        publish.SetAction(parsed => Run(parsed.GetRequiredValue(file), [.. parsed.UnmatchedTokens], Console.Out));
        return publish;
    }

    internal static int Run(string file, string[] settings, TextWriter output)
    {
        if (Launch.SettingsForTool(settings, tryOut: false) is not var (_, places)) return 2;
        if (places.Published is not { } published) return ToolRefusal.Say("Forms:Published is not set: say where published forms lie (--Forms:Published=FOLDER).", ToolRefusal.Input);
        if (Launch.WhyNoApprovals(places) is { } wrong) return ToolRefusal.Say(wrong, ToolRefusal.Input);
        var draft = FormDraft.Read(file);
        FormCheck.Write(draft.Report, output);
        if (draft is not { Report.Form: not null, Release: { } release, Yaml: { } yaml }) return ToolRefusal.Input;
        if (draft.Report.Publishing.Any(d => d.Severity == DiagnosticSeverity.Error))
            return ToolRefusal.Say("the form breaks rules of publishing: see the errors above.", ToolRefusal.Input);
        if (!FormRelease.IsName(release.Id) || !FormRelease.IsName(release.Version))
            return ToolRefusal.Say("form_id and version name folders: letters, digits, '.', '_' and '-' only, and neither may be empty.", ToolRefusal.Input);

        var bytes = release.ToBytes();
        var signatures = draft.Signatures().ToList();
        if (places.Approvers is { } approversFile)
        {
            var signed = Approvers.Read(approversFile)?.WhoSigned(bytes, signatures) ?? [];
            if (signed.Length < Approvers.Needed)
            {
                return ToolRefusal.Say(
                    $"signed by {(signed.IsEmpty ? "nobody" : string.Join(", ", signed.Select(s => s.Name)))} of the approvers; two must sign, the one who publishes and another (form approve {file}).", 2);
            }
        }

        return Write(Path.Combine(published, release.Id, release.Version), release, bytes, yaml, draft.Attachments, signatures, output);
    }

    private static int Write(string folder, FormRelease release, byte[] bytes, byte[] yaml, ImmutableArray<AttachedContent> attachments, List<string> signatures, TextWriter output)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                var there = Path.Combine(folder, PublishedForms.ReleaseFile);
                if (!File.Exists(there) || FormRelease.TryRead(File.ReadAllBytes(there))?.Fingerprint != release.Fingerprint)
                    return ToolRefusal.Say($"version {release.Version} of {release.Id} is published with other content; what is published never changes: raise the version.", ToolRefusal.Input);
                output.WriteLine($"{release.Id} {release.Version} was published before, with the same content.");
                return 0;
            }

            // Made beside and moved in one step: the bot must never find half a version.
            var partial = folder + ".partial";
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            Directory.CreateDirectory(partial);
            File.WriteAllBytes(Path.Combine(partial, FormRelease.FormFile), yaml);
            var media = FormMedia.FolderOf(Path.Combine(partial, FormRelease.FormFile));
            foreach (var attached in attachments) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(media).FullName, attached.Name), attached.Bytes);
            File.WriteAllBytes(Path.Combine(partial, PublishedForms.ReleaseFile), bytes);
            for (var i = 0; i < signatures.Count; i++) File.WriteAllText(Path.Combine(partial, $"approval-{i + 1}.sig"), signatures[i]);
            Directory.Move(partial, folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ToolRefusal.Say($"{folder} cannot be written: no right to write there, or the disk is full.", ToolRefusal.Machine);
        }

        output.WriteLine($"{release.Id} {release.Version} is published: new conversations take it within seconds, running ones stay on their version.");
        if (release.Walks.IsEmpty) output.WriteLine("It was not tested: no walk was replayed on it (form test).");
        return 0;
    }
}
