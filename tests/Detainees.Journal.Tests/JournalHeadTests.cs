using System.Numerics;

namespace Detainees.Journal.Tests;

public sealed class JournalHeadTests
{
    [Fact]
    public void The_root_is_that_of_a_naive_tree_at_every_size()
    {
        var head = JournalHead.Empty;
        var data = new List<byte[]>();
        Assert.Equal(NaiveTree.Root(data), head.Root.ToArray());
        foreach (var entry in Some.Journal(130, seed: 4))
        {
            head = head.Append(entry);
            data.Add(entry.Encode());
            Assert.Equal(NaiveTree.Root(data), head.Root.ToArray());
            Assert.Equal(data.Count, head.Size);
            Assert.Equal(entry.Hash, head.Last);
            Assert.Equal(BitOperations.PopCount((uint)data.Count), head.Peaks.Length);
        }
    }

    [Fact]
    public void The_hashes_are_those_of_the_rfc()
    {
        // Certificate Transparency's well-known roots: the empty tree, and the tree of one empty leaf.
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", JournalHead.Empty.Root.ToString());
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", MerkleTree.Leaf([]).ToString());
        // The tree of its eight leaves, from the reference implementation's tests.
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var head = leaves.Aggregate(JournalHead.Empty, (h, leaf) => h.Append(MerkleTree.Leaf(Convert.FromHexString(leaf))));
        Assert.Equal("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", head.Root.ToString());
    }

    [Fact]
    public void An_entry_that_does_not_follow_is_not_appended()
    {
        var entries = Some.Journal(3, seed: 5);
        var head = Some.HeadOf(entries.Take(2));
        Assert.Throws<InvalidOperationException>(() => head.Append(entries[1]));
        Assert.Throws<InvalidOperationException>(() => head.Append(entries[2] with { Number = 4 }));
        Assert.Throws<InvalidOperationException>(() => head.Append(entries[2] with { Previous = Sha256Hash.Zero }));
        Assert.Equal(3, head.Append(entries[2]).Size);
    }

    [Fact]
    public void A_head_reads_back_equal_and_goes_on()
    {
        var head = JournalHead.Empty;
        foreach (var entry in Some.Journal(70, seed: 6))
        {
            Assert.True(JournalHead.TryDecode(head.Encode(), out var again));
            Assert.Equal(head, again);
            Assert.Equal(head.Root, again?.Root);
            head = head.Append(entry);
            Assert.Equal(head, again?.Append(entry));
        }
    }

    [Fact]
    public void A_head_is_encoded_as_these_bytes_forever()
    {
        var head = JournalHead.Empty.Append(Sha256Hash.Of("1"u8)).Append(Sha256Hash.Of("2"u8)).Append(Sha256Hash.Of("3"u8));
        Assert.Equal(
            $"detainees-head/1\nsize 3\nlast {Sha256Hash.Of("3"u8)}\npeak {head.Peaks[0]}\npeak {Sha256Hash.Of("3"u8)}\n", head.Encode());
        Assert.Equal($"detainees-head/1\nsize 0\nlast {new string('0', 64)}\n", JournalHead.Empty.Encode());
    }

    [Fact]
    public void A_damaged_head_is_another_head_or_none_and_never_throws()
    {
        var text = Some.HeadOf(Some.Journal(13, seed: 7)).Encode();
        var random = new Random(8);
        for (var i = 0; i < 5000; i++)
        {
            var damaged = System.Text.Encoding.Latin1.GetString(Damage.Once(System.Text.Encoding.Latin1.GetBytes(text), random));
            if (JournalHead.TryDecode(damaged, out var head)) Assert.Equal(damaged, head?.Encode());
        }

        string[] bad = ["", text + "\n", text.Replace("size 13", "size 12", StringComparison.Ordinal), text.Replace("size 13", "size 15", StringComparison.Ordinal), text[..^1]];
        Assert.All(bad, t => Assert.False(JournalHead.TryDecode(t, out _)));
    }

    [Fact]
    public void Appending_to_a_huge_journal_takes_no_more_than_its_height()
    {
        // Size 2^47 - 1 has 47 peaks, all of which merge with the next entry.
        var random = new Random(9);
        var last = Some.Hash(random);
        var peaks = Enumerable.Range(0, 47).Select(i => i == 46 ? last : Some.Hash(random));
        var head = JournalHead.TryCreate((1L << 47) - 1, last, [.. peaks]);
        Assert.NotNull(head);
        Assert.Single(head.Append(Some.Hash(random)).Peaks);
    }
}
