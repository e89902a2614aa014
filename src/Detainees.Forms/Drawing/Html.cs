using System.Text;

namespace Detainees.Forms;

/// <summary>Texts as HTML holds them.</summary>
internal static class Html
{
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\0' => html.Append('\uFFFD'),
                _ => html.Append(c),
            };
        }

        return html.ToString();
    }
}
