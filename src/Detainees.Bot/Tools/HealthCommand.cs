namespace Detainees.Bot.Tools;

/// <summary><c>health</c>: asks the running bot at DeskApi:Listen. The image has no shell and no curl to do it with.</summary>
internal static class HealthCommand
{
    private const int Unwell = 1;

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancel)
    {
        if (Launch.ReadOptions(settings) is not { } options) return 2;
        // What it listens on may mean every address of the machine; it is asked on this one.
        var address = new UriBuilder(options.DeskApi.Listen) { Path = "/health" };
        if (address.Host is "0.0.0.0" or "[::]" or "*" or "+") address.Host = "127.0.0.1";
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(address.Uri, cancel);
            Console.Write(await answer.Content.ReadAsStringAsync(cancel));
            return answer.IsSuccessStatusCode ? 0 : Unwell;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            Console.Error.WriteLine($"No bot answers at {address.Uri}.");
            return Unwell;
        }
    }
}
