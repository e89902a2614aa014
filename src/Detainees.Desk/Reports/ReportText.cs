using System.Globalization;
using Detainees.Journal;

namespace Detainees.Desk.Reports;

/// <summary>One report on the screen: questions and answers as the family saw them, in their order.</summary>
internal static class ReportText
{
    public static void Write(TextWriter output, JournalEntry entry, Report report, bool isPartial)
    {
        output.WriteLine($"Report {ScreenText.Line(report.Reference.Length > 0 ? report.Reference : report.Id)}");
        if (isPartial) Fact(output, "Partial", "the server had lost the readable copy; these are the answers as they were kept (--forms names the questions)");
        Fact(output, isPartial ? "Last touched" : "Sent", Time(report.Sent));
        Fact(output, "Form", ScreenText.Line($"{report.Form.Title} ({report.Form.Id} {report.Form.Version})").TrimStart());
        Fact(output, "Language", ScreenText.Line(report.Language));
        Fact(output, "Journal", string.Create(CultureInfo.InvariantCulture, $"entry {entry.Number}"));
        output.WriteLine();
        var files = report.Attachments.Select((file, index) => (file.Id, Number: index + 1)).ToLookup(f => f.Id, f => f.Number);
        foreach (var answer in report.Answers) Write(output, answer, answer.Attachments.SelectMany(id => files[id]));
        Write(output, report);
    }

    /// <summary>What a state other than "answered" means; empty for that.</summary>
    public static string WordsOf(string state) => state switch
    {
        "answered" => "",
        "unknown" => "(does not know)",
        "refused" => "(does not want to say)",
        "later" => "(put off, not answered)",
        "skipped" => "(not answered)",
        _ => $"({ScreenText.Line(state)})",
    };

    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static void Write(TextWriter output, ReportAnswer answer, IEnumerable<int> files)
    {
        var isCalculated = answer.How == "calculated";
        var question = answer.Question.Length > 0 ? answer.Question : answer.Path;
        var lines = ScreenText.Lines(question).Where(line => line.Length > 0).ToList();
        for (var i = 0; i < lines.Count; i++)
            output.WriteLine(i == lines.Count - 1 && isCalculated ? $"{lines[i]} (worked out by the form)" : lines[i]);
        var shown = answer.Display.Length > 0 ? answer.Display : answer.Value;
        var numbers = string.Join(", ", files.Select(number => string.Create(CultureInfo.InvariantCulture, $"file {number}")));
        if (answer.State != "answered") output.WriteLine($"    {WordsOf(answer.State)}");
        else if (shown.Length > 0 || numbers.Length == 0) foreach (var line in ScreenText.Lines(shown)) output.WriteLine($"    {line}");
        if (numbers.Length > 0) output.WriteLine($"    [{numbers}]");
    }

    private static void Write(TextWriter output, Report report)
    {
        if (report.Attachments.IsEmpty) return;
        output.WriteLine();
        output.WriteLine("Files (export writes them)");
        for (var i = 0; i < report.Attachments.Length; i++)
        {
            var file = report.Attachments[i];
            var name = file.Name is { Length: > 0 } ? $" \"{ScreenText.Line(file.Name)}\"" : "";
            var mime = file.Mime is { Length: > 0 } ? $", {ScreenText.Line(file.Mime)}" : "";
            var size = file.Sha256.Length == 0 ? "never reached the server" : Size(file.Bytes);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,3}. {ScreenText.Line(file.Kind)}{name}{mime}, {size}"));
        }
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MB"),
    };

    private static void Fact(TextWriter output, string name, string value) => output.WriteLine($"  {name,-12} {value}");
}
