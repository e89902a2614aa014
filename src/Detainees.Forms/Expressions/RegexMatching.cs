using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>regex(): the whole text must match. No pattern can hold up a conversation: linear time, or three times 50 ms at most.</summary>
internal static class RegexMatching
{
    private const int MaxPatternLength = 1000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(50);

    /// <summary>A limit on the clock also runs while a busy machine does something else: a good answer must not be refused for that.</summary>
    private const int Tries = 3;

    /// <returns>Null when the pattern is not one.</returns>
    public static Regex? Compile(string pattern, out string? reason)
    {
        reason = pattern.Length > MaxPatternLength ? $"a pattern may be at most {MaxPatternLength} characters long" : null;
        if (reason is not null) return null;
        try
        {
            // On its own first: "a)|(b" is no pattern, though it would be one inside the brackets below.
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeLimit);
            var whole = $@"\A(?:{pattern})\z";
            try
            {
                // Linear in the text, whose length is bounded; what is built for a large pattern may still take a while.
                return new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, 10 * TimeLimit);
            }
            catch (NotSupportedException)
            {
                // Look-around and back-references need the other engine.
                return new Regex(whole, RegexOptions.CultureInvariant, TimeLimit);
            }
        }
        catch (ArgumentException)
        {
            reason = "it is not a regular expression that can be used here";
            return null;
        }
    }

    public static bool Matches(Regex? regex, string text, Evaluation pass)
    {
        if (regex is null || !pass.Spend(1 + text.Length)) return false;
        for (var i = 0; i < Tries; i++)
        {
            try
            {
                return regex.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                // Ten of these are a second and a half at most, and the end of the pass.
                if (!pass.Spend(Evaluation.Budget / 30)) return false;
            }
        }

        return false;
    }
}
