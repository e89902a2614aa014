using System.Collections.Immutable;
using Detainees.Desk.Pulling;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Exports;

/// <summary>What of one export is the same in every format: which reports, their attachments, the counting.</summary>
internal sealed class ReportExport(
    DeskFolder desk, ReportReader reader, ImmutableArray<Identity> identities, ExportFolder folder, ExportTally tally, ReportChoice choice,
    IProgressLine progress)
{
    /// <summary>One JSON file a report, exactly as sealed, and its attachments in a folder beside it.</summary>
    public async Task ToJsonAsync(CancellationToken cancel)
    {
        await foreach (var (read, opened) in ChosenAsync(cancel))
        {
            var name = folder.NameFor(opened.Report);
            await folder.WriteAsync($"{name}.json", (byte[])[.. opened.Json, (byte)'\n'], cancel);
            await AttachmentsAsync(read.Entry, opened.Report, name, cancel);
            tally.ReportDone();
        }
    }

    /// <summary>The chosen reports that open; the others are counted with their reasons.</summary>
    public async IAsyncEnumerable<(ReadReport Read, ReportOpening.Opened Opened)> ChosenAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        progress.Begin("entries read", desk.Memory?.Head.Size ?? 0);
        await foreach (var read in reader.ReadAllAsync(cancel))
        {
            progress.Step(1);
            if (!choice.MayBe(read)) continue;
            switch (read.Opening)
            {
                case ReportOpening.Opened opened: yield return (read, opened); break;
                case ReportOpening.Closed(ClosedReason.TakenBack): tally.WasTakenBack(); break;
                case ReportOpening.Closed(var reason): tally.ReportFailed(read.Entry, ClosedWords.Of(reason)); break;
            }
        }
    }

    public async Task AttachmentsAsync(JournalEntry entry, Report report, string name, CancellationToken cancel)
    {
        if (report.Attachments.IsEmpty) return;
        PrivateFiles.CreateFolder(folder.PathOf(name));
        for (var i = 0; i < report.Attachments.Length; i++)
        {
            var path = Path.Combine(folder.PathOf(name), FileNames.Of(i + 1, report.Attachments[i]));
            if (await AttachmentOpening.ToFileAsync(desk, entry, report.Attachments[i], identities, path, cancel) is { } fault)
                tally.FileFailed(entry, i + 1, AttachmentOpening.WordsOf(fault));
            else tally.FileDone();
        }
    }
}
