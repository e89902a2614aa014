namespace Detainees.Forms;

/// <summary>The order of randomised choices and nodes (ODK XForms, randomize): Fisher-Yates "inside-out" with Park-Miller's generator.</summary>
internal static class Shuffling
{
    private const long Modulus = 2147483647;

    public static T[] Shuffle<T>(IReadOnlyList<T> items, double seed)
    {
        var state = double.IsFinite(seed) ? (long)(Math.Truncate(seed) % Modulus) : 0;
        if (state <= 0) state += Modulus - 1;
        var result = new T[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            state = state * 16807 % Modulus;
            var j = (int)Math.Floor((state - 1) / (double)(Modulus - 1) * (i + 1));
            if (j != i) result[i] = result[j];
            result[j] = items[i];
        }

        return result;
    }
}
