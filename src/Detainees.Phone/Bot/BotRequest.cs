using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Detainees.Phone.Chats;

namespace Detainees.Phone.Bot;

/// <summary>A file that came with a multipart request.</summary>
internal sealed record UploadedFile(string Name, string? Mime, byte[] Bytes);

/// <summary>
/// A method call. The server reads every way of sending parameters (query, urlencoded, multipart, JSON) as named texts;
/// objects are JSON inside the text.
/// </summary>
internal sealed class BotRequest(string method, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, UploadedFile> files)
{
    public string Method { get; } = method;
    public IReadOnlyDictionary<string, UploadedFile> Files { get; } = files;

    public bool Has(string name) => values.ContainsKey(name);
    public string Text(string name) => values.GetValueOrDefault(name, "");

    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>The server takes "true", "yes" and "1", in any case.</summary>
    public bool Flag(string name) => Text(name).Trim().ToLowerInvariant() is "true" or "yes" or "1";

    /// <summary>A parameter that holds JSON: absent gives null and true, broken gives false.</summary>
    public bool TryJson(string name, out JsonNode? node)
    {
        node = null;
        return Text(name).Length == 0 || SafeJson.TryParse(Text(name), out node);
    }

    public JsonObject ParametersJson()
    {
        var json = new JsonObject();
        foreach (var (name, value) in values) json[name] = value;
        foreach (var (name, file) in Files) json[name] = $"({file.Bytes.Length} bytes)";
        return json;
    }

    /// <summary>Reads a request's parameters; null where its body cannot be read.</summary>
    public static async Task<BotRequest?> ReadAsync(HttpRequest request, string method, CancellationToken cancel)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, UploadedFile>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query) values[name] = value.ToString();
        if (HttpMethods.IsPost(request.Method))
        {
            var type = request.ContentType ?? "";
            if (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, cancel);
                if (body.Length > 0 && !ReadJson(body.GetBuffer().AsMemory(0, (int)body.Length), values)) return null;
            }
            else if (request.HasFormContentType)
            {
                if (!await ReadFormAsync(request, values, files, cancel)) return null;
            }
        }

        return new BotRequest(method, values, files);
    }

    /// <summary>A call that a webhook gave as its answer.</summary>
    public static BotRequest? FromJson(ReadOnlyMemory<byte> body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        return ReadJson(body, values) && values.Remove("method", out var method)
            ? new BotRequest(method, values, new Dictionary<string, UploadedFile>())
            : null;
    }

    private static bool ReadJson(ReadOnlyMemory<byte> body, Dictionary<string, string> values)
    {
        if (!SafeJson.TryParse(body, out var node) || node is not JsonObject json) return false;
        foreach (var (name, value) in json)
        {
            if (value is null) continue;
            values[name] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        return true;
    }

    private static async Task<bool> ReadFormAsync(
        HttpRequest request, Dictionary<string, string> values, Dictionary<string, UploadedFile> files, CancellationToken cancel)
    {
        try
        {
            request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, FormLimits));
            var form = await request.ReadFormAsync(cancel);
            foreach (var (name, value) in form) values[name] = value.ToString();
            foreach (var file in form.Files)
            {
                using var bytes = new MemoryStream();
                await file.CopyToAsync(bytes, cancel);
                files[file.Name] = new UploadedFile(file.FileName, file.ContentType, bytes.ToArray());
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public static FormOptions FormLimits { get; } = new()
    {
        MultipartBodyLengthLimit = FileStore.MaxUploadBytes + (1 << 20), MemoryBufferThreshold = int.MaxValue, ValueLengthLimit = 1 << 20,
    };
}
