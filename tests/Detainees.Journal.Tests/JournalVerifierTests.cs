using System.Collections.Immutable;
using Detainees.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace Detainees.Journal.Tests;

public sealed class JournalVerifierTests : IDisposable
{
    private const int Size = 24;
    private readonly SigningKey key = SigningKey.Create();
    private readonly ImmutableArray<JournalEntry> entries = Some.Journal(Size, seed: 20);

    public void Dispose() => key.Dispose();

    [Fact]
    public void An_untouched_journal_is_sound_from_every_remembered_head()
    {
        for (var from = 0; from <= Size; from++)
        {
            var start = Some.HeadOf(entries.Take(from));
            Assert.Equal(new JournalCheck.Sound(Some.HeadOf(entries)), Read(start, entries.Skip(from), Some.Note(key, entries)));
        }
    }

    [Fact]
    public void The_same_is_true_of_encoded_entries()
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        foreach (var entry in entries) Assert.Null(verifier.Feed(entry.Encode()));
        Assert.IsType<JournalCheck.Sound>(verifier.Finish(Some.Note(key, entries), key.Public, Some.Origin));
        Assert.Equal(new JournalCheck.Broken(JournalFault.Malformed, Size + 1), verifier.Feed("x"u8));
    }

    [Fact]
    public void Any_history_verifies_and_one_flipped_bit_anywhere_in_it_is_found()
    {
        var histories =
            from size in Gen.Choose(1, 40)
            from seed in Gen.Choose(0, int.MaxValue)
            from entry in Gen.Choose(0, size - 1)
            from place in Gen.Choose(0, int.MaxValue)
            from bit in Gen.Choose(0, 7)
            select (size, seed, entry, place, bit);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(histories.ToArbitrary(), flip =>
        {
            var history = Some.Journal(flip.size, flip.seed);
            var encoded = history.Select(entry => entry.Encode()).ToArray();
            var note = Some.Note(key, history);
            Assert.Equal(new JournalCheck.Sound(Some.HeadOf(history)), ReadEncoded(encoded, note));
            var bytes = encoded[flip.entry];
            bytes[flip.place % bytes.Length] ^= (byte)(1 << flip.bit);
            Assert.IsType<JournalCheck.Broken>(ReadEncoded(encoded, note));
        }));
    }

    private JournalCheck ReadEncoded(IEnumerable<byte[]> encoded, string note)
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        foreach (var entry in encoded) verifier.Feed(entry);
        return verifier.Finish(note, key.Public, Some.Origin);
    }

    [Fact]
    public void Every_removal_swap_doubling_and_cut_is_found()
    {
        var note = Some.Note(key, entries);
        for (var i = 0; i < Size; i++)
        {
            AssertBroken(entries.RemoveAt(i), note, i == Size - 1 ? JournalFault.WrongSize : JournalFault.WrongNumber, i + 1);
            AssertBroken(entries.Insert(i, entries[i]), note, JournalFault.WrongNumber, i + 2);
            AssertBroken(entries[..i], note, JournalFault.WrongSize, i + 1);
            for (var j = i + 1; j < Size; j++)
                AssertBroken(entries.SetItem(i, entries[j]).SetItem(j, entries[i]), note, JournalFault.WrongNumber, i + 1);
        }
    }

    [Fact]
    public void Every_changed_field_of_every_entry_is_found()
    {
        var note = Some.Note(key, entries);
        var random = new Random(21);
        for (var i = 0; i < Size; i++)
        {
            var entry = entries[i];
            JournalEntry[] changed =
            [
                entry with { Kind = entry.Kind == EntryKind.Event ? EntryKind.Addition : EntryKind.Event, Body = Some.Item(random) },
                entry with { Id = new EntryId(Some.Guid(random)) }, entry with { Thread = new ThreadKey(Some.Guid(random)) },
                entry with { Hour = entry.Hour.AddHours(1) }, entry with { Form = "other 1" }, entry with { Body = Some.Item(random) },
                entry with { Attachments = entry.Attachments.Add(new AttachmentItem(Some.Guid(random), Some.Item(random))) },
            ];
            foreach (var other in changed)
            {
                // The link of the next entry shows it; for the newest entry the checkpoint does.
                AssertBroken(
                    entries.SetItem(i, other), note, i == Size - 1 ? JournalFault.WrongRoot : JournalFault.BrokenChain,
                    i == Size - 1 ? Size + 1 : i + 2);
            }

            if (i > 0) AssertBroken(entries.SetItem(i, entry with { Previous = Some.Hash(random) }), note, JournalFault.BrokenChain, i + 1);
        }
    }

    [Fact]
    public void A_rewritten_history_with_a_good_signature_is_a_fork()
    {
        // The server itself, or whoever holds its key, signs another history: only what a desk remembers can show it.
        var other = entries[..10];
        var head = Some.HeadOf(other);
        var random = new Random(22);
        while (head.Size < Size)
        {
            other = other.Add(Some.Entry(head, random));
            head = head.Append(other[^1]);
        }

        var note = Some.Note(key, other);
        Assert.IsType<JournalCheck.Sound>(Read(JournalHead.Empty, other, note));
        for (var remembered = 1; remembered <= Size; remembered++)
        {
            var start = Some.HeadOf(entries.Take(remembered));
            var check = Read(start, other.Skip(remembered), note);
            Assert.Equal(remembered <= 10 ? new JournalCheck.Sound(head) : new JournalCheck.Broken(JournalFault.Forked, remembered + 1), check);
            // The same for a state that somebody else remembers, while reading everything again.
            var verifier = new JournalVerifier(JournalHead.Empty, [new RememberedState(remembered, start.Root)]);
            foreach (var entry in other) verifier.Feed(entry);
            Assert.Equal(remembered > 10, verifier.Finish(note, key.Public, Some.Origin) is JournalCheck.Broken { Fault: JournalFault.Forked });
        }
    }

    [Fact]
    public void A_shorter_journal_than_remembered_is_a_roll_back()
    {
        for (var size = 0; size < Size; size++)
        {
            var note = Some.Note(key, entries[..size]);
            Assert.Equal(JournalFault.RolledBack, Fault(Read(Some.HeadOf(entries), [], note)));
            var verifier = new JournalVerifier(JournalHead.Empty, [new RememberedState(Size, Some.HeadOf(entries).Root)]);
            foreach (var entry in entries[..size]) Assert.Null(verifier.Feed(entry));
            Assert.Equal(JournalFault.RolledBack, Fault(verifier.Finish(note, key.Public, Some.Origin)));
        }
    }

    [Fact]
    public void A_checkpoint_that_nobody_signed_is_not_believed()
    {
        using var stranger = SigningKey.Create();
        Assert.Equal(JournalFault.NotSigned, Fault(Read(JournalHead.Empty, entries, Some.Note(stranger, entries))));
        Assert.Equal(JournalFault.NotSigned, Fault(Read(JournalHead.Empty, entries, "x")));
    }

    [Fact]
    public void More_entries_than_the_checkpoint_says_are_found()
    {
        Assert.Equal(JournalFault.WrongSize, Fault(Read(JournalHead.Empty, entries, Some.Note(key, entries[..(Size - 1)]))));
    }

    [Fact]
    public void An_entry_outside_its_limits_is_a_fault_and_not_an_exception()
    {
        var entry = entries[0] with { Form = "two\nlines" };
        Assert.Equal(new JournalCheck.Broken(JournalFault.Malformed, 1), new JournalVerifier(JournalHead.Empty).Feed(entry));
        Assert.DoesNotContain("lines", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_with_the_right_root_and_another_newest_entry_is_not_believed()
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        foreach (var entry in entries) verifier.Feed(entry);
        var checkpoint = Checkpoint.Of(Some.HeadOf(entries), Some.Origin, Some.Now) with { Last = Sha256Hash.Zero };
        Assert.Equal(JournalFault.WrongRoot, Fault(verifier.Finish(checkpoint)));
    }

    [Fact]
    public void After_a_fault_nothing_is_sound_again()
    {
        var verifier = new JournalVerifier(JournalHead.Empty);
        var first = verifier.Feed(entries[1]);
        Assert.Equal(new JournalCheck.Broken(JournalFault.WrongNumber, 1), first);
        Assert.Equal(first, verifier.Feed(entries[0]));
        Assert.Equal(first, verifier.Fault);
        Assert.Equal(first, verifier.Finish(Checkpoint.Of(JournalHead.Empty, Some.Origin, Some.Now)));
    }

    [Fact]
    public void A_state_older_than_the_start_cannot_be_checked_by_reading_on()
    {
        Assert.Throws<ArgumentException>(() =>
            new JournalVerifier(Some.HeadOf(entries), [new RememberedState(1, Sha256Hash.Zero)]));
    }

    private void AssertBroken(IEnumerable<JournalEntry> journal, string note, JournalFault fault, long number) =>
        Assert.Equal(new JournalCheck.Broken(fault, number), Read(JournalHead.Empty, journal, note));

    private JournalCheck Read(JournalHead from, IEnumerable<JournalEntry> journal, string note)
    {
        var verifier = new JournalVerifier(from);
        foreach (var entry in journal) verifier.Feed(entry);
        return verifier.Finish(note, key.Public, Some.Origin);
    }

    private static JournalFault? Fault(JournalCheck check) => (check as JournalCheck.Broken)?.Fault;
}
