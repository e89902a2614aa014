using System.Globalization;

namespace Detainees.Forms;

/// <summary>Names of questions and what is near to them.</summary>
internal static class Names
{
    /// <summary>XML names without a colon: a letter or underscore, then letters, digits, underscores, hyphens, points.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length == 0 || !(name[0] == '_' || char.IsLetter(name[0]))) return false;
        foreach (var c in name)
            if (!(c is '_' or '-' or '.' || char.IsLetterOrDigit(c))) return false;
        return true;
    }

    /// <summary>The name of a note that its author gave none (pyxform's, so that other tools find the same).</summary>
    public static string Generated(int row) => string.Create(CultureInfo.InvariantCulture, $"generated_note_name_{row}");

    public static bool IsGenerated(FormElement element) => element is FormQuestion && element.Name == Generated(element.Row);

    /// <summary>As <c>"age"</c>; a note without a name is known by its row, for nobody has typed the name it got.</summary>
    public static string Said(FormElement element) =>
        IsGenerated(element) ? string.Create(CultureInfo.InvariantCulture, $"the note in row {element.Row}") : $"\"{element.Name}\"";

    /// <summary>A form of thousands of names must not compare each with each: the names after this many are not looked at.</summary>
    private const int MaxCandidates = 2000;

    /// <summary>The candidate at most two edits away, the nearest first; null when none is.</summary>
    public static string? Near(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        // Two edits turn any two-letter word into any other; short words get one, single letters none.
        var limit = name.Length switch { <= 1 => 0, <= 3 => 1, _ => 2 };
        var bestDistance = limit + 1;
        foreach (var candidate in candidates.Take(MaxCandidates))
        {
            if (Math.Abs(candidate.Length - name.Length) > limit) continue;
            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate, bestDistance);
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = candidate;
        }

        return best;
    }

    // Edits with neighbours exchanged counted as one; given up as soon as a whole row is over the limit.
    private static int Distance(string a, string b, int limit)
    {
        const int MaxLength = 64;
        if (a.Length > MaxLength || b.Length > MaxLength) return int.MaxValue;
        Span<int> all = stackalloc int[3 * (MaxLength + 1)];
        for (var j = 0; j <= b.Length; j++) all[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var current = all[(i % 3 * (MaxLength + 1))..];
            var previous = all[((i + 2) % 3 * (MaxLength + 1))..];
            var before = all[((i + 1) % 3 * (MaxLength + 1))..];
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                least = Math.Min(least, current[j]);
            }

            // An exchange looks back two rows, and costs one more.
            if (least > limit) return int.MaxValue;
        }

        return all[(a.Length % 3 * (MaxLength + 1)) + b.Length];
    }
}
