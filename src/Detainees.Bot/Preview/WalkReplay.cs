using System.Globalization;
using Detainees.Conversations;
using Detainees.Forms;

namespace Detainees.Bot.Preview;

/// <summary>A saved walk, walked again.</summary>
/// <param name="Text">The walk as it goes now.</param>
/// <param name="Stopped">The line that could not be done any more, and why; null when all were.</param>
internal sealed record WalkReplay(string Text, string? Stopped)
{
    public static WalkReplay Of(FormDefinition form, string walk)
    {
        var lines = walk.ReplaceLineEndings("\n").Split('\n');
        var date = Header(lines, "date") is { } day && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed
            : new DateOnly(2026, 1, 15);
        var session = new WalkSession(new PreviewLibrary(form), date, Header(lines, "hint"));
        foreach (var line in lines.Where(IsStep))
            if (WalkScript.Do(session, line.TrimEnd()) is WalkStep.NotDone not) return new WalkReplay(session.Transcript, $"{line}: {not.Reason}");
        return new WalkReplay(session.Transcript, null);
    }

    /// <summary>What the person did; the other lines say what came of it.</summary>
    public static bool IsStep(string line) => line.Length > 1 && line[0] is '>' or '@' or ':' or '!';

    /// <summary>Lines that differ, as "- was" and "+ is", with the step under which they stand; empty when the walks are the same.</summary>
    public static IEnumerable<string> Differences(string was, string now)
    {
        var (before, after) = (Steps(was), Steps(now));
        for (var i = 0; i < Math.Max(before.Count, after.Count); i++)
        {
            var (left, right) = (i < before.Count ? before[i] : [], i < after.Count ? after[i] : []);
            if (left.SequenceEqual(right)) continue;
            yield return $"  {(left.Count > 0 ? left[0] : right[0])}";
            foreach (var line in left.Except(right, StringComparer.Ordinal)) yield return $"- {line}";
            foreach (var line in right.Except(left, StringComparer.Ordinal)) yield return $"+ {line}";
        }
    }

    private static List<List<string>> Steps(string walk)
    {
        List<List<string>> steps = [[]];
        foreach (var line in walk.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (IsStep(line)) steps.Add([]);
            steps[^1].Add(line);
        }

        return steps;
    }

    private static string? Header(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith($"% {name} ", StringComparison.Ordinal))?[(name.Length + 3)..].Trim();
}
