using Detainees.Journal;
using Detainees.Signing;
using Detainees.Storage;

namespace Detainees.Bot.Tools.Backups;

/// <summary>Brings a restored journal forward with a bundle: one that the server made later, or that a desk handed back.</summary>
internal sealed class BundleImport(IIntakeStore store, IJournalImport journal) : IBundleReceiver, IDisposable
{
    private readonly Dictionary<Guid, ThreadKey> wanted = [];
    private AttachmentWriter? attachment;
    private MemoryStream? body;
    private bool hasFailed;

    public long Entries { get; private set; }
    public long Erasures { get; private set; }
    public long Files { get; private set; }

    /// <returns>Null when everything that is newer was taken over; otherwise the one sentence that says why not.</returns>
    public async Task<string?> RunAsync(string file, VerifyingKey server, IReadOnlyCollection<VerifyingKey> bearers, string origin, CancellationToken cancel)
    {
        var head = await store.HeadAsync(cancel);
        // Twice: entries count only when the whole journal of the bundle is sound, and that is known at its end.
        if (await ReadAsync(file, server, bearers, origin, head, new Nothing(), cancel) is { } problem) return problem;
        if (await ReadAsync(file, server, bearers, origin, head, this, cancel) is { } changed) return changed;
        return hasFailed ? "the disk is full or cannot be written, or the bundle changed while it was read." : null;
    }

    public async ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel)
    {
        if (hasFailed) return;
        switch (await journal.BringEntryAsync(entry, cancel))
        {
            case ImportResult.AlreadyThere:
                return;
            case ImportResult.DoesNotFollow or ImportResult.Failed:
                hasFailed = true;
                return;
            case ImportResult.Added:
                break;
        }

        Entries++;
        if (entry.Kind == EntryKind.Erasure)
        {
            Erasures++;
            foreach (var item in wanted.Where(w => w.Value == entry.Thread).ToList()) wanted.Remove(item.Key);
            return;
        }

        if (entry.Body.Bytes > 0) wanted[entry.Id.Value] = entry.Thread;
        foreach (var item in entry.Attachments) wanted[item.Id] = entry.Thread;
    }

    public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel)
    {
        if (!wanted.ContainsKey(item.Id)) return new((Stream?)null);
        if (item.Kind == BundleItemKind.Body) return new(body = new MemoryStream());
        if (store.CreateAttachment(item.Id) is not AttachmentCreation.Created(var writer))
        {
            hasFailed = true;
            return new((Stream?)null);
        }

        attachment = writer;
        return new(writer.Content);
    }

    public async ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel)
    {
        if (body is { } sealedBody)
        {
            body = null;
            if (whole && await journal.BringBodyAsync(new EntryId(item.Id), sealedBody.GetBuffer().AsMemory(0, (int)sealedBody.Length), cancel)) Files++;
        }

        if (attachment is { } writer)
        {
            attachment = null;
            await using (writer)
            {
                if (whole && await writer.CommitAsync(cancel) is AttachmentCommit.Kept) Files++;
            }
        }
    }

    public void Dispose() => body?.Dispose();

    private static async Task<string?> ReadAsync(
        string file, VerifyingKey server, IReadOnlyCollection<VerifyingKey> bearers, string origin, JournalHead head, IBundleReceiver receiver,
        CancellationToken cancel)
    {
        await using var source = File.OpenRead(file);
        return await BundleReader.ReadAsync(source, server, bearers, origin, head, receiver, cancel) switch
        {
            BundleReading.Refused(BundleFault.NotSigned) => "it is signed neither by this server nor by a device of the team, or was changed.",
            BundleReading.Refused => "it is no bundle of this journal.",
            BundleReading.Read { Journal: JournalCheck.Sound } => null,
            // Older than the backup: there is nothing in it to bring.
            BundleReading.Read { Journal: JournalCheck.Broken { Fault: JournalFault.RolledBack } } => null,
            BundleReading.Read { Journal: JournalCheck.Broken { Fault: JournalFault.WrongNumber } } =>
                $"it begins after entry {head.Size + 1}: entries are missing between it and what is restored.",
            BundleReading.Read { Journal: JournalCheck.Broken { Fault: JournalFault.Forked } } =>
                "its entries do not continue the backup's: the two are of different histories.",
            _ => "its journal is damaged.",
        };
    }

    /// <summary>Reads to the end and keeps nothing.</summary>
    private sealed class Nothing : IBundleReceiver
    {
        public ValueTask EntryAsync(JournalEntry entry, CancellationToken cancel) => ValueTask.CompletedTask;

        public ValueTask<Stream?> BeginAsync(BundleItem item, CancellationToken cancel) => new((Stream?)null);

        public ValueTask EndAsync(BundleItem item, bool whole, CancellationToken cancel) => ValueTask.CompletedTask;
    }
}
