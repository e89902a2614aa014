using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>The chat page's own files, embedded in the assembly; nothing else is served.</summary>
internal static class PageFiles
{
    private const string Prefix = "Detainees.Phone.Page.";
    private static readonly Assembly Home = typeof(PageFiles).Assembly;
    private static readonly HashSet<string> Names = Home.GetManifestResourceNames().ToHashSet(StringComparer.Ordinal);

    public static async Task SendAsync(HttpContext context, string path)
    {
        var name = path == "/" ? "index.html" : path[1..];
        if (name.Contains('/', StringComparison.Ordinal) || !Names.Contains(Prefix + name) || Type(name) is not { } type)
        {
            await context.RefuseAsync(404, "not_found", "There is nothing here.");
            return;
        }

        await using var stream = Home.GetManifestResourceStream(Prefix + name) ?? Stream.Null;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, context.RequestAborted);
        await context.BytesAsync(200, type, bytes.ToArray());
    }

    private static string? Type(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
