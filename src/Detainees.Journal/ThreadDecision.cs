namespace Detainees.Journal;

/// <summary>What two devices can order for one thread; docs/desk-api.md has the text.</summary>
public sealed record ThreadDecision(ThreadDecisionKind Kind, ThreadKey Thread)
{
    private const string FirstLine = "detainees-decision/1";

    public string Encode() => $"{FirstLine}\nkind {WordOf(Kind)}\nthread {Thread}\n";

    /// <summary>Null for anything that <see cref="Encode"/> does not write.</summary>
    public static ThreadDecision? TryDecode(string text)
    {
        var lines = new LineReader(text);
        if (!lines.TryLine(out var first) || !first.SequenceEqual(FirstLine)) return null;
        if (!lines.TryField("kind ", out var word) || !lines.TryField("thread ", out var thread) || !lines.AtEnd) return null;
        if (!ThreadKey.TryParse(thread, out var key)) return null;
        foreach (var kind in Enum.GetValues<ThreadDecisionKind>())
            if (word.SequenceEqual(WordOf(kind))) return new ThreadDecision(kind, key);
        return null;
    }

    private static string WordOf(ThreadDecisionKind kind) => kind switch
    {
        ThreadDecisionKind.Remove => "remove",
        ThreadDecisionKind.Hold => "hold",
        ThreadDecisionKind.Release => "release",
    };
}

public enum ThreadDecisionKind
{
    /// <summary>The sealed items are destroyed: <see cref="EntryKind.Removal"/>.</summary>
    Remove = 1,

    /// <summary>Retention leaves the thread alone: <see cref="EntryKind.Hold"/>.</summary>
    Hold = 2,

    /// <summary>The hold ends: <see cref="EntryKind.Release"/>.</summary>
    Release = 3,
}
