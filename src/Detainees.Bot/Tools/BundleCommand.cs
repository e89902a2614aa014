using System.Runtime.CompilerServices;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Bot.Tools;

/// <summary><c>bundle</c>: the journal and what belongs to it in one signed file, ciphertext only, for desks that cannot pull.</summary>
internal static class BundleCommand
{
    public static async Task<int> RunAsync(string output, long from, long to, bool tryOut, string[] settings, CancellationToken cancel)
    {
        if (to < from) return Launch.Refuse("--to is the number of a journal entry, not before --from.", 2);
        if (from < 1) return Launch.Refuse("--from is the number of a journal entry, from 1 on.", 2);
        var path = Path.GetFullPath(output);
        if (File.Exists(path)) return Launch.Refuse($"{path} exists already; nothing is overwritten.", 2);
        var (store, secrets) = Launch.OpenForTool(settings, tryOut);
        if (store is null || secrets is null) return 3;
        using (secrets)
        await using (store)
        {
            var head = await store.HeadAsync(cancel);
            if (head.Size < from) return Launch.Refuse($"The journal has {head.Size} entries; there is nothing from {from} on.", 2);
            if (await CutAsync(store, head, from, to, BundleWriter.MaxFiles, cancel) is not { } upTo)
                return Launch.Refuse($"Entry {from} alone is more than one bundle takes.", 3);
            // Written beside and renamed: half a bundle must not look like one.
            var partial = path + ".partial";
            try
            {
                BundleWriting written;
                await using (var file = PrivateDirectory.CreateFile(partial))
                {
                    written = await BundleWriter.WriteAsync(
                        file, new StoreSource(store, from, upTo.Size), Checkpoint.Of(upTo, Launch.Origin, TimeProvider.System.GetUtcNow()), secrets.Signing, cancel);
                    file.Flush(flushToDisk: true);
                }

                File.Move(partial, path);
                Console.WriteLine($"{path}: {written.Entries} entries, {written.Files} sealed files{(written.NotHeld > 0 ? $", {written.NotHeld} not held any more" : "")}.");
                if (upTo.Size < Math.Min(to, head.Size))
                    Console.WriteLine($"That is as much as one bundle takes, up to entry {upTo.Size}. The next one: --from={upTo.Size + 1}");
                foreach (var damaged in written.Damaged) Console.Error.WriteLine($"{damaged.Name}: {damaged.Fault}");
                return written.Damaged.IsEmpty ? 0 : 3;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                File.Delete(partial);
                return Launch.Refuse($"{path} cannot be written: no such folder, no right to write there, or the disk is full.", 3);
            }
        }
    }

    /// <summary>
    /// The head at the last entry that goes in: the one asked for, or the last with which one bundle is full. A desk takes bundles one after the other,
    /// so a journal of any size can be carried from its beginning. Null when not even the first entry fits.
    /// </summary>
    internal static async Task<JournalHead?> CutAsync(
        IIntakeStore store, JournalHead newest, long from, long to, int mostFiles, CancellationToken cancel)
    {
        var (head, last, files, bytes) = (JournalHead.Empty, (JournalHead?)null, 0L, 0L);
        await foreach (var entry in new StoreSource(store, 1, Math.Min(to, newest.Size)).EntriesAsync(cancel))
        {
            head = head.Append(entry);
            if (entry.Number < from) continue;
            files += entry.Attachments.Length + 1;
            bytes += entry.Encode().Length;
            if (files > mostFiles || bytes > BundleWriter.MaxJournalBytes) break;
            last = head;
        }

        return last;
    }

    /// <summary>The store's journal from one entry to another.</summary>
    private sealed class StoreSource(IIntakeStore store, long from, long to) : IBundleSource
    {
        private const int Page = 500;

        public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            var next = from;
            while (true)
            {
                var entries = await store.EntriesAsync(next, Page, cancel);
                foreach (var entry in entries)
                {
                    if (entry.Number > to) yield break;
                    yield return entry;
                }

                if (entries.Length < Page) yield break;
                next = entries[^1].Number + 1;
            }
        }

        public async ValueTask<Stream?> OpenAsync(BundleItem item, CancellationToken cancel) => item.Kind switch
        {
            BundleItemKind.Body => await store.OpenBodyAsync(new EntryId(item.Id), cancel),
            BundleItemKind.Attachment => store.OpenAttachment(item.Id),
        };
    }
}
