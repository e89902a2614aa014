namespace Detainees.Fuzz.Running;

/// <summary>
/// A small generator (xorshift64*) whose numbers are the same on every machine and runtime: an input is named by its seed
/// and its number. Nothing here is a secret.
/// </summary>
internal struct Dice
{
    private ulong state;

    public Dice(ulong seed, ulong number)
    {
        // Two rounds of splitmix64, so that neighbouring numbers have nothing in common.
        state = Mix(Mix(seed + 0x9E3779B97F4A7C15) ^ (number * 0xBF58476D1CE4E5B9)) | 1;
    }

    /// <summary>From 0 to <paramref name="limit"/> - 1; 0 where the limit is not positive.</summary>
    public int Next(int limit)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        var word = state * 0x2545F4914F6CDD1D;
        return limit <= 0 ? 0 : (int)((word >> 33) % (ulong)limit);
    }

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
