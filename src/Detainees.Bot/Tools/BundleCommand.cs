using System.Runtime.CompilerServices;
using Detainees.Bot.Settings;
using Detainees.Journal;
using Detainees.Storage;

namespace Detainees.Bot.Tools;

/// <summary><c>bundle</c>: the journal and what belongs to it in one signed file, ciphertext only, for desks that cannot pull.</summary>
internal static class BundleCommand
{
    public static async Task<int> RunAsync(string output, long from, bool tryOut, string[] settings, CancellationToken cancel)
    {
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
            // Written beside and renamed: half a bundle must not look like one.
            var partial = path + ".partial";
            try
            {
                BundleWriting written;
                await using (var file = PrivateDirectory.CreateFile(partial))
                {
                    written = await BundleWriter.WriteAsync(
                        file, new StoreSource(store, from), Checkpoint.Of(head, Launch.Origin, TimeProvider.System.GetUtcNow()), secrets.Signing, cancel);
                    file.Flush(flushToDisk: true);
                }

                File.Move(partial, path);
                Console.WriteLine($"{path}: {written.Entries} entries, {written.Files} sealed files{(written.NotHeld > 0 ? $", {written.NotHeld} not held any more" : "")}.");
                foreach (var damaged in written.Damaged) Console.Error.WriteLine($"{damaged.Name}: {damaged.Fault}");
                return written.Damaged.IsEmpty ? 0 : 3;
            }
            catch (InvalidOperationException)
            {
                File.Delete(partial);
                return Launch.Refuse("The journal holds more than one bundle takes (400,000 files): let desks pull, and write the newest with --from.", 3);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                File.Delete(partial);
                return Launch.Refuse($"{path} cannot be written: no such folder, no right to write there, or the disk is full.", 3);
            }
        }
    }

    /// <summary>The store's journal from one entry on.</summary>
    private sealed class StoreSource(IIntakeStore store, long from) : IBundleSource
    {
        private const int Page = 500;

        public async IAsyncEnumerable<JournalEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancel)
        {
            var next = from;
            while (true)
            {
                var entries = await store.EntriesAsync(next, Page, cancel);
                foreach (var entry in entries) yield return entry;
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
