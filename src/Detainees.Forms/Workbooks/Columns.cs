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

    /// <summary>The other way round; -1 for what is no column.</summary>
    public static int Number(string letters)
    {
        var number = 0;
        foreach (var letter in letters)
        {
            if (letter is < 'A' or > 'Z' || number > 100_000) return -1;
            number = number * 26 + letter - 'A' + 1;
        }

        return number - 1;
    }
}
