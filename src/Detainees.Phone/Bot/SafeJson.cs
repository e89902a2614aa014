using System.Text.Json;
using System.Text.Json.Nodes;

namespace Detainees.Phone.Bot;

/// <summary>JSON from outside, read whole at once: no broken string, doubled name or depth shows up later.</summary>
internal static class SafeJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static bool TryParse(ReadOnlyMemory<byte> utf8, out JsonNode? node)
    {
        node = null;
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            Walk(document.RootElement);
            node = JsonNode.Parse(utf8.Span, null, Strict);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // InvalidOperationException: half a surrogate pair in a string
        }
    }

    public static bool TryParse(string text, out JsonNode? node) => TryParse(System.Text.Encoding.UTF8.GetBytes(text), out node);

    private static void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) _ = element.GetString();
        else if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) Walk(item);
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                _ = property.Name;
                Walk(property.Value);
            }
        }
    }

    /// <summary>A member that is a string; "" otherwise.</summary>
    public static string Text(this JsonNode? node, string name) =>
        node is JsonObject o && o[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>A member that is a whole number, or a string of one.</summary>
    public static long? Whole(this JsonNode? node, string name)
    {
        if (node is not JsonObject o || o[name] is not JsonValue value) return null;
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static double? Real(this JsonNode? node, string name)
    {
        if (node is not JsonObject o || o[name] is not JsonValue value) return null;
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    public static bool Flag(this JsonNode? node, string name) =>
        node is JsonObject o && o[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}
