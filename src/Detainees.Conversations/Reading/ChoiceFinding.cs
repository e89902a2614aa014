namespace Detainees.Conversations;

/// <summary>Finds typed words among labels: by their beginning, then a word's beginning, then anywhere, then by sound, then nearly.</summary>
internal static class ChoiceFinding
{
    private const int NoMatch = int.MaxValue;

    /// <summary>Places of the labels that fit, best first; those that fit equally well keep their order.</summary>
    public static List<int> Find(IReadOnlyList<string> labels, string typed)
    {
        var wanted = Folding.Fold(typed);
        if (wanted.Length == 0) return [];
        var sounds = Sounds.Of(wanted);
        var ranks = new int[labels.Count];
        var isFound = false;
        for (var i = 0; i < labels.Count; i++) isFound |= (ranks[i] = Rank(Folding.Fold(labels[i]), wanted, sounds)) != NoMatch;
        // Slips of the finger are looked for only where nothing else fits: they find too much.
        if (!isFound && sounds.Length >= 4)
            for (var i = 0; i < labels.Count; i++) ranks[i] = IsNearly(Sounds.Of(Folding.Fold(labels[i])), sounds) ? 6 : NoMatch;
        return [.. Enumerable.Range(0, labels.Count).Where(i => ranks[i] != NoMatch).OrderBy(i => ranks[i])];
    }

    /// <summary>The only label that sounds just as what was typed; null when there is none or more than one.</summary>
    public static int? SameSound(IReadOnlyList<string> labels, string typed)
    {
        var wanted = Sounds.Of(Folding.Fold(typed));
        if (wanted.Length < 3) return null;
        int? only = null;
        for (var i = 0; i < labels.Count; i++)
        {
            if (Sounds.Of(Folding.Fold(labels[i])) != wanted) continue;
            if (only is not null) return null;
            only = i;
        }

        return only;
    }

    private static int Rank(string label, string wanted, string sounds)
    {
        if (label.StartsWith(wanted, StringComparison.Ordinal)) return 0;
        if (label.Contains(wanted, StringComparison.Ordinal)) return label.Contains(" " + wanted, StringComparison.Ordinal) ? 1 : 2;
        if (sounds.Length < 2) return NoMatch;
        var heard = Sounds.Of(label);
        if (heard.StartsWith(sounds, StringComparison.Ordinal)) return 3;
        return heard.Contains(" " + sounds, StringComparison.Ordinal) ? 4
            : sounds.Length >= 4 && heard.Contains(sounds, StringComparison.Ordinal) ? 5
            : NoMatch;
    }

    private static bool IsNearly(string heard, string sounds)
    {
        var most = sounds.Length >= 8 ? 2 : 1;
        if (Sounds.IsNear(heard, sounds, most)) return true;
        foreach (var word in heard.Split(' '))
            if (word.Length >= 4 && Sounds.IsNear(word, sounds, most)) return true;
        return false;
    }
}
