using System.Globalization;
using System.Security;
using System.Text;

namespace Detainees.Forms;

/// <summary>Collects the marks of a picture. Everything readable is escaped; colours and fonts are the style sheet's.</summary>
internal sealed class SvgCanvas(bool rightToLeft)
{
    private readonly StringBuilder marks = new();

    public override string ToString() => marks.ToString();

    public void Rect(double x, double y, double width, double height, string style, double radius) =>
        Add($"""<rect class="{style}" x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" rx="{radius:0.#}"/>""");

    public void Line((double X, double Y) from, (double X, double Y) to) => Path([from, to], "line", arrow: false);

    public void Arrow((double X, double Y) from, (double X, double Y) to) => Path([from, to], "line", arrow: true);

    /// <summary>A line with rounded corners.</summary>
    public void Path(ReadOnlySpan<(double X, double Y)> points, string style, bool arrow)
    {
        const double radius = 7;
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        for (var i = 1; i < points.Length - 1; i++)
        {
            var (before, at, after) = (Towards(points[i], points[i - 1], radius), points[i], Towards(points[i], points[i + 1], radius));
            path.Append(CultureInfo.InvariantCulture, $"L{before.X:0.#} {before.Y:0.#}Q{at.X:0.#} {at.Y:0.#} {after.X:0.#} {after.Y:0.#}");
        }

        path.Append(CultureInfo.InvariantCulture, $"L{points[^1].X:0.#} {points[^1].Y:0.#}");
        Add($"""<path class="{style}" d="{path}"{(arrow ? " marker-end=\"url(#tip)\"" : "")}/>""");
    }

    /// <summary>Lines of text in a box, from its reading side.</summary>
    public void Lines(IReadOnlyList<string> lines, double left, double width, double top, string style, double lineHeight, double inset = 14, bool centred = false)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            // With direction rtl the start of a line is its right end.
            var x = centred ? left + width / 2 : rightToLeft ? left + width - inset : left + inset;
            Add($"""<text class="{style}" x="{x:0.#}" y="{top + lineHeight * (i + 0.76):0.#}"{(centred ? " text-anchor=\"middle\"" : "")}>{Escape(Isolated(lines[i]))}</text>""");
        }
    }

    // Latin words and expressions keep their own direction amid lines from right to left.
    private string Isolated(string line) => rightToLeft && !LanguageCode.HoldsRightToLeft(line) ? "\u2066" + line + "\u2069" : line;

    /// <summary>A question's number in the corner where reading begins.</summary>
    public void Badge(string number, double left, double width, double top)
    {
        var middle = rightToLeft ? left + width - 25 : left + 25;
        Add($"""<rect class="badge" x="{middle - 15:0.#}" y="{top:0.#}" width="30" height="18" rx="9"/>""");
        Add($"""<text class="number" x="{middle:0.#}" y="{top + 13.5:0.#}" text-anchor="middle">{Escape(number)}</text>""");
    }

    public static string Escape(string text) => SecurityElement.Escape(XFormText.Clean(text)) ?? "";

    private static (double X, double Y) Towards((double X, double Y) from, (double X, double Y) to, double most)
    {
        var length = Math.Abs(to.X - from.X) + Math.Abs(to.Y - from.Y);
        if (length == 0) return from;
        var part = Math.Min(most, length / 2) / length;
        return (from.X + (to.X - from.X) * part, from.Y + (to.Y - from.Y) * part);
    }

    private void Add(FormattableString mark) => marks.Append(mark.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
