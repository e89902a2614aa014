using System.Text.Json;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Phone.Tests;

/// <summary>Checks what the phone's server writes against the published schema of the Bot API.</summary>
internal static class Wire
{
    private static readonly Lazy<BotApiSchema> Schema = new(BotApiSchema.Load);

    public static void CheckResult(string method, JsonNode result) =>
        NoFaults(Schema.Value.CheckResult(method, Element(result)), result);

    public static void Check(string type, JsonNode value) => NoFaults(Schema.Value.CheckValue(type, Element(value)), value);

    private static void NoFaults(IReadOnlyList<string> faults, JsonNode value) =>
        Assert.True(faults.Count == 0, string.Join('\n', faults) + "\n" + value.ToJsonString());

    private static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
