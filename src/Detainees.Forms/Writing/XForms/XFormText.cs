using System.Security;
using System.Text;
using System.Xml;

namespace Detainees.Forms;

/// <summary>Texts as XML can hold them.</summary>
internal static class XFormText
{
    /// <summary>Characters that XML 1.0 does not know become U+FFFD.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i]) || !XmlConvert.IsXmlChar(text[i])) (clean ??= new StringBuilder(text))[i] = '\uFFFD';
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>As markup, with each <c>${name}</c> as an <c>output</c> of the path that <paramref name="path"/> gives; null leaves the text.</summary>
    public static string Markup(string text, Func<string, string?> path)
    {
        var markup = new StringBuilder();
        var done = 0;
        foreach (var (name, start) in Interpolation.Names(text))
        {
            if (start < done || path(name) is not { } target) continue;
            markup.Append(Escape(text[done..start])).Append("<output value=\"").Append(Escape(target)).Append("\"/>");
            done = text.IndexOf('}', start) + 1;
        }

        return markup.Append(Escape(text[done..])).ToString();
    }

    /// <summary>The text with each <c>${name}</c> replaced by what <paramref name="value"/> gives; null leaves it.</summary>
    public static string Replace(string text, Func<string, string?> value)
    {
        var replaced = new StringBuilder();
        var done = 0;
        foreach (var (name, start) in Interpolation.Names(text))
        {
            if (start < done || value(name) is not { } with) continue;
            replaced.Append(text, done, start - done).Append(with);
            done = text.IndexOf('}', start) + 1;
        }

        return replaced.Append(text, done, text.Length - done).ToString();
    }

    private static string Escape(string text) => SecurityElement.Escape(Clean(text)) ?? "";
}
