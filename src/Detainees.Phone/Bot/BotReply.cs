using System.Text.Json.Nodes;

namespace Detainees.Phone.Bot;

/// <summary>What a method answers: the envelope of the Bot API.</summary>
internal abstract record BotReply
{
    private BotReply() { }

    public sealed record Ok(JsonNode? Result, string? Description = null) : BotReply;

    /// <param name="Code">HTTP status and error_code alike.</param>
    public sealed record Failed(int Code, string Description, int? RetryAfter = null) : BotReply;

    public static BotReply True { get; } = new Ok(null);

    public static Failed BadRequest(string text) => new(400, "Bad Request: " + text);

    public int Status => this switch { Ok => 200, Failed failed => failed.Code, _ => 500 };

    public JsonObject ToJson()
    {
        switch (this)
        {
            case Ok ok:
                var answer = new JsonObject { ["ok"] = true, ["result"] = ok.Result?.DeepClone() ?? true };
                if (ok.Description is not null) answer["description"] = ok.Description;
                return answer;
            case Failed failed:
                var error = new JsonObject { ["ok"] = false, ["error_code"] = failed.Code, ["description"] = failed.Description };
                if (failed.RetryAfter is { } seconds) error["parameters"] = new JsonObject { ["retry_after"] = seconds };
                return error;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
