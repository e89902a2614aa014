using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Detainees.Testing;

/// <summary>
/// Checks request bodies, answers and updates against the published Bot API (reference data <c>telegram/api.json</c>,
/// version 10.1): every field known and of its type, required ones present, no nulls, the constant of a union's kind,
/// lengths ("1-4096 characters" in UTF-16 units, "1-64 bytes" in UTF-8) and 52-bit whole numbers.
/// </summary>
/// <remarks>Each check returns the faults as "path: what"; none means that the value conforms. Skips the test without the data.</remarks>
public sealed partial class BotApiSchema
{
    private const long LargestId = (1L << 52) - 1;
    private readonly JsonElement methods;
    private readonly JsonElement types;

    private BotApiSchema(JsonElement root) => (methods, types) = (root.GetProperty("methods"), root.GetProperty("types"));

    /// <summary>Reads the schema (905 kB): keep the result for all checks of a test class.</summary>
    public static BotApiSchema Load()
    {
        using var content = File.OpenRead(ReferenceData.Path("telegram/api.json"));
        return new BotApiSchema(JsonDocument.Parse(content).RootElement);
    }

    public bool HasMethod(string method) => methods.TryGetProperty(method, out _);
    public bool HasType(string type) => types.TryGetProperty(type, out _);

    /// <summary>The body (or the multipart and query parameters gathered in an object) of a request to <paramref name="method"/>.</summary>
    public IReadOnlyList<string> CheckRequest(string method, JsonElement body)
    {
        if (!methods.TryGetProperty(method, out var description)) return [$"{method}: no such method"];
        List<string> faults = [];
        CheckFields(description, body, method, faults);
        return faults;
    }

    /// <summary>What stands in <c>result</c> of a method's answer.</summary>
    public IReadOnlyList<string> CheckResult(string method, JsonElement result)
    {
        if (!methods.TryGetProperty(method, out var description)) return [$"{method}: no such method"];
        return Best(description.GetProperty("returns"), result, $"{method}.result", "");
    }

    /// <summary>An object of a named type, e.g. <c>Update</c>; also <c>Array of Update</c>, <c>Integer</c>, <c>String</c>, <c>Boolean</c>.</summary>
    public IReadOnlyList<string> CheckValue(string type, JsonElement value)
    {
        List<string> faults = [];
        CheckType(type, value, type, "", faults);
        return faults;
    }

    private void CheckFields(JsonElement description, JsonElement value, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{path}: {value.ValueKind} instead of an object");
            return;
        }

        var known = description.TryGetProperty("fields", out var fields) ? fields.EnumerateArray().ToArray() : [];
        foreach (var field in known)
            if (field.GetProperty("required").GetBoolean() && !value.TryGetProperty(Name(field), out _))
                faults.Add($"{path}.{Name(field)}: required and missing");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var field = Array.Find(known, f => Name(f) == member.Name);
            if (field.ValueKind == JsonValueKind.Undefined) faults.Add($"{path}.{member.Name}: no such field");
            else if (!seen.Add(member.Name)) faults.Add($"{path}.{member.Name}: twice");
            else faults.AddRange(Best(field.GetProperty("types"), member.Value, $"{path}.{member.Name}", Text(field)));
        }
    }

    /// <summary>The faults by the alternative that fits best; none when one fits.</summary>
    private List<string> Best(JsonElement alternatives, JsonElement value, string path, string description)
    {
        List<string>? best = null;
        foreach (var alternative in alternatives.EnumerateArray())
        {
            List<string> faults = [];
            CheckType(alternative.GetString() ?? "", value, path, description, faults);
            if (best is null || faults.Count < best.Count) best = faults;
        }

        return best ?? [];
    }

    private void CheckType(string type, JsonElement value, string path, string description, List<string> faults)
    {
        if (type.StartsWith("Array of ", StringComparison.Ordinal))
        {
            if (value.ValueKind != JsonValueKind.Array) faults.Add($"{path}: {value.ValueKind} instead of an array");
            else
                foreach (var (index, item) in value.EnumerateArray().Index())
                    CheckType(type["Array of ".Length..], item, $"{path}[{index}]", "", faults);
            return;
        }

        var fits = (type, value.ValueKind) switch
        {
            ("Boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("Float", JsonValueKind.Number) => true,
            ("Integer", JsonValueKind.Number) => value.TryGetInt64(out var number) && number is >= -LargestId and <= LargestId,
            ("String" or "InputFile", JsonValueKind.String) => true,
            _ => false,
        };
        if (fits) CheckString(value, path, description, faults);
        else if (type is "Boolean" or "Float" or "Integer" or "String" or "InputFile")
            faults.Add($"{path}: {value.ValueKind} instead of {type}");
        else if (!types.TryGetProperty(type, out var named)) faults.Add($"{path}: the schema has no type {type}");
        else if (named.TryGetProperty("subtypes", out var subtypes)) faults.AddRange(Best(subtypes, value, path, ""));
        else CheckFields(named, value, path, faults);
    }

    private static void CheckString(JsonElement value, string path, string description, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.String) return;
        var text = value.GetString() ?? "";
        if (Constant().Match(description) is { Success: true } constant && constant.Groups[1].Value != text)
            faults.Add($"{path}: must be {constant.Groups[1].Value}");
        if (Limit().Match(description) is not { Success: true } limit) return;
        var length = limit.Groups[3].Value is "characters" ? text.Length : Encoding.UTF8.GetByteCount(text);
        if (length < int.Parse(limit.Groups[1].Value, CultureInfo.InvariantCulture)
            || length > int.Parse(limit.Groups[2].Value, CultureInfo.InvariantCulture))
            faults.Add($"{path}: {length} is outside {limit.Value}");
    }

    private static string Name(JsonElement field) => field.GetProperty("name").GetString() ?? "";
    private static string Text(JsonElement field) => field.GetProperty("description").GetString() ?? "";

    [GeneratedRegex("""(\d+)-(\d+) (characters|bytes|Bytes)""")]
    private static partial Regex Limit();

    [GeneratedRegex("""(?:always|must be) "?([a-z_]+)"?$""")]
    private static partial Regex Constant();
}
