using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Detainees.Endurance.Running;

/// <summary>The phone's workbench: faults, clock, what the bot asked.</summary>
internal sealed class PhoneBench(Uri phone) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = phone };

    public async Task SeedAsync(int seed, CancellationToken cancel) => (await http.PostAsJsonAsync("phone/faults", new { seed }, cancel)).Dispose();

    /// <summary>From now on this fault strikes with this probability.</summary>
    public async Task BreakAsync(string kind, double probability, CancellationToken cancel, string? method = null)
    {
        using var answer = await http.PostAsJsonAsync("phone/faults", new { kind, probability, method, retry_after = 1 }, cancel);
        RoundFailedException.Unless(answer.IsSuccessStatusCode, $"The phone knows no fault '{kind}'.");
    }

    public async Task MendAsync(CancellationToken cancel) => (await http.DeleteAsync(new Uri("phone/faults", UriKind.Relative), cancel)).Dispose();

    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancel) =>
        (await http.PostAsJsonAsync("phone/clock", new { advance_seconds = by.TotalSeconds }, cancel)).Dispose();

    /// <summary>Waits until the bot has asked for nothing but updates for a while, and then asks for updates again.</summary>
    public async Task QuietAsync(CancellationToken cancel)
    {
        var (last, since) = (-1L, 0);
        while (since < 4)
        {
            var number = LastWork(await JournalAsync(cancel));
            since = number == last ? since + 1 : 0;
            last = number;
            await Task.Delay(TimeSpan.FromMilliseconds(150), cancel);
        }
    }

    /// <summary>Waits until the bot has asked for so many more things than updates, or for <paramref name="atMost"/>.</summary>
    public async Task RequestsAsync(int count, TimeSpan atMost, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var after = -1L;
        while (count > 0 && watch.Elapsed < atMost)
        {
            using var journal = await JournalAsync(cancel, Math.Max(0, after));
            var entries = journal.RootElement.GetProperty("entries");
            if (after >= 0) count -= entries.EnumerateArray().Count(e => e.GetProperty("method").GetString() != "getUpdates");
            after = entries.GetArrayLength() > 0 ? entries[entries.GetArrayLength() - 1].GetProperty("number").GetInt64() : Math.Max(0, after);
            if (count > 0) await Task.Delay(TimeSpan.FromMilliseconds(5), cancel);
        }
    }

    /// <summary>Waits until the phone has carried out such a fault.</summary>
    public async Task UntilFaultAsync(string kind, CancellationToken cancel)
    {
        while (true)
        {
            using (var journal = await JournalAsync(cancel))
                if (journal.RootElement.GetProperty("entries").EnumerateArray().Any(entry => entry.GetProperty("fault").GetString() == kind)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancel);
        }
    }

    public async Task<JsonDocument> JournalAsync(CancellationToken cancel, long after = 0) =>
        JsonDocument.Parse(await http.GetStringAsync(new Uri($"phone/journal?after={after}", UriKind.Relative), cancel));

    public void Dispose() => http.Dispose();

    private static long LastWork(JsonDocument journal)
    {
        using (journal)
            return journal.RootElement.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("method").GetString() != "getUpdates")
                .Select(e => e.GetProperty("number").GetInt64()).DefaultIfEmpty().Max();
    }
}
