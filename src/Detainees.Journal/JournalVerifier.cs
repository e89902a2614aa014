using System.Collections.Immutable;
using Detainees.Signing;

namespace Detainees.Journal;

/// <summary>
/// Reads entries in order and tells the first fault. It holds one head, O(log n), however long the journal is. After a
/// fault it stays at that fault. For one thread.
/// </summary>
public sealed class JournalVerifier
{
    private readonly JournalHead start;
    private readonly ImmutableArray<RememberedState> remembered;
    private int nextRemembered;
    private JournalCheck.Broken? broken;

    /// <param name="from">The head that this desk remembers, or <see cref="JournalHead.Empty"/> to read everything.</param>
    public JournalVerifier(JournalHead from) : this(from, []) { }

    /// <param name="from">As above.</param>
    /// <param name="remembered">
    /// States that the journal must pass through. To check one that is older than <paramref name="from"/>, read from an
    /// older head.
    /// </param>
    /// <exception cref="ArgumentException">A state is older than <paramref name="from"/>, so that reading on cannot check it.</exception>
    public JournalVerifier(JournalHead from, IEnumerable<RememberedState> remembered)
    {
        (start, Head) = (from, from);
        this.remembered = [.. remembered.OrderBy(r => r.Size)];
        if (this.remembered is [var oldest, ..] && oldest.Size < from.Size)
            throw new ArgumentException("A remembered state is older than the head to read from.", nameof(remembered));
        CompareWithRemembered();
    }

    /// <summary>The head after the last entry that was sound.</summary>
    public JournalHead Head { get; private set; }

    /// <summary>The first fault so far, or null.</summary>
    public JournalCheck.Broken? Fault => broken;

    /// <summary>Reads the next entry; null when it is sound so far.</summary>
    public JournalCheck.Broken? Feed(ReadOnlySpan<byte> encoded)
    {
        if (broken is not null) return broken;
        return JournalEntry.TryDecode(encoded, out var entry) && entry is not null ? Feed(entry) : Break(JournalFault.Malformed);
    }

    /// <summary>Reads the next entry; null when it is sound so far.</summary>
    public JournalCheck.Broken? Feed(JournalEntry entry)
    {
        if (broken is not null) return broken;
        if (!entry.IsWellFormed) return Break(JournalFault.Malformed);
        if (entry.Number != Head.Size + 1) return Break(JournalFault.WrongNumber);
        // The first entry after a remembered head joins the two histories: where they differ, it is a fork.
        if (entry.Previous != Head.Last)
            return Break(Head.Size == start.Size && start.Size > 0 ? JournalFault.Forked : JournalFault.BrokenChain);
        Head = Head.Append(entry);
        return CompareWithRemembered();
    }

    /// <summary>After the last entry: compares what was read with the server's signed checkpoint.</summary>
    public JournalCheck Finish(string note, VerifyingKey key, string origin) => Checkpoint.Verify(note, key, origin) switch
    {
        CheckpointCheck.Valid(var checkpoint) => Finish(checkpoint),
        _ => broken ?? Break(JournalFault.NotSigned),
    };

    /// <summary>The same, with a checkpoint whose signature was verified before.</summary>
    public JournalCheck Finish(Checkpoint checkpoint)
    {
        if (broken is not null) return broken;
        if (checkpoint.Size < start.Size || remembered.Any(r => r.Size > checkpoint.Size)) return Break(JournalFault.RolledBack);
        if (checkpoint.Size != Head.Size) return Break(JournalFault.WrongSize);
        if (checkpoint.Root == Head.Root && checkpoint.Last == Head.Last) return new JournalCheck.Sound(Head);
        // Nothing new was read, so the difference is between what the server signs now and what it signed before.
        return Break(Head.Size == start.Size && start.Size > 0 ? JournalFault.Forked : JournalFault.WrongRoot);
    }

    private JournalCheck.Broken? CompareWithRemembered()
    {
        while (nextRemembered < remembered.Length && remembered[nextRemembered].Size == Head.Size)
        {
            if (remembered[nextRemembered++].Root != Head.Root) return broken = new JournalCheck.Broken(JournalFault.Forked, Head.Size);
        }

        return null;
    }

    private JournalCheck.Broken Break(JournalFault fault) => broken = new JournalCheck.Broken(fault, Head.Size + 1);
}
