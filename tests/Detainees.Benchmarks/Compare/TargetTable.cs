using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Detainees.Benchmarks.Compare;

/// <summary>The harness's figures as ratios of ours to another bot's, taken repeat by repeat: the median with the smallest and the greatest.</summary>
internal static class TargetTable
{
    private sealed record Figure(string Name, int Chats, int Repeat, bool IsNoisy, bool HasNetwork, JsonElement Json);

    public static string Of(IEnumerable<string> lines)
    {
        var figures = lines.Select(Read).OfType<Figure>().ToList();
        var text = new StringBuilder("| what | ours / " + CompareRuns.DurablePeer + " | ours / " + CompareRuns.Floor + " | noisy runs among them |\n|---|---|---|---|\n");
        foreach (var chats in figures.Where(f => !f.HasNetwork && f.Name == CompareRuns.DurablePeer).Select(f => f.Chats).Distinct())
        {
            Row($"updates/s, {chats} chats", chats, network: false, f => f.GetProperty("updates_per_s"), CompareRuns.DurablePeer, CompareRuns.Floor);
            Row($"user p99, {chats} chats", chats, network: false, f => f.GetProperty("user_latency_ms").GetProperty("p99"), CompareRuns.DurablePeer, CompareRuns.Floor);
            foreach (var (what, name) in ((string, string)[])[("CPU/update", "cpu_us_per_update"), ("peak memory", "rss_peak_mb"), ("start to first poll", "ready_ms"), ("syncs/update", "fsyncs_per_update")])
                Row($"{what}, {chats} chats", chats, network: false, f => f.GetProperty("bot").TryGetProperty(name, out var value) ? value : null, CompareRuns.DurablePeer, CompareRuns.Floor);
        }

        if (!figures.Exists(f => f.HasNetwork && f.Name == CompareRuns.WideFloor)) return text.ToString();
        text.Append(CultureInfo.InvariantCulture, $"\n| 50 ms round trip, 200 chats | ours / {CompareRuns.QuickestPeer} | ours / {CompareRuns.WideFloor} | noisy runs among them |\n|---|---|---|---|\n");
        Row("updates/s", 200, network: true, f => f.GetProperty("updates_per_s"), CompareRuns.QuickestPeer, CompareRuns.WideFloor);
        Row("user p99", 200, network: true, f => f.GetProperty("user_latency_ms").GetProperty("p99"), CompareRuns.QuickestPeer, CompareRuns.WideFloor);
        return text.ToString();

        void Row(string what, int chats, bool network, Func<JsonElement, JsonElement?> value, string first, string second)
        {
            var those = figures.Where(f => f.Chats == chats && f.HasNetwork == network).ToList();
            if (those.Exists(f => f.Name == CompareRuns.Ours && value(f.Json) is not null))
                text.Append(CultureInfo.InvariantCulture, $"| {what} | {Ratio(those, value, first)} | {Ratio(those, value, second)} | {those.Count(f => f.IsNoisy)} of {those.Count} |\n");
        }
    }

    private static string Ratio(List<Figure> figures, Func<JsonElement, JsonElement?> value, string other)
    {
        var ratios = (
            from ours in figures
            from theirs in figures
            where ours.Name == CompareRuns.Ours && theirs.Name == other && ours.Repeat == theirs.Repeat
            let below = value(theirs.Json)?.GetDouble()
            where below > 0
            select value(ours.Json)!.Value.GetDouble() / below.Value).Order().ToArray(); // the caller saw that ours has it
        if (ratios.Length == 0) return "-";
        var median = (ratios[(ratios.Length - 1) / 2] + ratios[ratios.Length / 2]) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"{median:0.00} [{ratios[0]:0.00}-{ratios[^1]:0.00}]");
    }

    /// <summary>Null for a run that failed, and for those of kills, which have no speed.</summary>
    private static Figure? Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement.Clone();
        if (!json.TryGetProperty("updates_per_s", out _) || !json.TryGetProperty("bot", out _)) return null;
        // With 50 ms on the way the network is told by its run's chats: 200 are asked in no other.
        var chats = json.GetProperty("chats").GetInt32();
        return new Figure(
            json.GetProperty("name").GetString() ?? "", chats, json.GetProperty("repeat").GetInt32(), json.GetProperty("noisy").GetBoolean(), chats == 200, json);
    }
}
