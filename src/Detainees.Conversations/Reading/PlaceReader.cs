using System.Globalization;
using System.Text.RegularExpressions;

namespace Detainees.Conversations;

/// <summary>Reads typed coordinates, degrees with a point or a comma: "40.1792, 44.4991".</summary>
internal static partial class PlaceReader
{
    public static string? Read(string text)
    {
        if (text.Length > 60) return null;
        var match = Shape().Match(Folding.Digits(text).Trim());
        if (!match.Success) return null;
        return Stored(Number(match.Groups["a"].Value), Number(match.Groups["b"].Value), null);
    }

    /// <summary>XLSForm's stored shape: latitude, longitude, altitude 0, accuracy in metres; null when there is no such place.</summary>
    public static string? Stored(double latitude, double longitude, double? accuracy)
    {
        if (!(Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180)) return null;
        var metres = accuracy is >= 0 and <= 1_000_000 ? accuracy.Value : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{latitude:0.######} {longitude:0.######} 0 {metres:0.#}");
    }

    private static double Number(string text) => double.Parse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<a>-?[0-9]{1,2}[.,][0-9]{1,12})\s*[\s,;]\s*(?<b>-?[0-9]{1,3}[.,][0-9]{1,12})$", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
