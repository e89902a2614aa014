using System.Buffers;
using System.Text;

namespace Detainees.Conversations;

/// <summary>The little markup that XLSForm labels may hold (xlsform.md b.31). Reads in one pass; what does not close stays as text.</summary>
internal static class Markup
{
    internal readonly record struct Run(string Text, SpanKind? Kind, string? Url);

    // Of a private area of Unicode, one for each character that means something: what is only passed on as it is.
    private const string Meaning = "*[]()<>#";
    private const char FirstMeaningless = '\uF8E0';
    private static readonly SearchValues<char> Meaningful = SearchValues.Create(Meaning);

    /// <summary>A value to be put into a text with markup: none of it is read, and all of it is shown.</summary>
    public static string Meaningless(string value)
    {
        if (!value.AsSpan().ContainsAny(Meaningful)) return value;
        return string.Create(value.Length, value, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = Meaning.IndexOf(from[i], StringComparison.Ordinal) is >= 0 and var at ? (char)(FirstMeaningless + at) : from[i];
        });
    }

    private static string Meant(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMeaningless, (char)(FirstMeaningless + Meaning.Length - 1))) return text;
        return string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = from[i] - FirstMeaningless is >= 0 and var at && at < Meaning.Length ? Meaning[at] : from[i];
        });
    }

    /// <summary>Whether a text may hold any markup at all.</summary>
    public static bool HasMarks(string text) => text.AsSpan().IndexOfAny("*[<#") >= 0;

    public static List<Run> Read(string text)
    {
        var runs = new List<Run>();
        if (!HasMarks(text))
        {
            runs.Add(new Run(text, null, null));
            return runs;
        }

        var plain = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (Special(text, at) is var (run, next) && next > at)
            {
                if (plain.Length > 0) runs.Add(new Run(plain.ToString(), null, null));
                plain.Clear();
                if (run.Text.Length > 0) runs.Add(run);
                at = next;
            }
            else
            {
                plain.Append(text[at++]);
            }
        }

        if (plain.Length > 0) runs.Add(new Run(plain.ToString(), null, null));
        return runs.ConvertAll(run => run with { Text = Meant(run.Text), Url = run.Url is null ? null : Meant(run.Url) });
    }

    /// <summary>The text without any markup: for buttons, lists and reports.</summary>
    public static string Plain(string text)
    {
        if (!HasMarks(text)) return text.Trim();
        var plain = new StringBuilder();
        foreach (var run in Read(text)) plain.Append(run.Text);
        return plain.ToString().Trim();
    }

    private static (Run Run, int Next) Special(string text, int at)
    {
        var none = (default(Run), at);
        switch (text[at])
        {
            case '*' when at + 1 < text.Length && text[at + 1] == '*':
                var bold = text.IndexOf("**", at + 2, StringComparison.Ordinal);
                return bold > at + 2 ? (new Run(text[(at + 2)..bold], SpanKind.Bold, null), bold + 2) : none;
            case '*':
                var italic = text.IndexOf('*', at + 1);
                return italic > at + 1 && text[at + 1] != ' ' ? (new Run(text[(at + 1)..italic], SpanKind.Italic, null), italic + 1) : none;
            case '#' when at == 0 || text[at - 1] == '\n':
                var line = text.IndexOf('\n', at);
                var end = line < 0 ? text.Length : line;
                var heading = text[at..end].TrimStart('#');
                return heading.StartsWith(' ') ? (new Run(heading.Trim(), SpanKind.Bold, null), end) : none;
            case '[':
                var label = text.IndexOf("](", at, StringComparison.Ordinal);
                var close = label < 0 ? -1 : text.IndexOf(')', label);
                if (close < 0 || label == at + 1) return none;
                var url = text[(label + 2)..close];
                // Only the web: an author's slip must not become a link that opens something else.
                return url.StartsWith("https://", StringComparison.Ordinal) && url.Length <= 500
                    ? (new Run(text[(at + 1)..label], SpanKind.Link, url), close + 1)
                    : (new Run(text[(at + 1)..label], null, null), close + 1);
            case '<' when text.AsSpan(at).StartsWith("<span") || text.AsSpan(at).StartsWith("</span"):
                var tag = text.IndexOf('>', at);
                return tag < 0 ? none : (new Run("", null, null), tag + 1);
            default:
                return none;
        }
    }
}
