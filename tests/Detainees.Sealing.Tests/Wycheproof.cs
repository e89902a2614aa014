using System.Text.Json;
using Detainees.Testing;

namespace Detainees.Sealing.Tests;

/// <summary>The cases of one of Wycheproof's files, each with its group.</summary>
internal static class Wycheproof
{
    public static IEnumerable<(JsonElement Group, JsonElement Case)> Cases(string file)
    {
        using var stream = File.OpenRead(ReferenceData.Path($"age/{file}"));
        var document = JsonDocument.Parse(stream);
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
            foreach (var test in group.GetProperty("tests").EnumerateArray())
                yield return (group, test);
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString() ?? "");

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
