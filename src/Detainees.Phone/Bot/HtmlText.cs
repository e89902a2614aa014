using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Bot;

/// <summary>parse_mode HTML: the tags of Bot API "HTML style" that stand for one range each.</summary>
internal static class HtmlText
{
    public static bool TryRead(string html, out string text, out JsonArray entities, out string error)
    {
        var output = new StringBuilder();
        var open = new Stack<(string Tag, string Kind, string? Url, int Start)>();
        entities = [];
        text = "";
        error = "";
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] == '&' && html.IndexOf(';', i) is var end and > 0 && end - i < 10 && WebUtility.HtmlDecode(html[i..(end + 1)]) is var decoded && decoded != html[i..(end + 1)])
            {
                output.Append(decoded);
                i = end;
            }
            else if (html[i] != '<')
            {
                output.Append(html[i]);
            }
            else
            {
                var close = html.IndexOf('>', i);
                if (close < 0)
                {
                    error = $"can't parse entities: Unclosed start tag at byte offset {Encoding.UTF8.GetByteCount(html.AsSpan(0, i))}";
                    return false;
                }

                if (!Tag(html[(i + 1)..close], output.Length, open, entities, out error)) return false;
                i = close;
            }
        }

        if (open.TryPeek(out var left)) error = $"can't parse entities: Can't find end tag corresponding to start tag \"{left.Tag}\"";
        text = output.ToString();
        return error.Length == 0;
    }

    private static bool Tag(string inside, int at, Stack<(string Tag, string Kind, string? Url, int Start)> open, JsonArray entities, out string error)
    {
        error = "";
        var closing = inside.StartsWith('/');
        var name = inside.TrimStart('/').Split(' ', 2)[0].Trim().ToLowerInvariant();
        if (Kind(name) is not { } kind)
        {
            error = $"can't parse entities: Unsupported start tag \"{name}\"";
            return false;
        }

        if (!closing)
        {
            open.Push((name, kind, name == "a" ? Href(inside) : null, at));
            return true;
        }

        if (!open.TryPop(out var start) || start.Tag != name)
        {
            error = $"can't parse entities: Unmatched end tag, expected \"</{start.Tag}>\", found \"</{name}>\"";
            return false;
        }

        var entity = new JsonObject { ["type"] = start.Kind, ["offset"] = start.Start, ["length"] = at - start.Start };
        if (start.Url is not null) entity["url"] = start.Url;
        entities.Add((JsonNode)entity);
        return true;
    }

    private static string? Kind(string tag) => tag switch
    {
        "b" or "strong" => "bold",
        "i" or "em" => "italic",
        "u" or "ins" => "underline",
        "s" or "strike" or "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "a" => "text_link",
        "blockquote" => "blockquote",
        _ => null,
    };

    private static string? Href(string inside)
    {
        var at = inside.IndexOf("href=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : WebUtility.HtmlDecode(inside[(at + 5)..].Trim().Trim('"', '\''));
    }
}
