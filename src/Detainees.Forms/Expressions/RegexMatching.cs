using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>regex(): the whole text must match. No pattern can hold up a conversation: linear time, or 50 ms at most.</summary>
internal static class RegexMatching
{
    private const int MaxPatternLength = 1000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(50);

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
                return new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeLimit);
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
        try
        {
            return regex is not null && pass.Spend(1 + text.Length) && regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // Ten of these are half a second, and the end of the pass.
            pass.Spend(Evaluation.Budget / 10);
            return false;
        }
    }
}
