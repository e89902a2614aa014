using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Bot.Intake;

/// <summary>
/// The forms that are offered, from the forms directory, and every version that was ever offered, from the archive beside the
/// data: a conversation stays on the version it began with, whatever the admin puts in its place.
/// </summary>
internal sealed class FormShelf : IFormLibrary
{
    private readonly string archive;
    private readonly ConcurrentDictionary<(string Id, string Version), FormDefinition> known = new();

    private FormShelf(string archive) => this.archive = archive;

    public ImmutableArray<FormDefinition> Offered { get; private set; } = [];

    /// <summary>What each file of the forms directory gave; files with errors are passed over.</summary>
    public ImmutableArray<FormFileReport> Reports { get; private set; } = [];

    public FormDefinition? Find(string id, string version) => known.GetValueOrDefault((id, version));

    /// <summary>Reads both directories. A file with errors is reported and passed over, the others are offered.</summary>
    /// <param name="choice">A form that it leaves out is neither offered nor reported.</param>
    public static FormShelf Load(string directory, string archive, FormChoice choice)
    {
        var shelf = new FormShelf(archive);
        Directory.CreateDirectory(archive);
        foreach (var path in FilesOf(archive))
            if (FormFiles.Read(path).Form is { } old) shelf.known.TryAdd((old.Id, old.Version), old);

        var reports = new List<FormFileReport>();
        foreach (var path in FilesOf(directory))
        {
            var report = FormFiles.Read(path);
            if (report.Form is { } read && !choice.Takes(read.Id)) continue;
            if (report.Form is { } form && !shelf.TryShelve(form, path))
                report = report with { Form = null, Problem = "this form id and version were offered before with other content: raise the version" };
            reports.Add(report);
        }

        shelf.Reports = [.. OfferOneOfEach(reports)];
        shelf.Offered = [.. shelf.Reports.Select(r => r.Form).OfType<FormDefinition>().OrderBy(f => f.Id, StringComparer.Ordinal)];
        return shelf;
    }

    /// <summary>A menu cannot show one form twice: the newest version is offered, and the other files say why they are not.</summary>
    private static IEnumerable<FormFileReport> OfferOneOfEach(List<FormFileReport> reports)
    {
        var newest = reports.Where(r => r.Form is not null).GroupBy(r => r.Form!.Id) // just looked
            .ToDictionary(same => same.Key, same => same.OrderBy(r => r.Form!.Version.Length).ThenBy(r => r.Form!.Version, StringComparer.Ordinal).Last());
        return reports.Select(r => r.Form is null || ReferenceEquals(newest[r.Form.Id], r)
            ? r
            : r with { Form = null, Problem = $"{newest[r.Form.Id].File} offers this form too, and its version is taken" });
    }

    private bool TryShelve(FormDefinition form, string path)
    {
        var there = known.GetOrAdd((form.Id, form.Version), form);
        if (there.Fingerprint != form.Fingerprint) return false;
        var content = File.ReadAllBytes(path);
        var name = Convert.ToHexStringLower(SHA256.HashData(content))[..32] + Path.GetExtension(path);
        var kept = Path.Combine(archive, name);
        if (File.Exists(kept)) return true;
        // The files first: a form that is in the archive has them.
        foreach (var attachment in form.Attachments)
        {
            if (FormMedia.Beside(path)(attachment) is not FormAttachment.Found found) return false;
            Directory.CreateDirectory(FormMedia.FolderOf(kept));
            File.WriteAllBytes(Path.Combine(FormMedia.FolderOf(kept), attachment), found.Content.Span);
        }

        var partial = kept + ".partial";
        File.WriteAllBytes(partial, content);
        File.Move(partial, kept, overwrite: true);
        return true;
    }

    private static IEnumerable<string> FilesOf(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory).Where(FormFiles.IsForm).Order(StringComparer.Ordinal)
            : [];
}
