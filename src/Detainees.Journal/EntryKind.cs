namespace Detainees.Journal;

public enum EntryKind
{
    /// <summary>A report that a family sent.</summary>
    Report,
    /// <summary>Answers whose readable copy was lost before "send": sealed pieces, put together at the desk.</summary>
    SealedDraft,
    /// <summary>Something a family added to its thread later.</summary>
    Addition,
    /// <summary>The family took everything back: the sealed items of this thread before this entry are destroyed, the entries stay.</summary>
    Erasure,
    /// <summary>Case work, sealed by a desk for the other desks.</summary>
    Event,
}

/// <summary>The words of the encoding; they never change.</summary>
internal static class EntryKindText
{
    public static string Of(EntryKind kind) => kind switch
    {
        EntryKind.Report => "report",
        EntryKind.SealedDraft => "sealed-draft",
        EntryKind.Addition => "addition",
        EntryKind.Erasure => "erasure",
        EntryKind.Event => "event",
    };

    public static bool TryParse(ReadOnlySpan<char> text, out EntryKind kind)
    {
        foreach (var candidate in Enum.GetValues<EntryKind>())
        {
            kind = candidate;
            if (text.SequenceEqual(Of(candidate))) return true;
        }

        kind = default;
        return false;
    }
}
