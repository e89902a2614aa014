using System.Collections.Concurrent;
using System.Collections.Immutable;
using Detainees.Bot.Publishing;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Bot.Intake;

/// <summary>
/// The forms that are offered, and every version that was ever offered: a conversation stays on the version it began with,
/// whatever the admin puts in its place. Read again while the bot runs; a bad file leaves what it gave before.
/// </summary>
/// <remarks>What readers see is one immutable <see cref="Shelf"/>, replaced in one step. Only one thread may load at a time.</remarks>
internal sealed class FormShelf : IFormLibrary
{
    private readonly FormSource source;
    private readonly FormArchive archive;
    private readonly FormMenu menu;
    private readonly bool keeps;
    private readonly ConcurrentDictionary<(string, string), string> kept = new();
    private volatile Shelf shelf = Shelf.Empty;
    private ImmutableDictionary<string, (string Id, string Version)> lastGood;

    private FormShelf(FormSource source, FormArchive archive, FormMenu menu, bool keeps)
    {
        (this.source, this.archive, this.menu, this.keeps) = (source, archive, menu, keeps);
        lastGood = archive.ReadIndex();
    }

    public ImmutableArray<FormDefinition> Offered => shelf.Offered;

    /// <summary>What each form file gave when it was last looked at.</summary>
    public ImmutableArray<FormFileReport> Reports => shelf.Reports;

    /// <summary>All versions that are known, offered or not.</summary>
    public IEnumerable<FormDefinition> Known => shelf.Known.Values;

    /// <summary>Whether the folder of forms could be read when it was last looked at.</summary>
    public bool IsReadable => shelf.IsReadable;

    /// <summary>Files that cannot be used as they are now.</summary>
    public int Faulty => shelf.Reports.Count(report => report.Form is null);

    public FormDefinition? Find(string id, string version) => shelf.Known.GetValueOrDefault((id, version));

    /// <summary>A file of a version that was offered, as it was then; null where it is gone.</summary>
    public Stream? OpenMedia(OutgoingMedia media)
    {
        if (!kept.TryGetValue((media.FormId, media.FormVersion), out var path) || Find(media.FormId, media.FormVersion)?.Attachments.Contains(media.Name) is not true) return null;
        try
        {
            return File.OpenRead(Path.Combine(FormMedia.FolderOf(path), media.Name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads everything. A file with errors is reported and passed over, the others are offered.</summary>
    /// <param name="keeps">False for whoever only looks: then nothing is written.</param>
    public static FormShelf Load(FormSource source, string archive, FormMenu menu, bool keeps = true)
    {
        var loaded = new FormShelf(source, new FormArchive(archive), menu, keeps);
        loaded.Fill(FormReading.Of(source, archive));
        return loaded;
    }

    /// <summary>An empty one: <see cref="Fill"/> comes before anybody looks.</summary>
    public static FormShelf Empty(FormSource source, string archive, FormMenu menu) => new(source, new FormArchive(archive), menu, keeps: true);

    /// <summary>Once, with what was read.</summary>
    public void Fill(FormReading reading)
    {
        var known = ImmutableDictionary.CreateBuilder<(string, string), FormDefinition>();
        foreach (var (old, path) in reading.Kept)
            if (known.TryAdd((old.Id, old.Version), old)) kept[(old.Id, old.Version)] = path;
        shelf = Shelf.Empty with { Known = known.ToImmutable() };
        Take(reading.Offered);
    }

    /// <summary>Reads the files again and takes over what they give now.</summary>
    public void Reload() => Take(source.Read());

    private void Take(ImmutableArray<FormFileReport>? offered)
    {
        if (offered is not { } read)
        {
            // A folder that is away for a moment (a disk, a copy under way) is no wish to offer nothing.
            shelf = shelf with { IsReadable = false };
            return;
        }

        var known = shelf.Known;
        var reports = new List<FormFileReport>();
        foreach (var report in read.Where(report => report.Form is not { } form || menu.Takes(form.Id)))
        {
            if (report.Form is not { } form) reports.Add(report with { LastGood = LastGoodOf(report.File, known) });
            else if (Shelve(form, report, ref known)) reports.Add(report);
            else
                reports.Add(report with
                {
                    Form = null, LastGood = LastGoodOf(report.File, known),
                    Problem = "this form id and version were offered before with other content: raise the version",
                });
        }

        var settled = OfferOneOfEach(reports);
        lastGood = settled.Where(report => report.Usable is not null)
            .ToImmutableDictionary(report => report.File, report => (report.Usable!.Id, report.Usable.Version), StringComparer.Ordinal); // just looked
        shelf = new Shelf(menu.Arrange(settled.Where(report => report.IsFirst).Select(report => report.Usable).OfType<FormDefinition>()), settled, known, true);
        if (keeps) archive.WriteIndex(lastGood);
    }

    private FormDefinition? LastGoodOf(string file, ImmutableDictionary<(string, string), FormDefinition> known) =>
        lastGood.TryGetValue(file, out var good) ? known.GetValueOrDefault(good) : null;

    /// <summary>A menu cannot show one form twice: the newest version is offered, and the other files say why they are not.</summary>
    private static ImmutableArray<FormFileReport> OfferOneOfEach(List<FormFileReport> reports)
    {
        var newest = reports.Where(r => r is { Usable: not null, IsWithdrawn: false }).GroupBy(r => r.Usable!.Id) // just looked
            .ToDictionary(same => same.Key, same => same.OrderBy(r => r.Usable!.Version, VersionOrder.Instance).Last());
        return
        [
            .. reports.Select(r => r switch
            {
                { IsWithdrawn: true } or { Usable: null } => r,
                _ when ReferenceEquals(newest[r.Usable.Id], r) => r with { IsFirst = true },
                { IsRelease: true } => r,
                _ => r with { Form = null, LastGood = null, Problem = r.Problem ?? $"{newest[r.Usable.Id].File} offers this form too, and its version is taken" },
            }),
        ];
    }

    private bool Shelve(FormDefinition form, FormFileReport report, ref ImmutableDictionary<(string, string), FormDefinition> known)
    {
        if (known.TryGetValue((form.Id, form.Version), out var there)) return there.Fingerprint == form.Fingerprint;
        // On the disk first: a conversation that begins with it must find it after a crash.
        if (keeps && report.Content is { } content) kept[(form.Id, form.Version)] = archive.Keep(content);
        known = known.Add((form.Id, form.Version), form);
        return true;
    }

    private sealed record Shelf(
        ImmutableArray<FormDefinition> Offered, ImmutableArray<FormFileReport> Reports,
        ImmutableDictionary<(string Id, string Version), FormDefinition> Known, bool IsReadable)
    {
        public static readonly Shelf Empty = new([], [], ImmutableDictionary<(string, string), FormDefinition>.Empty, true);
    }
}
