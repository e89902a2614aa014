using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>What typing and spreadsheets do to text, undone (pyxform, clean_text_values).</summary>
internal static class CellText
{
    /// <summary>Curly quotes become straight, odd blanks plain ones, line ends \n; runs of blanks become one unless the form keeps them.</summary>
    public static string Clean(string text, bool collapse)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i] switch
            {
                '\u2018' or '\u2019' or '\u201A' or '\u201B' => '\'',
                '\u201C' or '\u201D' or '\u201E' or '\u201F' => '"',
                '\u00A0' or '\u2007' or '\u202F' => ' ',
                '\r' => '\n',
                var other => other,
            };
            if (c == '\n' && text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            if (c == ' ' && collapse && clean.Length > 0 && clean[^1] == ' ') continue;
            clean.Append(c);
        }

        return clean.ToString().Trim();
    }

    /// <summary>Characters that nobody sees: they turn text round or join it, and two names that look alike differ by them.</summary>
    public static bool IsInvisible(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>The words for yes (pyxform, aliases.yes_no). The number 1 is not among them.</summary>
    public static bool IsYes(string text) => text is "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "true()";

    public static bool IsNo(string text) => text is "no" or "No" or "NO" or "false" or "False" or "FALSE" or "false()";
}
