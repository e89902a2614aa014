namespace Detainees.Journal;

/// <summary>Verifies the entries of a bundle against what the desk remembers, wherever the bundle starts.</summary>
internal sealed class BundleJournal(JournalHead from)
{
    private JournalVerifier? verifier;
    private JournalCheck.Broken? broken;
    private long nextKnown;

    /// <summary>Whether entries are still worth reading.</summary>
    public bool IsBroken => broken is not null || verifier?.Fault is not null;

    /// <summary>Reads one entry; true when it is sound so far and new to the desk.</summary>
    public bool Feed(JournalEntry entry)
    {
        if (IsBroken) return false;
        verifier ??= Start(entry.Number);
        if (nextKnown > 0 && nextKnown <= from.Size)
        {
            // Known already, and bound by the remembered head: only the place where the two meet needs a look.
            if (entry.Number != nextKnown) return Break(JournalFault.WrongNumber, nextKnown);
            if (entry.Number == from.Size && entry.Hash != from.Last) return Break(JournalFault.Forked, entry.Number);
            nextKnown++;
            return false;
        }

        return verifier.Feed(entry) is null && entry.Number > from.Size;
    }

    public void Malformed() => Break(JournalFault.Malformed, (verifier?.Head ?? from).Size + 1);

    public JournalCheck Finish(Checkpoint? checkpoint)
    {
        if (broken is not null) return broken;
        verifier ??= new JournalVerifier(from);
        if (verifier.Fault is { } fault) return fault;
        return checkpoint is null
            ? new JournalCheck.Broken(JournalFault.NotSigned, verifier.Head.Size + 1)
            : verifier.Finish(checkpoint);
    }

    private JournalVerifier Start(long first)
    {
        // From the very first entry everything can be read again, and must come by the remembered state.
        if (first == 1 && from.Size > 0) return new JournalVerifier(JournalHead.Empty, [new RememberedState(from.Size, from.Root)]);
        if (first <= from.Size) nextKnown = first;
        return new JournalVerifier(from);
    }

    private bool Break(JournalFault fault, long number)
    {
        broken ??= new JournalCheck.Broken(fault, number);
        return false;
    }
}
