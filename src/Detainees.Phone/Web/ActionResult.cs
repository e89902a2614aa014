using System.Text.Json.Nodes;

namespace Detainees.Phone.Web;

/// <summary>What came of something that a person did: an HTTP status and a JSON body.</summary>
internal sealed record ActionResult(int Status, JsonObject Body)
{
    public static ActionResult Done(JsonObject body) => new(200, body);
    public static ActionResult Refused(string code, string text) => new(400, new JsonObject { ["error"] = code, ["message"] = text });
}
