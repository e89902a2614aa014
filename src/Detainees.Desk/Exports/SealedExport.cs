using System.Globalization;
using System.Security.Cryptography;
using Detainees.Desk.Pulling;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Journal;

namespace Detainees.Desk.Exports;

/// <summary>Copies the age files as they are, checked against the journal; needs no identity. Stock <c>age -d</c> opens each.</summary>
internal sealed class SealedExport(DeskFolder desk, JournalShelf shelf, ExportFolder folder, ExportTally tally, ReportChoice choice, IProgressLine progress)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        progress.Begin("entries read", desk.Memory?.Head.Size ?? 0);
        await foreach (var entry in shelf.EntriesAsync(cancel))
        {
            progress.Step(1);
            if (!ReportReader.IsReport(entry) || !choice.MayBe(entry)) continue;
            if (shelf.IsTakenBack(entry))
            {
                tally.WasTakenBack();
                continue;
            }

            // A sealed draft is a container around an age file (docs/storage.md); its name says that age alone does not open it.
            var ending = entry.Kind == EntryKind.SealedDraft ? "sealed-draft" : "age";
            var name = string.Create(CultureInfo.InvariantCulture, $"{entry.Number:000000}-{entry.Id}");
            if (await CopyAsync(JournalItems.BodyOf(entry), $"{name}.{ending}", cancel) is { } why) tally.ReportFailed(entry, why);
            else tally.ReportDone();
            for (var i = 0; i < entry.Attachments.Length; i++)
            {
                PrivateFiles.CreateFolder(folder.PathOf(name));
                var file = Path.Combine(name, string.Create(CultureInfo.InvariantCulture, $"{i + 1}-{entry.Attachments[i].Id:N}.age"));
                if (await CopyAsync(JournalItems.Of(entry.Attachments[i]), file, cancel) is { } reason) tally.FileFailed(entry, i + 1, reason);
                else tally.FileDone();
            }
        }
    }

    private async Task<string?> CopyAsync(BundleItem item, string name, CancellationToken cancel)
    {
        var source = desk.PathOf(item);
        if (!File.Exists(source)) return ClosedWords.Of(ClosedReason.NotHere);
        var target = folder.PathOf(name);
        var part = target + ".part";
        bool isWhole;
        await using (var input = File.OpenRead(source))
        await using (var output = PrivateFiles.Open(part, FileMode.Create))
        {
            await input.CopyToAsync(output, cancel);
            output.Position = 0;
            isWhole = output.Length == item.Sealed.Bytes && Sha256Hash.FromBytes(await SHA256.HashDataAsync(output, cancel)) == item.Sealed.Hash;
        }

        if (isWhole) File.Move(part, target, overwrite: true);
        else File.Delete(part);
        return isWhole ? null : ClosedWords.Of(ClosedReason.Changed);
    }
}
