using System.CommandLine;
using System.Globalization;
using Detainees.Bot.Intake;
using Detainees.Bot.Publishing;
using Detainees.Forms;
using Detainees.Storage;

namespace Detainees.Bot.Tools;

/// <summary>
/// <c>form list</c>: every form and version with its state, and how many conversations are open on each. It only looks, also
/// while the bot runs.
/// </summary>
internal static class FormList
{
    private sealed record Line(string Id, string Version, string State, string Fingerprint, long? Open, string Note);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Drafts to list beside what the bot has", Arity = ArgumentArity.ZeroOrMore };
        var list = new Command("list", "Forms, versions, states, and open conversations on each") { files };
        list.TreatUnmatchedTokensAsErrors = false;
        var tryOut = new Option<bool>("--try-out") { Description = "Of the try-out in this folder" };
        list.Options.Add(tryOut);
        list.SetAction(parsed =>
        {
            // Settings and files stand in one row: what begins with -- is a setting.
            var words = (parsed.GetValue(files) ?? []).Concat(parsed.UnmatchedTokens).ToList();
            return Run(
                [.. words.Where(word => !word.StartsWith("--", StringComparison.Ordinal))],
                [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal))], parsed.GetValue(tryOut), Console.Out);
        });
        return list;
    }

    internal static int Run(string[] files, string[] settings, bool tryOut, TextWriter output)
    {
        if (Launch.SettingsForTool(settings, tryOut) is not var (options, places)) return 2;
        var menu = new FormMenu(options.Forms);
        var shelf = FormShelf.Load(Launch.FormsOf(places), places.FormArchive, menu, keeps: false);
        var use = SqliteStore.ReadFormUse(places.Data);
        var lines = new List<Line>();
        foreach (var report in shelf.Reports)
            if (report.Usable is { } form && (report.Form is not null || report.IsFirst)) lines.Add(LineOf(form, StateOf(report, form, menu), NoteOf(report)));
        foreach (var old in shelf.Known.Where(old => !lines.Any(line => line.Id == old.Id && line.Version == old.Version))) lines.Add(LineOf(old, "earlier", ""));
        foreach (var gone in use ?? [])
            if (!lines.Any(line => line.Id == gone.FormId && line.Version == gone.FormVersion)) lines.Add(new Line(gone.FormId, gone.FormVersion, "missing", "", gone.Conversations, "its file is gone: they cannot go on"));
        Write([.. lines.OrderBy(line => line.Id, StringComparer.Ordinal).ThenBy(line => line.Version, VersionOrder.Instance)], output);
        foreach (var file in files) WriteDraft(file, places.Approvers, output);
        if (use is null) output.WriteLine($"(no open conversations are known: {places.Data} holds no database that can be read)");
        if (!shelf.IsReadable) output.WriteLine($"{places.Published ?? places.Forms} cannot be read.");
        foreach (var bad in shelf.Reports.Where(report => report.Form is null)) FormCheck.Write(bad, output);
        return shelf.Faulty > 0 || !shelf.IsReadable ? 1 : 0;

        Line LineOf(FormDefinition form, string state, string note) => new(
            form.Id, form.Version, state, form.Fingerprint[..12], use?.FirstOrDefault(u => u.FormId == form.Id && u.FormVersion == form.Version)?.Conversations ?? (use is null ? null : 0), note);
    }

    private static string StateOf(FormFileReport report, FormDefinition form, FormMenu menu)
    {
        if (report.IsWithdrawn) return "withdrawn";
        if (!report.IsFirst) return "earlier";
        return menu.MissingFor(form) is { IsEmpty: false } missing ? $"waits for {string.Join(", ", missing)}" : "offered";
    }

    private static string NoteOf(FormFileReport report) =>
        report.Form is null ? $"{report.File} cannot be used now; this is what it gave before" : report.File;

    private static void WriteDraft(string file, string? approversFile, TextWriter output)
    {
        var draft = FormDraft.Read(file);
        if (draft.Release is not { } release)
        {
            FormCheck.Write(draft.Report, output);
            return;
        }

        var signed = approversFile is not null && Approvers.Read(approversFile) is { } approvers ? approvers.WhoSigned(release.ToBytes(), draft.Signatures()) : [];
        var state = signed.Length >= Approvers.Needed ? $"approved by {string.Join(", ", signed.Select(s => s.Name))}"
            : !release.Walks.IsEmpty ? $"tested with {string.Join(", ", release.Walks.Select(walk => walk.Name))}" : "draft";
        output.WriteLine($"{release.Id} {release.Version}  {release.Fingerprint[..12]}  {state}  ({file})");
    }

    private static void Write(List<Line> lines, TextWriter output)
    {
        if (lines.Count == 0) return;
        var (id, version, state) = (lines.Max(l => l.Id.Length), lines.Max(l => l.Version.Length), lines.Max(l => l.State.Length));
        output.WriteLine($"{"FORM".PadRight(id)}  {"VERSION".PadRight(Math.Max(7, version))}  {"STATE".PadRight(Math.Max(5, state))}  FINGERPRINT   OPEN  FROM");
        foreach (var line in lines)
            output.WriteLine($"{line.Id.PadRight(id)}  {line.Version.PadRight(Math.Max(7, version))}  {line.State.PadRight(Math.Max(5, state))}  {line.Fingerprint,-12}  {line.Open?.ToString(CultureInfo.InvariantCulture) ?? "?",4}  {line.Note}".TrimEnd());
    }
}
