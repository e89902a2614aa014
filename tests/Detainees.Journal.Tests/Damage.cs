namespace Detainees.Journal.Tests;

/// <summary>Flipped, cut, doubled, inserted and removed bytes.</summary>
internal static class Damage
{
    public static byte[] Once(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [1];
        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(64, bytes.Length - at) + 1);
        return random.Next(6) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[(at + length)..]],
            2 => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
            3 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            4 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
            _ => [.. bytes[..at], (byte)('0' + random.Next(10)), .. bytes[(at + 1)..]],
        };
    }
}
