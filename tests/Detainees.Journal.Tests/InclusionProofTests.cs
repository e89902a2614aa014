using System.Collections.Immutable;

namespace Detainees.Journal.Tests;

public sealed class InclusionProofTests
{
    private static readonly ImmutableArray<JournalEntry> Entries = Some.Journal(40, seed: 10);

    [Fact]
    public void Every_proof_of_every_size_is_that_of_the_rfc_and_verifies()
    {
        for (var size = 1; size <= Entries.Length; size++)
        {
            var entries = Entries[..size];
            var data = entries.Select(e => e.Encode()).ToList();
            var root = Some.HeadOf(entries).Root;
            foreach (var entry in entries)
            {
                var proof = InclusionProof.Make(entries.Select(e => e.Hash), size, entry.Number);
                Assert.Equal(NaiveTree.Path((int)entry.Number - 1, data), proof.Select(h => h.ToArray()));
                Assert.True(InclusionProof.Verify(entry.Hash, entry.Number, size, proof, root));
            }
        }
    }

    [Fact]
    public void The_proof_of_the_newest_entry_is_the_peaks_before_it()
    {
        var head = JournalHead.Empty;
        foreach (var entry in Entries)
        {
            Assert.Equal(
                InclusionProof.Make(Entries.Select(e => e.Hash), entry.Number, entry.Number), InclusionProof.ForNewest(head));
            head = head.Append(entry);
        }
    }

    [Fact]
    public void A_proof_is_good_for_its_own_place_size_and_root_only()
    {
        const int size = 21;
        var entries = Entries[..size];
        var root = Some.HeadOf(entries).Root;
        foreach (var entry in entries)
        {
            var proof = InclusionProof.Make(entries.Select(e => e.Hash), size, entry.Number);
            for (long other = -1; other <= size + 2; other++)
            {
                if (other != entry.Number) Assert.False(InclusionProof.Verify(entry.Hash, other, size, proof, root));
            }

            Assert.False(InclusionProof.Verify(Sha256Hash.Zero, entry.Number, size, proof, root));
            Assert.False(InclusionProof.Verify(entry.Hash, entry.Number, size, proof, Sha256Hash.Zero));
            Assert.False(InclusionProof.Verify(entry.Hash, entry.Number, size, proof.Add(Sha256Hash.Zero), root));
            Assert.False(InclusionProof.Verify(entry.Hash, entry.Number, size, proof.RemoveAt(0), root));
            Assert.False(InclusionProof.Verify(entry.Hash, entry.Number, size, [.. proof.Reverse()], root) && proof.Length > 1);
            for (var i = 0; i < proof.Length; i++)
                Assert.False(InclusionProof.Verify(entry.Hash, entry.Number, size, proof.SetItem(i, entry.Hash), root));
        }
    }

    [Fact]
    public void A_proof_needs_all_the_hashes_and_a_number_inside()
    {
        Assert.Throws<ArgumentException>(() => InclusionProof.Make(Entries.Take(4).Select(e => e.Hash), 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Make([], 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Make(Entries.Select(e => e.Hash), 5, 6));
        Assert.False(InclusionProof.Verify(Sha256Hash.Zero, 1, long.MaxValue, [], Sha256Hash.Zero));
        Assert.False(InclusionProof.Verify(Sha256Hash.Zero, 1, 1, default, Sha256Hash.Zero));
    }
}
