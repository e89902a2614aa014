using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>The first poll begins before everything is ready. A start that comes to nothing must not have taken anything by it.</summary>
public sealed class FirstPollTests : IDisposable
{
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Fact]
    public async Task A_bot_that_is_refused_because_another_one_has_the_data_asks_for_no_updates()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var asked = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var first = new RunningBot(places.Practice(phone.Address));
        await first.UntilSaidAsync("Polling began", Cancel);
        (await BotRun.ToEndAsync(places.Practice(asked.Address), Cancel)).RefusedBecause("another bot uses");
        Assert.DoesNotContain("getUpdates", await MethodsAsync(asked));
    }

    [Fact]
    public async Task What_came_before_a_start_that_is_refused_late_is_answered_after_the_next()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, "Anahit", "en", Cancel);
        await family.SayAsync("/start", Cancel);
        using (var taken = new TcpListener(IPAddress.Loopback, 0))
        {
            taken.Start();
            var desk = $"--DeskApi:Listen={new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)taken.LocalEndpoint).Port).Uri}";
            (await BotRun.ToEndAsync(places.Practice(phone.Address, desk), Cancel)).RefusedBecause("in use");
        }

        Assert.DoesNotContain("sendMessage", await MethodsAsync(phone));
        await using var bot = new RunningBot(places.Practice(phone.Address));
        await family.AwaitAsync(shown => !shown.Own, Cancel);
    }

    /// <summary>What the Bot API was asked for.</summary>
    private static async Task<List<string>> MethodsAsync(PhoneServer phone)
    {
        using var http = new HttpClient { BaseAddress = phone.Address };
        using var journal = JsonDocument.Parse(await http.GetStringAsync(new Uri("phone/journal", UriKind.Relative), Cancel));
        return [.. journal.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("method").GetString() ?? "")];
    }
}
