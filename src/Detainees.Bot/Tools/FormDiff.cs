using System.CommandLine;
using System.Text.Json;
using Detainees.Bot.Intake;
using Detainees.Forms;

namespace Detainees.Bot.Tools;

/// <summary><c>form diff</c>: says in words what changed. Exit codes: 0 the same, 1 different, 2 a form cannot be read.</summary>
internal static class FormDiff
{
    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = "The form as it was" };
        var after = new Argument<string>("B") { Description = "The form as it is to be" };
        var json = new Option<bool>("--json") { Description = "For programs: one JSON object" };
        var diff = new Command("diff", "Say in words what changed between two forms, and whom it touches") { before, after, json };
        diff.SetAction(parsed => Run(parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), parsed.GetValue(json), Console.Out, Console.Error));
        return diff;
    }

    public static int Run(string before, string after, bool json, TextWriter output, TextWriter errors)
    {
        var (one, other) = (FormFiles.Read(before), FormFiles.Read(after));
        foreach (var report in new[] { one, other })
            if (report.Form is null) FormCheck.Write(report, errors);
        if (one.Form is not { } old || other.Form is not { } now) return 2;
        var difference = FormDifference.Of(old, now);
        if (json) output.WriteLine(JsonSerializer.Serialize(FormDiffJson.Of(difference), FormDiffJsonContext.Default.FormDiffJson));
        else Write(difference, output);
        return difference.IsSame ? 0 : 1;
    }

    private static void Write(FormDifference difference, TextWriter output)
    {
        if (difference.IsSame)
        {
            output.WriteLine("The forms are the same.");
            return;
        }

        output.WriteLine(difference.Changes.Length == 1 ? "1 change:" : $"{difference.Changes.Length} changes:");
        foreach (var change in difference.Changes)
            output.WriteLine($"  {change.Words}{(change.Row > 0 ? $" (row {change.Row}{(change.Kind == FormChangeKind.Removed ? " before" : "")})" : "")}");
        output.WriteLine("Conversations under way:");
        foreach (var effect in difference.Conversations) output.WriteLine("  " + effect);
        output.WriteLine("Exports:");
        foreach (var effect in difference.Exports) output.WriteLine("  " + effect);
        if (difference.Exports.IsEmpty) output.WriteLine("  Fields and columns stay as they are.");
    }
}
