using System.Globalization;

namespace Detainees.Desk;

internal static class Words
{
    /// <summary>"1 report", "2 reports"; "1 entry", "2 entries".</summary>
    public static string Count(long number, string thing)
    {
        var words = number == 1 ? thing : thing.EndsWith('y') ? thing[..^1] + "ies" : thing + "s";
        return string.Create(CultureInfo.InvariantCulture, $"{number} {words}");
    }
}
