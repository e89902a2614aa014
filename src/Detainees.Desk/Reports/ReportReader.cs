using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Reports;

/// <param name="Opening">Whether it opens, and what is in it.</param>
internal sealed record ReadReport(JournalEntry Entry, ReportOpening Opening);

/// <summary>Opens the reports of a desk folder, several at once, in the order of the journal and in bounded memory.</summary>
internal sealed class ReportReader(DeskFolder folder, JournalShelf shelf, ImmutableArray<Identity> identities, FormShelf forms)
{
    /// <summary>Far above what questions and answers come to.</summary>
    private const int MaxBodyBytes = 64 * 1024 * 1024;

    /// <summary>Entries that are reports, whole or partial; additions, events and erasures are not.</summary>
    public static bool IsReport(JournalEntry entry) => entry.Kind is EntryKind.Report or EntryKind.SealedDraft;

    /// <summary>Every report of the journal, those taken back included, as closed.</summary>
    public async IAsyncEnumerable<ReadReport> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var window = new Queue<Task<ReadReport>>();
        var most = Environment.ProcessorCount * 4;
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            if (!IsReport(entry)) continue;
            window.Enqueue(Task.Run(() => Read(entry), cancel));
            if (window.Count >= most) yield return await window.Dequeue();
        }

        while (window.TryDequeue(out var next)) yield return await next;
    }

    public ReadReport Read(JournalEntry entry) => new(entry, Open(entry));

    private ReportOpening Open(JournalEntry entry)
    {
        if (shelf.IsTakenBack(entry)) return Closed(ClosedReason.TakenBack);
        if (entry.Body.Bytes > MaxBodyBytes) return Closed(ClosedReason.TooLarge);
        var path = folder.PathOf(JournalItems.BodyOf(entry));
        if (!File.Exists(path)) return Closed(ClosedReason.NotHere);
        var length = (int)entry.Body.Bytes;
        var rented = ArrayPool<byte>.Shared.Rent(length + 1);
        try
        {
            using var file = File.OpenRead(path);
            var content = rented.AsSpan(0, length);
            if (file.ReadAtLeast(rented.AsSpan(0, length + 1), length + 1, throwOnEndOfStream: false) != length || Sha256Hash.Of(content) != entry.Body.Hash)
                return Closed(ClosedReason.Changed);
            return entry.Kind == EntryKind.SealedDraft ? SealedDraft.Open(entry, content, identities, forms) : OpenReport(entry, content);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private ReportOpening OpenReport(JournalEntry entry, ReadOnlySpan<byte> content)
    {
        switch (AgeOpening.Open(content, identities))
        {
            case OpenResult.Failed(OpenFailure.NoMatch):
                return Closed(ClosedReason.OtherKeys);
            case OpenResult.Opened(var plaintext):
                var json = plaintext.AsSpan().TrimEnd(" \n"u8).ToArray();
                CryptographicOperations.ZeroMemory(plaintext);
                if (Report.TryRead(json) is not { } report) return Closed(ClosedReason.Unknown);
                // age does not say who sealed: a report in another's place would otherwise pass for it.
                return report.Id == entry.Id.ToString() ? new ReportOpening.Opened(report, json, IsPartial: false) : Closed(ClosedReason.OtherEntry);
            default:
                return Closed(ClosedReason.Damaged);
        }
    }

    private static ReportOpening.Closed Closed(ClosedReason reason) => new(reason);
}
