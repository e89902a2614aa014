using System.Text.Json.Nodes;

namespace Detainees.Phone.Tests;

/// <summary>Reads a chat's server-sent events as they come; waiting is the stream's own, without a clock.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<EventReader> OpenAsync(PhoneHarness phone, long chat)
    {
        var seq = (long)(await phone.LookAsync($"chats/{chat}"))["seq"]!;
        var response = await phone.Http.GetAsync($"/phone/chats/{chat}/events?after={seq}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
    }

    public async Task<JsonObject> NextAsync(string type, Func<JsonObject, bool>? where = null)
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            var json = JsonNode.Parse(line["data: ".Length..])!.AsObject();
            if ((string?)json["type"] == type && (where is null || where(json))) return json;
        }

        throw new InvalidOperationException("The stream of events ended.");
    }

    /// <summary>The next new or changed message of the bot, checked against the schema.</summary>
    public async Task<JsonObject> BotMessageAsync()
    {
        var message = (await NextAsync("message", e => !(bool)e["message"]!["own"]!))["message"]!["message"]!.AsObject();
        Wire.Check("Message", message);
        return message;
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
