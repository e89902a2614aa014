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

    /// <summary>The candidate at most two edits away, the nearest first; null when none is.</summary>
    public static string? Near(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        // Two edits turn any two-letter word into any other; short words get one, single letters none.
        var limit = name.Length switch { <= 1 => 0, <= 3 => 1, _ => 2 };
        var bestDistance = limit + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit) continue;
            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance >= bestDistance) continue;
            bestDistance = distance;
            best = candidate;
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return int.MaxValue;
        var rows = new int[3][];
        for (var i = 0; i < 3; i++) rows[i] = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (current, previous, before) = (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
        }

        return rows[a.Length % 3][b.Length];
    }
}
