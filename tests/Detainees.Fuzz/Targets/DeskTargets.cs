using System.Text;
using Detainees.Bot;
using Detainees.Desk.Reports;
using Detainees.Desk.Store;
using Detainees.Fuzz.Running;
using Detainees.Journal;
using static Detainees.Fuzz.Running.OracleException;

namespace Detainees.Fuzz.Targets;

/// <summary>What a desk reads from its own disk and out of sealed reports, and what a server reads at its start.</summary>
internal static class DeskTargets
{
    private static readonly byte[][] Words = Kept.Words(
        "null", "{}", "[]", "[null]", "\"\\ud800\"", "1e999", "-1", "\"answers\":", "\"attachments\":", "\"schema\":\"detainees/report/1\",", "\"draft\":", "\"kind\":\"drafting\"", "\"notes\":", "\"values\":", "\"a\":1,",
        string.Concat(Enumerable.Repeat("[", 70)), "\u202e", "//", "99999999999999999999");

    public static IEnumerable<FuzzTarget> All()
    {
        byte[] memory = new DeskMemory(Kept.Server.Public, new Uri("https://intake.example.org/"), 4711, Kept.HeadAt(8), "checkpoint").ToJson();
        yield return new("desk-memory", 200_000, 100, [memory], Words, ReadMemory);
        yield return new("report", 200_000, 100, [.. Kept.All("report")], Words, ReadReport);
        var shelf = FormShelf.Read(Path.Combine(Kept.Folder, "forms"));
        yield return new("sealed-draft", 30_000_000, 2_000, [.. ConversationTargets.Drafts(), .. Kept.All("draft")], Words, input => ReadDraft(input, shelf)) { Short = 200 };

        var settings = Path.Combine(Path.GetTempPath(), $"detainees-fuzz-{Environment.ProcessId}.json");
        yield return new("settings", 3_000_000, 2_000, [.. Kept.All("settings")], Words, input => ReadSettings(input, settings)) { Short = 100 };
    }

    private static Verdict ReadMemory(byte[] input)
    {
        if (DeskMemory.TryRead(input) is not { } memory) return Verdict.Refused;
        var again = DeskMemory.TryRead(memory.ToJson());
        Require(again is not null && again.Head.Equals(memory.Head) && again.JournalBytes == memory.JournalBytes && again.Checkpoint == memory.Checkpoint, "a memory that does not read back");
        return Verdict.Accepted;
    }

    /// <summary>The words on the screen are made too: a desk shows whatever it took for a report.</summary>
    private static Verdict ReadReport(byte[] input)
    {
        if (Report.TryRead(input) is not { } report) return Verdict.Refused;
        using var screen = new StringWriter();
        ReportText.Write(screen, Kept.Entries[0], report, isPartial: false);
        Require(!screen.ToString().Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t'), "what steers a terminal reached it");
        return Verdict.Accepted;
    }

    private static Verdict ReadDraft(byte[] input, FormShelf shelf)
    {
        if (DraftState.ToPartialReport(Kept.Entries.First(e => e.Kind == EntryKind.SealedDraft), input, shelf, "") is not { } json) return Verdict.Refused;
        return Report.TryRead(json, Report.PartialSchema) is null ? Verdict.Refused : Verdict.Accepted;
    }

    private static Verdict ReadSettings(byte[] input, string file)
    {
        File.WriteAllBytes(file, input);
        Environment.SetEnvironmentVariable("DETAINEES_CONFIG", file);
        var (screen, words) = (Console.Error, new StringWriter());
        Console.SetError(words);
        try
        {
            var options = Launch.ReadOptions([]);
            Require(options is null == words.ToString().Length > 0, "refused without a word, or taken with one");
            return options is null ? Verdict.Refused : Verdict.Accepted;
        }
        finally
        {
            Console.SetError(screen);
            Environment.SetEnvironmentVariable("DETAINEES_CONFIG", null);
            File.Delete(file);
        }
    }
}
