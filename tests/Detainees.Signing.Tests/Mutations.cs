namespace Detainees.Signing.Tests;

/// <summary>Damaged copies of a text: the same ones on every run.</summary>
internal static class Mutations
{
    /// <summary>Changed, cut, doubled and inserted characters, one to three faults each.</summary>
    public static IEnumerable<string> Of(string text, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var damaged = text;
            for (var faults = random.Next(1, 4); faults > 0; faults--) damaged = Damage(damaged, random);
            if (damaged != text) yield return damaged;
        }
    }

    public static string Garbage(Random random, int maxLength)
    {
        var characters = new char[random.Next(maxLength)];
        for (var i = 0; i < characters.Length; i++) characters[i] = (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(0x80));
        return new string(characters);
    }

    private const string Inserted = "\n\r \t\"';:,=()+-/\0\uD800\u2014";

    private static string Damage(string text, Random random)
    {
        if (text.Length == 0) return "x";
        var at = random.Next(text.Length);
        var length = random.Next(1, Math.Min(40, text.Length - at) + 1);
        return random.Next(6) switch
        {
            0 => text[..at] + (char)(text[at] ^ (1 << random.Next(7))) + text[(at + 1)..],
            1 => text[..at] + text[(at + length)..],
            2 => text[..at] + text[at..(at + length)] + text[at..],
            3 => text[..at] + Inserted[random.Next(Inserted.Length)] + text[at..],
            4 => text[..at],
            _ => text[..at] + new string('A', random.Next(1, 200)) + text[at..],
        };
    }
}
