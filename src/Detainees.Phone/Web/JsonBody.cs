using System.Text.Json.Nodes;
using Detainees.Phone.Bot;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>A JSON body of the phone side.</summary>
internal static class JsonBody
{
    /// <summary>The object; null where the body is empty, broken or not an object.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return SafeJson.TryParse(body.ToArray(), out var node) ? node as JsonObject : null;
    }
}
