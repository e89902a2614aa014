using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Detainees.Testing;

namespace Detainees.Phone.Tests;

/// <summary>A running phone on a standing clock, with both its faces at hand.</summary>
public sealed class PhoneHarness : IAsyncDisposable
{
    private readonly HttpClient http;

    private PhoneHarness(PhoneServer server, FakeClock clock)
    {
        Server = server;
        Clock = clock;
        http = new HttpClient { BaseAddress = server.Address };
    }

    public PhoneServer Server { get; }
    public FakeClock Clock { get; }
    public HttpClient Http => http;
    public string Method(string method) => $"/bot{PhoneServer.DummyToken}/{method}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<PhoneHarness> StartAsync(bool slowsRepeatedPolls = false, Func<CancellationToken, Task<IReadOnlyList<StoredItem>>>? stored = null)
    {
        var clock = new FakeClock();
        var server = await PhoneServer.StartAsync(new PhoneOptions { Time = clock, SlowsRepeatedPolls = slowsRepeatedPolls, Stored = stored }, Cancel);
        return new PhoneHarness(server, clock);
    }

    /// <summary>Calls a method with JSON parameters and returns the whole envelope.</summary>
    public async Task<JsonObject> CallAsync(string method, JsonObject? parameters = null) =>
        (await PostAsync(Method(method), parameters ?? [])).Json;

    /// <summary>Calls a method that must succeed and returns its result, checked against the schema.</summary>
    public async Task<JsonNode> OkAsync(string method, JsonObject? parameters = null)
    {
        var answer = await CallAsync(method, parameters);
        Assert.True((bool)answer["ok"]!, answer.ToJsonString());
        Wire.CheckResult(method, answer["result"]!);
        return answer["result"]!;
    }

    /// <summary>Calls a method that must fail with this code and returns its description.</summary>
    public async Task<string> RefusedAsync(int code, string method, JsonObject parameters)
    {
        var (status, answer) = await PostAsync(Method(method), parameters);
        Assert.Equal(code, status);
        Assert.False((bool)answer["ok"]!);
        Assert.Equal(code, (int)answer["error_code"]!);
        return (string)answer["description"]!;
    }

    public async Task<List<JsonObject>> UpdatesAsync(long offset = 0, int limit = 100)
    {
        var updates = (await OkAsync("getUpdates", new JsonObject { ["offset"] = offset, ["limit"] = limit })).AsArray();
        return [.. updates.Select(u => u!.AsObject())];
    }

    /// <summary>Takes and confirms all that waits.</summary>
    public async Task<List<JsonObject>> TakeUpdatesAsync()
    {
        var updates = await UpdatesAsync();
        if (updates.Count > 0) await UpdatesAsync((long)updates[^1]["update_id"]! + 1);
        return updates;
    }

    public async Task<long> NewChatAsync(string name = "Ani", string language = "hy", bool starts = true)
    {
        var chat = await PhoneAsync("chats", new JsonObject { ["name"] = name, ["language_code"] = language });
        var id = (long)chat["id"]!;
        if (starts)
        {
            await PhoneAsync($"chats/{id}/messages", new JsonObject { ["command"] = "start" });
            await TakeUpdatesAsync();
        }

        return id;
    }

    public async Task<JsonObject> PhoneAsync(string path, JsonObject body, int status = 200)
    {
        var (got, json) = await PostAsync("/phone/" + path, body);
        Assert.True(status == got, $"{path}: {got} {json.ToJsonString()}");
        return json;
    }

    public async Task<JsonObject> LookAsync(string path) =>
        JsonNode.Parse(await http.GetStringAsync("/phone/" + path, Cancel))!.AsObject();

    public async Task<JsonObject> SendFilesAsync(long chat, string kind, string? caption, params (string Name, string Mime, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent { { new StringContent(kind), "kind" } };
        if (caption is not null) form.Add(new StringContent(caption), "caption");
        foreach (var (name, mime, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue(mime);
            form.Add(part, "file", name);
        }

        using var response = await http.PostAsync($"/phone/chats/{chat}/files", form, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!.AsObject();
    }

    public async Task<(int Status, JsonObject Json)> PostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content, Cancel);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!.AsObject());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}
