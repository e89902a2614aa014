using System.Text;

namespace Detainees.Forms;

/// <summary>Breaks texts into lines by estimated width: the picture is drawn by whatever fonts the reader has.</summary>
internal static class SvgText
{
    /// <summary>Pixels; an estimate that rather takes too much.</summary>
    public static double Width(string text, double size, bool bold)
    {
        var em = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            em += rune.Value switch
            {
                ' ' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or 'i' or 'l' or 'I' or 'j' or 't' or 'f' or '(' or ')' => 0.33,
                'm' or 'w' or 'M' or 'W' or '@' or '—' or '…' => 0.9,
                >= 0x0300 and < 0x0370 or >= 0x064B and < 0x0660 or 0x055B or 0x055C or 0x055E => 0,
                < 0x0250 => 0.57,
                >= 0x0400 and < 0x0530 => 0.61,
                >= 0x0530 and < 0x0590 => 0.64,
                >= 0x0590 and < 0x0900 => 0.54,
                >= 0x2E80 and < 0xFB00 or >= 0x1F000 => 1.05,
                _ => 0.65,
            };
        }

        return em * size * (bold ? 1.06 : 1);
    }

    /// <summary>At most <paramref name="most"/> lines; what does not fit ends in an ellipsis.</summary>
    public static List<string> Wrap(string text, double width, double size, bool bold, int most)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split((char[])[' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var piece in Pieces(word, width, size, bold))
            {
                if (line.Length > 0 && Width(line + " " + piece, size, bold) > width)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }

                if (line.Length > 0) line.Append(' ');
                line.Append(piece);
            }
        }

        if (line.Length > 0) lines.Add(line.ToString());
        if (lines.Count <= most) return lines;
        var last = lines[most - 1];
        while (last.Length > 0 && Width(last + " …", size, bold) > width) last = last[..^(char.IsLowSurrogate(last[^1]) && last.Length > 1 ? 2 : 1)];
        return [.. lines.Take(most - 1), last.TrimEnd() + " …"];
    }

    // A word wider than the line, as expressions are, is cut rather than run over the edge.
    private static IEnumerable<string> Pieces(string word, double width, double size, bool bold)
    {
        var piece = new StringBuilder();
        foreach (var rune in word.EnumerateRunes())
        {
            if (piece.Length > 0 && Width(piece.ToString() + rune, size, bold) > width)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
        }

        if (piece.Length > 0) yield return piece.ToString();
    }
}
