using System.Security.Cryptography;

namespace Detainees.Journal;

/// <summary>The two hashes of RFC 6962, section 2.1: the bytes before them keep leaves and inner nodes apart.</summary>
internal static class MerkleTree
{
    /// <summary>The root of a tree without leaves.</summary>
    public static Sha256Hash EmptyRoot { get; } = Sha256Hash.Of([]);

    public static Sha256Hash Leaf(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        Span<byte> result = stackalloc byte[Sha256Hash.Length];
        hash.GetHashAndReset(result);
        return Sha256Hash.FromBytes(result);
    }

    public static Sha256Hash Node(Sha256Hash left, Sha256Hash right)
    {
        Span<byte> both = stackalloc byte[1 + 2 * Sha256Hash.Length];
        both[0] = 1;
        left.WriteTo(both[1..]);
        right.WriteTo(both[(1 + Sha256Hash.Length)..]);
        return Sha256Hash.Of(both);
    }
}
