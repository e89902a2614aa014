using System.Collections.Immutable;

namespace Detainees.Forms;

/// <summary>The order of randomised choices (ODK XForms, randomize): Fisher-Yates "inside-out" with Park-Miller's generator.</summary>
internal static class Shuffling
{
    private const long Modulus = 2147483647;

    public static ImmutableArray<Choice> Shuffle(ImmutableArray<Choice> choices, double seed)
    {
        var state = double.IsFinite(seed) ? (long)Math.IEEERemainder(Math.Truncate(seed), Modulus) : 0;
        state %= Modulus;
        if (state <= 0) state += Modulus - 1;
        var result = new Choice[choices.Length];
        for (var i = 0; i < choices.Length; i++)
        {
            state = state * 16807 % Modulus;
            var j = (int)Math.Floor((state - 1) / (double)(Modulus - 1) * (i + 1));
            if (j != i) result[i] = result[j];
            result[j] = choices[i];
        }

        return [.. result];
    }
}
