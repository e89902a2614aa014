using System.Globalization;
using CsvHelper;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;

namespace Detainees.Desk.Exports;

/// <summary>
/// Two tables and the attachments: <c>reports.csv</c>, a row for each report, and <c>answers_long.csv</c>, a row for each
/// answer. The reports are opened twice, once for the columns and once for the rows, so that memory does not grow with them.
/// </summary>
internal sealed class CsvExport(ReportExport export, ReportExport columnsOnly, ExportFolder folder, ExportTally tally)
{
    // The mark in front tells Excel that this is UTF-8.
    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = true };

    private static readonly string[] Fixed =
    [
        "number", "reference", "report", "form_id", "form_version", "form_title", "language", "started", "sent", "time_zone", "partial", "files",
    ];

    private static readonly string[] Long =
    [
        "number", "reference", "path", "field", "type", "question", "state", "value", "display", "at", "how", "files",
    ];

    public async Task RunAsync(CancellationToken cancel)
    {
        var columns = new CsvColumns();
        await foreach (var (_, opened) in columnsOnly.ChosenAsync(cancel)) columns.Note(opened.Report);
        var names = columns.Names;
        var wide = folder.PathOf("reports.csv");
        var tall = folder.PathOf("answers_long.csv");
        await using (var wideFile = PrivateFiles.Open(wide + ".part", FileMode.Create))
        await using (var tallFile = PrivateFiles.Open(tall + ".part", FileMode.Create))
        await using (var reports = CsvWriter.Create(wideFile, Options, leaveOpen: true))
        await using (var answers = CsvWriter.Create(tallFile, Options, leaveOpen: true))
        {
            await WriteRowAsync(reports, [.. Fixed, .. names], cancel);
            await WriteRowAsync(answers, Long, cancel);
            await foreach (var (read, opened) in export.ChosenAsync(cancel))
            {
                var name = folder.NameFor(opened.Report);
                await WriteRowAsync(reports, Row(read, opened, names), cancel);
                foreach (var answer in opened.Report.Answers) await WriteRowAsync(answers, Row(read, opened.Report, answer), cancel);
                await export.AttachmentsAsync(read.Entry, opened.Report, name, cancel);
                tally.ReportDone();
            }
        }

        File.Move(wide + ".part", wide, overwrite: true);
        File.Move(tall + ".part", tall, overwrite: true);
    }

    private static ValueTask WriteRowAsync(CsvWriter writer, IEnumerable<string> cells, CancellationToken cancel) =>
        writer.WriteRecordAsync([.. cells.Select(SafeCell.Of)], cancel);

    private static IEnumerable<string> Row(ReadReport read, ReportOpening.Opened opened, IReadOnlyList<string> names)
    {
        var report = opened.Report;
        var cells = CsvColumns.NamesOf(report).Zip(report.Answers).ToDictionary(pair => pair.First, pair => Cell(pair.Second), StringComparer.Ordinal);
        return
        [
            Number(read.Entry.Number), report.Reference, report.Id, report.Form.Id, report.Form.Version, report.Form.Title, report.Language,
            Utc(report.Started), Utc(report.Sent), report.TimeZone, opened.IsPartial ? "yes" : "no", Number(report.Attachments.Length),
            .. names.Select(name => cells.GetValueOrDefault(name, "")),
        ];
    }

    private static IEnumerable<string> Row(ReadReport read, Report report, ReportAnswer answer) =>
    [
        Number(read.Entry.Number), report.Reference, answer.Path, answer.Field ?? "", answer.Type, answer.Question, answer.State, answer.Value,
        answer.Display, Utc(answer.At), answer.How,
        string.Join(' ', answer.Attachments.Select(id => FileOf(report, id)).Where(name => name.Length > 0)),
    ];

    /// <summary>What the family saw; where there is no answer, the state in brackets, and nothing for a question passed over.</summary>
    private static string Cell(ReportAnswer answer) => answer.State switch
    {
        "answered" => answer.Display.Length > 0 ? answer.Display : answer.Value,
        "skipped" => "",
        _ => $"[{answer.State}]",
    };

    private static string FileOf(Report report, string id)
    {
        for (var i = 0; i < report.Attachments.Length; i++)
        {
            if (report.Attachments[i].Id == id) return FileNames.Of(i + 1, report.Attachments[i]);
        }

        return "";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
