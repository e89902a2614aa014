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
    /// <summary>Two devices ordered it: the sealed items of this thread before this entry are destroyed, the entries stay.</summary>
    Removal,
    /// <summary>Two devices ordered it: <see cref="Retention"/> leaves the sealed items of this thread alone until a <see cref="Release"/>.</summary>
    Hold,
    /// <summary>Two devices ended the hold of this thread.</summary>
    Release,
    /// <summary>
    /// The server let go of sealed items that are old and that two devices have: of all entries up to
    /// <see cref="JournalEntry.RetiredThrough"/>, those of threads on hold excepted. Its thread is all zeros.
    /// </summary>
    Retention,
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
        EntryKind.Removal => "removal",
        EntryKind.Hold => "hold",
        EntryKind.Release => "release",
        EntryKind.Retention => "retention",
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
