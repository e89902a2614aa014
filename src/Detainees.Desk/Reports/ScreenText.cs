using System.Text;

namespace Detainees.Desk.Reports;

/// <summary>The family's words, safe for a terminal: what steers a terminal or turns the reading order around is taken out.</summary>
internal static class ScreenText
{
    /// <summary>One line; line breaks become " / ".</summary>
    public static string Line(string text) => string.Join(" / ", Lines(text));

    /// <summary>The lines of a text, each without control characters. Letters of every script stay as they are.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var clean = new StringBuilder(line.Length);
            foreach (var c in line)
            {
                if (c == '\t') clean.Append(' ');
                // U+202A to 202E and 2066 to 2069 let a text pretend to stand elsewhere than it does.
                else if (char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069') clean.Append('\uFFFD');
                else clean.Append(c);
            }

            yield return clean.ToString();
        }
    }
}
