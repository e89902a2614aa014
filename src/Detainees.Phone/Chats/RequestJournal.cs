using System.Text.Json.Nodes;

namespace Detainees.Phone.Chats;

/// <summary>What the bot asked and what it got, for tests and for the page; the oldest go first.</summary>
internal sealed class RequestJournal
{
    private const int Kept = 5000;
    private readonly Lock gate = new();
    private readonly Queue<JsonObject> entries = new();
    private readonly List<JsonObject> warnings = [];
    private long number;

    public void Add(DateTimeOffset at, string method, int status, string? error, JsonObject? parameters, string? fault)
    {
        lock (gate)
        {
            entries.Enqueue(new JsonObject
            {
                ["number"] = ++number, ["time"] = at.ToString("O"), ["method"] = method, ["status"] = status,
                ["ok"] = status is >= 200 and < 300, ["description"] = error, ["fault"] = fault, ["parameters"] = parameters,
            });
            if (entries.Count > Kept) entries.Dequeue();
        }
    }

    public void Warn(DateTimeOffset at, string method, string text)
    {
        lock (gate)
        {
            if (warnings.Count < Kept)
                warnings.Add(new JsonObject { ["time"] = at.ToString("O"), ["method"] = method, ["warning"] = text });
        }
    }

    public JsonArray EntriesAfter(long after)
    {
        lock (gate) return [.. entries.Where(e => (long)e["number"]! > after).Select(e => e.DeepClone())];
    }

    public JsonArray Warnings()
    {
        lock (gate) return [.. warnings.Select(w => w.DeepClone())];
    }
}
