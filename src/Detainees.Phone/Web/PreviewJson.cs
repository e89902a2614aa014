using System.Text.Json.Nodes;

namespace Detainees.Phone.Web;

/// <summary>The pane of a preview as the page reads it.</summary>
internal static class PreviewJson
{
    public static JsonObject Of(PreviewView view) => new()
    {
        ["title"] = view.Title, ["version"] = view.Version, ["current"] = view.Current, ["place"] = view.Place, ["language"] = view.Language,
        ["languages"] = new JsonArray([.. view.Languages.Select(language => (JsonNode)language)]), ["date"] = view.Date, ["steps"] = view.Steps,
        ["fits"] = view.Fits,
        ["remarks"] = new JsonArray([.. view.Remarks.Select(remark => new JsonObject { ["severity"] = remark.Severity, ["place"] = remark.Place, ["text"] = remark.Text })]),
        ["nodes"] = new JsonArray([.. view.Nodes.Select(node => new JsonObject
        {
            ["path"] = node.Path, ["name"] = node.Name, ["label"] = node.Label, ["depth"] = node.Depth, ["kind"] = node.Kind, ["value"] = node.Value,
            ["said"] = node.Said, ["when"] = node.When, ["relevant"] = node.IsRelevant, ["jump"] = node.CanJump,
        })]),
    };
}
