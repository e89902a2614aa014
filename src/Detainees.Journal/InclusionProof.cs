using System.Collections.Immutable;

namespace Detainees.Journal;

/// <summary>Proofs that an entry is in the tree of a checkpoint (RFC 6962, section 2.1.1), the nearest sibling first.</summary>
public static class InclusionProof
{
    /// <summary>The longest there can be: one hash for each level.</summary>
    public const int MaxLength = 48;

    /// <summary>
    /// The proof for an entry that has just been appended, which is a copy of what the head before it already holds: all of
    /// the tree to its left is full subtrees.
    /// </summary>
    public static ImmutableArray<Sha256Hash> ForNewest(JournalHead before) => [.. before.Peaks.Reverse()];

    /// <summary>The proof for any entry, from the hashes of all of them, read once, in order, in O(log n) memory.</summary>
    /// <param name="entryHashes">Exactly <paramref name="size"/> hashes, from entry 1.</param>
    /// <param name="number">From 1 to <paramref name="size"/>.</param>
    /// <exception cref="ArgumentException">There are fewer hashes than <paramref name="size"/>.</exception>
    public static ImmutableArray<Sha256Hash> Make(IEnumerable<Sha256Hash> entryHashes, long size, long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, size);
        using var leaves = entryHashes.GetEnumerator();
        var proof = ImmutableArray.CreateBuilder<Sha256Hash>();
        Collect(leaves, size, number - 1, proof);
        return proof.ToImmutable();
    }

    /// <summary>Whether the tree of <paramref name="size"/> entries with this root holds the entry at <paramref name="number"/>.</summary>
    /// <remarks>RFC 9162, section 2.1.3.2, which gives the algorithm for RFC 6962's proofs.</remarks>
    public static bool Verify(Sha256Hash entryHash, long number, long size, ImmutableArray<Sha256Hash> proof, Sha256Hash root)
    {
        if (number < 1 || number > size || size > JournalEntry.MaxNumber || proof.IsDefault) return false;
        var node = number - 1;
        var lastNode = size - 1;
        var hash = entryHash;
        foreach (var sibling in proof)
        {
            if (lastNode == 0) return false;
            if ((node & 1) == 1 || node == lastNode)
            {
                hash = MerkleTree.Node(sibling, hash);
                // Levels where this node is the last one and has no sibling are passed over.
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    lastNode >>= 1;
                }
            }
            else
            {
                hash = MerkleTree.Node(hash, sibling);
            }

            node >>= 1;
            lastNode >>= 1;
        }

        return lastNode == 0 && hash == root;
    }

    // PATH(m, D[n]) of the RFC, taking leaves off the sequence in order; the depth is the height of the tree.
    private static void Collect(
        IEnumerator<Sha256Hash> leaves, long size, long index, ImmutableArray<Sha256Hash>.Builder proof)
    {
        if (size == 1)
        {
            Next(leaves);
            return;
        }

        var left = LargestPowerBelow(size);
        if (index < left)
        {
            Collect(leaves, left, index, proof);
            proof.Add(Root(leaves, size - left));
        }
        else
        {
            var sibling = Root(leaves, left);
            Collect(leaves, size - left, index - left, proof);
            proof.Add(sibling);
        }
    }

    private static Sha256Hash Root(IEnumerator<Sha256Hash> leaves, long size)
    {
        if (size == 1) return Next(leaves);
        var left = LargestPowerBelow(size);
        var leftRoot = Root(leaves, left);
        return MerkleTree.Node(leftRoot, Root(leaves, size - left));
    }

    private static Sha256Hash Next(IEnumerator<Sha256Hash> leaves) =>
        leaves.MoveNext() ? leaves.Current : throw new ArgumentException("Fewer hashes than the journal has entries.", nameof(leaves));

    private static long LargestPowerBelow(long size) => 1L << System.Numerics.BitOperations.Log2((ulong)(size - 1));
}
