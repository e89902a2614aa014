using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Detainees.Phone.Web;

/// <summary>Writes answers.</summary>
internal static class Answers
{
    public static Task JsonAsync(this HttpContext context, int status, JsonNode json) =>
        context.BytesAsync(status, "application/json", Encoding.UTF8.GetBytes(json.ToJsonString()));

    /// <summary>An error of the phone side: a code to match on and a sentence to read.</summary>
    public static Task RefuseAsync(this HttpContext context, int status, string code, string text) =>
        context.JsonAsync(status, new JsonObject { ["error"] = code, ["message"] = text });

    public static async Task BytesAsync(this HttpContext context, int status, string type, ReadOnlyMemory<byte> bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
