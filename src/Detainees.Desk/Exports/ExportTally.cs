using System.Globalization;
using System.Text;
using Detainees.Desk.Pulling;
using Detainees.Journal;

namespace Detainees.Desk.Exports;

/// <summary>Counts an export so that it reconciles, and writes its manifest. Holds numbers and reasons, nothing of a report.</summary>
internal sealed class ExportTally
{
    private readonly List<FailedItem> failed = [];

    public long Reports { get; private set; }
    public long ReportsFailed { get; private set; }
    public long Files { get; private set; }
    public long FilesFailed { get; private set; }
    public long TakenBack { get; private set; }
    public bool IsComplete => failed.Count == 0;
    public IReadOnlyList<FailedItem> Failed => failed;

    public void ReportDone() => Reports++;
    public void FileDone() => Files++;
    public void WasTakenBack() => TakenBack++;

    public void ReportFailed(JournalEntry entry, string why)
    {
        ReportsFailed++;
        failed.Add(new FailedItem(NameOf(entry), why));
    }

    public void FileFailed(JournalEntry entry, int number, string why)
    {
        FilesFailed++;
        failed.Add(new FailedItem(string.Create(CultureInfo.InvariantCulture, $"{NameOf(entry)}, file {number}"), why));
    }

    /// <summary>Two lines that add up.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"Reports: {Reports + ReportsFailed} in scope = {Reports} exported + {ReportsFailed} failed");
        yield return string.Create(CultureInfo.InvariantCulture, $"Files: {Files + FilesFailed} in scope = {Files} exported + {FilesFailed} failed");
        if (TakenBack > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Not in scope: {TakenBack} taken back by {(TakenBack == 1 ? "its family" : "their families")}");
    }

    /// <summary>The text of export.txt.</summary>
    public string Manifest(string what, JournalHead head, string serverKey, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append("Detainees desk export\n");
        text.Append(CultureInfo.InvariantCulture, $"Made: {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC\n");
        text.Append("Format: ").Append(what).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"Journal: {Words.Count(head.Size, "entry")}, root {head.Root}\n");
        text.Append("Server key: ").Append(serverKey).Append('\n');
        foreach (var line in Lines()) text.Append(line).Append('\n');
        if (failed.Count > 0) text.Append("\nFailed:\n");
        foreach (var item in failed) text.Append("  ").Append(item.What).Append(": ").Append(item.Why).Append('\n');
        return text.ToString();
    }

    private static string NameOf(JournalEntry entry) => string.Create(CultureInfo.InvariantCulture, $"entry {entry.Number} (report {entry.Id})");
}
