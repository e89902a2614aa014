using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Detainees.Conversations;

/// <summary>The ids of one turn: SHA-256 over seed and counter. Nobody who lacks the seed can foretell them.</summary>
internal sealed class IdStream(FreshIds ids)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private uint counter;

    public Guid Guid()
    {
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        Next(block);
        return new Guid(block[..16], bigEndian: true);
    }

    public ulong Number()
    {
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        Next(block);
        return BinaryPrimitives.ReadUInt64LittleEndian(block);
    }

    /// <summary>A word of <paramref name="length"/> letters, 6 random bits each; at most 32.</summary>
    public string Word(int length)
    {
        Span<char> word = stackalloc char[length];
        Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
        Next(block);
        for (var i = 0; i < length; i++) word[i] = Alphabet[block[i] & 63];
        return new string(word);
    }

    private void Next(Span<byte> block)
    {
        var seed = ids.Seed.Span;
        Span<byte> input = stackalloc byte[36];
        input.Clear();
        // A longer seed is cut and a shorter one padded: the length is the shell's affair, and nothing here may throw.
        seed[..Math.Min(seed.Length, 32)].CopyTo(input);
        BinaryPrimitives.WriteUInt32LittleEndian(input[32..], counter++);
        SHA256.HashData(input, block);
    }
}
