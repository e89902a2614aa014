using System.CommandLine;
using Detainees.Bot.Preview;
using Detainees.Bot.Publishing;

namespace Detainees.Bot.Tools;

/// <summary>
/// <c>form test</c>: walks that were saved go through the form again, and what differs is told. When nothing does, the form is
/// marked as tested. Exit codes: 0 all the same, 1 differences, 2 the form or a walk cannot be read.
/// </summary>
internal static class FormTest
{
    private const int MostLines = 60;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The form file (.yaml, .xlsx)" };
        var walks = new Argument<string[]>("WALK") { Description = "Walks that form preview saved", Arity = ArgumentArity.OneOrMore };
        var rewrite = new Option<bool>("--rewrite") { Description = "Take the differences over into the walks; read them first" };
        var test = new Command("test", "Replay saved walks on a form and tell every difference") { file, walks, rewrite };
        test.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(walks), parsed.GetValue(rewrite), Console.Out));
        return test;
    }

    internal static int Run(string file, IReadOnlyList<string> walks, bool rewrite, TextWriter output)
    {
        var draft = FormDraft.Read(file);
        if (draft.Report.Form is not { } form)
        {
            FormCheck.Write(draft.Report, output);
            return ToolRefusal.Input;
        }

        var same = true;
        var tested = new List<ReleaseFile>();
        foreach (var path in walks)
        {
            try
            {
                var was = File.ReadAllText(path);
                var replay = WalkReplay.Of(form, was);
                var isSame = Tell(path, was, replay, rewrite, output);
                same &= isSame;
                if (rewrite && replay.Stopped is null && !isSame) File.WriteAllText(path, was = replay.Text);
                tested.Add(new ReleaseFile(Path.GetFileName(path), FormRelease.Hash(System.Text.Encoding.UTF8.GetBytes(was))));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return ToolRefusal.Say($"{path} cannot be read or written.", ToolRefusal.Input);
            }
        }

        if (!same) return 1;
        draft.MarkTested(tested);
        output.WriteLine($"{form.Id} {form.Version} is tested with {tested.Count} walk(s).");
        return 0;
    }

    private static bool Tell(string path, string was, WalkReplay replay, bool rewrite, TextWriter output)
    {
        var differences = WalkReplay.Differences(was, replay.Text).ToList();
        if (differences.Count == 0 && replay.Stopped is null)
        {
            output.WriteLine($"{path}: as before");
            return true;
        }

        output.WriteLine($"{path}: {(rewrite && replay.Stopped is null ? "rewritten; it went otherwise" : "goes otherwise")}");
        if (replay.Stopped is { } stopped) output.WriteLine($"  it stops at {stopped}");
        foreach (var line in differences.Take(MostLines)) output.WriteLine($"  {line}");
        if (differences.Count > MostLines) output.WriteLine($"  and {differences.Count - MostLines} more lines");
        return false;
    }
}
