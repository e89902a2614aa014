using System.Text.RegularExpressions;

namespace Detainees.Forms;

/// <summary>A label without its markup: bold, italic, links and spans leave their text.</summary>
internal static partial class PlainText
{
    [GeneratedRegex(@"\*\*(?<t>[^*\n]+)\*\*|(?<![\w*])\*(?<t>[^*\s][^*\n]*)\*(?![\w*])|(?<!\w)__(?<t>[^_\n]+)__(?!\w)|(?<!\w)_(?<t>[^_\s][^_\n]*)_(?!\w)|\[(?<t>[^\]\n]+)\]\([^)\s]+\)|</?span[^>]*>|(?m:^#{1,6} )", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    public static string Of(string text) => Markup().Replace(text, match => match.Groups["t"].Value);
}
