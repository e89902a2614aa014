using System.Text.Json;
using System.Text.RegularExpressions;

namespace Detainees.Conversations.Tests;

/// <summary>Checks a document against the keywords that our own schema uses; a keyword that it does not know fails.</summary>
internal sealed class SchemaCheck(JsonElement root)
{
    private static readonly HashSet<string> Told = ["$schema", "$id", "$defs", "title", "description"];
    private readonly List<string> faults = [];

    public static IReadOnlyList<string> Faults(JsonElement schema, JsonElement value)
    {
        var check = new SchemaCheck(schema);
        check.Check(schema, value, "$");
        return check.faults;
    }

    private void Check(JsonElement schema, JsonElement value, string at)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var wanted = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref": Check(Resolve(wanted.GetString()!), value, at); break;
                case "type": Expect(Types(wanted).Any(type => Is(type, value)), at, "type"); break;
                case "const": Expect(JsonElement.DeepEquals(wanted, value), at, "const"); break;
                case "enum": Expect(wanted.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), at, "enum"); break;
                case "pattern": Expect(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, wanted.GetString()!), at, "pattern"); break;
                case "minLength": Expect(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= wanted.GetInt32(), at, "minLength"); break;
                case "minimum": Expect(value.ValueKind != JsonValueKind.Number || value.GetInt64() >= wanted.GetInt64(), at, "minimum"); break;
                case "maxItems": Expect(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= wanted.GetInt32(), at, "maxItems"); break;
                case "required":
                    foreach (var name in wanted.EnumerateArray()) Expect(value.TryGetProperty(name.GetString()!, out _), at, $"required {name}");
                    break;
                case "additionalProperties":
                    foreach (var member in value.EnumerateObject()) Expect(schema.GetProperty("properties").TryGetProperty(member.Name, out _), at, $"unknown {member.Name}");
                    break;
                case "properties":
                    // Canonical: the keys stand in the schema's order.
                    Expect(value.EnumerateObject().Select(m => m.Name).SequenceEqual(wanted.EnumerateObject().Select(m => m.Name)), at, "order of keys");
                    foreach (var member in wanted.EnumerateObject())
                        if (value.TryGetProperty(member.Name, out var inner)) Check(member.Value, inner, $"{at}.{member.Name}");
                    break;
                case "items":
                    var i = 0;
                    foreach (var item in value.EnumerateArray()) Check(wanted, item, $"{at}[{i++}]");
                    break;
                default: Expect(Told.Contains(keyword.Name), at, $"keyword {keyword.Name} is not checked"); break;
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private void Expect(bool holds, string at, string what)
    {
        if (!holds) faults.Add($"{at}: {what}");
    }
}
