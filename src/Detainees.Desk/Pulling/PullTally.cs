using System.Collections.Immutable;
using System.Globalization;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Pulling;

/// <summary>A sealed file that the journal names and this desk lacks.</summary>
internal sealed record WantedFile(long Order, BundleItem Item, string What);

/// <summary>Counts the files of the journal, so that every pull ends in numbers that add up.</summary>
/// <param name="justCame">Names of files that this pull has brought already: fetched, not "already here".</param>
internal sealed class PullTally(DeskFolder folder, JournalShelf shelf, IReadOnlySet<string> justCame)
{
    private long files, here, came, takenBack, retired;

    public async Task<List<WantedFile>> CountAsync(CancellationToken cancel)
    {
        var wanted = new List<WantedFile>();
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            var isTakenBack = shelf.IsTakenBack(entry);
            var number = 0;
            foreach (var item in JournalItems.Of(entry))
            {
                files++;
                if (item.Kind == BundleItemKind.Attachment) number++;
                if (folder.Has(item) && justCame.Contains(item.FileName)) came++;
                else if (folder.Has(item)) here++;
                else if (isTakenBack) takenBack++;
                else if (shelf.IsRetired(entry)) retired++;
                else wanted.Add(new WantedFile(files, item, NameOf(entry, item, number)));
            }
        }

        return wanted;
    }

    public PullSummary Summary(long before, long fetched, ImmutableArray<FailedItem> failed, ImmutableArray<string> remarks) =>
        new(folder.Head.Size, folder.Head.Size - before, files, here, came + fetched, takenBack, retired, failed, remarks);

    private static string NameOf(JournalEntry entry, BundleItem item, int number) => item.Kind switch
    {
        BundleItemKind.Body => string.Create(CultureInfo.InvariantCulture, $"entry {entry.Number}, the report itself"),
        BundleItemKind.Attachment => string.Create(CultureInfo.InvariantCulture, $"entry {entry.Number}, attachment {number}"),
    };
}

/// <summary>Shows how far something long is; may be called from several threads.</summary>
internal interface IProgressLine
{
    void Begin(string what, long total);
    void Step(long done);
}
