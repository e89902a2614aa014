using System.Globalization;
using System.Text;

namespace Detainees.Forms;

/// <summary>Draws the flow of a form as SVG: questions as boxes, groups as frames, conditions over what they lead to.</summary>
public static class FormDiagram
{
    private const double Margin = 28;
    private const double Title = 58;
    private const double Gutter = 46;

    /// <summary>The shape of a sheet of paper on its side: width over height of A4.</summary>
    private const double Sheet = 1.414;

    private const string Style = """
        text{font-family:"Noto Sans","Segoe UI",Roboto,"DejaVu Sans",Arial,sans-serif;fill:#1d2b36}
        .heading{font-size:20px;font-weight:700}.sub{font-size:12px;fill:#52616d}
        .label{font-size:13px}.choices{font-size:10.5px;fill:#52616d}.type{font-size:10px;fill:#5f6f7b;font-family:"Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace}
        .title{font-size:13px;font-weight:700;fill:#1f4d5c}.again{font-size:11.5px;fill:#6b4a1f}.when{font-size:12px;fill:#5a3e00}.endtext{font-size:13px;font-weight:700;fill:#fff}
        .number{font-size:11px;font-weight:700;fill:#fff}
        .box{fill:#fff;stroke:#4c6575;stroke-width:1.2}.note{stroke-dasharray:4 3;fill:#fafbfc}.consent{stroke:#2e6b3f;stroke-width:1.8}
        .badge{fill:#1f4d5c}.frame{fill:#f1f5f8;stroke:#9fb2be;stroke-width:1}.frame .frame{fill:#e6edf2}.repeat{fill:#f8f4ec;stroke:#b99d6b;stroke-width:1.4}
        .condition{fill:#fff6dd;stroke:#d8b25a;stroke-width:1}.end{fill:#1f4d5c}
        .line{fill:none;stroke:#4c6575;stroke-width:1.4}.around{fill:none;stroke:#93a4b0;stroke-width:1.2;stroke-dasharray:5 4}.back{fill:none;stroke:#b99d6b;stroke-width:1.4;stroke-dasharray:2 3}
        """;

    /// <param name="form">The form.</param>
    /// <param name="chosen">One of its languages; null for its default language.</param>
    public static string Draw(FormDefinition form, string? chosen)
    {
        var language = chosen ?? form.DefaultLanguage;
        var sample = string.Concat(form.Elements.Take(20).Select(element => element.Label.In(language)));
        var rightToLeft = LanguageCode.IsRightToLeft(language, sample);
        var columns = new DiagramBuilder(form, language).Columns(Sheet);
        var width = columns.Sum(column => column.Left + column.Right) + Gutter * (columns.Count - 1) + 2 * Margin;
        var height = columns.Max(column => column.Height) + Title + 2 * Margin;
        width = Math.Max(width, Math.Min(900, SvgText.Width(form.Title, 20, bold: true) + 2 * Margin));
        var svg = new SvgCanvas(rightToLeft);
        svg.Lines(SvgText.Wrap(form.Title, width - 2 * Margin, 20, bold: true, 1), 0, width, Margin - 8, "heading", 28, inset: Margin);
        svg.Lines([Caption(form, language)], 0, width, Margin + 20, "sub", 16, inset: Margin);
        var left = Margin;
        for (var i = 0; i < columns.Count; i++)
        {
            var x = left + columns[i].Left;
            columns[i].Draw(svg, x, Margin + Title);
            left += columns[i].Left + columns[i].Right + Gutter;
            if (i == columns.Count - 1) break;
            var bottom = Margin + Title + columns[i].Height;
            var side = left - Gutter / 2;
            svg.Path([(x, bottom), (x, bottom + 14), (side, bottom + 14), (side, Margin + Title - 16), (left + columns[i + 1].Left, Margin + Title - 16), (left + columns[i + 1].Left, Margin + Title)], "line", arrow: true);
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\"");
        var code = LanguageCode.Of(language);
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .Append("<svg xmlns=\"http://www.w3.org/2000/svg\" ").Append(size).Append(code.Length > 0 ? $" xml:lang=\"{code}\"" : "")
            .Append(rightToLeft ? " direction=\"rtl\"" : "").Append(" role=\"img\">\n")
            .Append("<title>").Append(SvgCanvas.Escape(form.Title)).Append("</title>\n<style>").Append(Style).Append("</style>\n")
            .Append("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#4c6575\"/></marker></defs>\n")
            .Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
            .Append(svg).Append("</svg>\n").ToString();
    }

    private static string Caption(FormDefinition form, string language) =>
        string.Join(" · ", ((string[])[form.Id, form.Version.Length > 0 ? PrintWords.Of(language).Version + " " + form.Version : "", language == Translations.Unnamed ? "" : language]).Where(part => part.Length > 0));
}
