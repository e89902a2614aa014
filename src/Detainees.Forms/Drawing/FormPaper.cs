using System.Collections.Immutable;
using System.Text;

namespace Detainees.Forms;

/// <summary>Writes the printable twin of a form: one HTML page for A4 without scripts, fonts or anything from elsewhere.</summary>
public static class FormPaper
{
    /// <param name="form">The form.</param>
    /// <param name="language">One of its languages; null for all of them, each beginning on a new sheet.</param>
    public static string Write(FormDefinition form, string? language)
    {
        var languages = language is null ? form.Languages : [language];
        var page = new StringBuilder("<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Html.Escape(form.Title)).Append("</title>\n<style>\n")
            .Append(Footer(form)).Append(PaperStyle.Css).Append("</style>\n</head>\n<body>\n");
        foreach (var each in languages)
            page.Append("<main").Append(LanguageAttributes(form, each)).Append(">\n").Append(new PaperWriter(form, each).Write()).Append("</main>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string LanguageAttributes(FormDefinition form, string language)
    {
        var code = LanguageCode.Of(language);
        var sample = string.Concat(form.Elements.Take(20).Select(element => element.Label.In(language)));
        return (code.Length > 0 ? $" lang=\"{code}\"" : "") + (LanguageCode.IsRightToLeft(language, sample) ? " dir=\"rtl\"" : " dir=\"ltr\"");
    }

    // The page's margin boxes are filled by the browser's printing: the text goes in as escapes, so that no title can end it.
    private static string Footer(FormDefinition form)
    {
        var text = new StringBuilder();
        foreach (var rune in $"{form.Id} · {form.Version}".EnumerateRunes()) text.Append('\\').Append(rune.Value.ToString("X6", System.Globalization.CultureInfo.InvariantCulture));
        return "@page { size: A4; margin: 15mm 15mm 17mm; @bottom-left { content: \"" + text + "\"; font: 8pt sans-serif; color: #555 } @bottom-right { content: counter(page) \" / \" counter(pages); font: 9pt sans-serif; color: #333 } }\n";
    }
}
