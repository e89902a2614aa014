namespace Detainees.Forms;

internal static class Columns
{
    /// <summary>Zero-based column to its letters: 0 is A, 26 is AA.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var left = column; left >= 0; left = left / 26 - 1) letters = (char)('A' + left % 26) + letters;
        return letters;
    }
}
