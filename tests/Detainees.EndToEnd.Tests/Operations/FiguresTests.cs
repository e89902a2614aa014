using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Detainees.EndToEnd.Tests.Running;
using Detainees.EndToEnd.Tests.Starting;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Detainees.EndToEnd.Tests.Operations;

/// <summary>What the program tells a collector, taken over real HTTP by a collector of the test's own.</summary>
public sealed class FiguresTests : IDisposable
{
    private const string Said = "Գոհար Փորձյան-Ցուցանիշ";
    private readonly Places places = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => places.Dispose();

    [Fact]
    public async Task Metrics_count_turns_and_entries_and_hold_no_word_no_chat_and_no_machine()
    {
        var (taken, came) = (new ConcurrentQueue<byte[]>(), new SemaphoreSlim(0));
        await using var collector = Collector(taken, came);
        await collector.StartAsync(Cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        await using var bot = new RunningBot(places.Practice(phone.Address, $"--Metrics:OtlpEndpoint={collector.Urls.Single()}/v1/metrics", "--Metrics:Seconds=1"));
        await bot.UntilSaidAsync("Polling began", Cancel);
        await using var family = await ChatOnPhone.OpenAsync(phone.Address, Said, "hy", Cancel);
        await family.SayAsync("/start", Cancel);
        await family.PressAsync("Հայերեն", Cancel);
        await family.SayAsync(Said, Cancel);
        await family.AwaitAsync(m => !m.Own, Cancel);

        string text;
        do
        {
            Assert.True(await came.WaitAsync(TimeSpan.FromSeconds(60), Cancel), "no figures came");
            text = Encoding.UTF8.GetString([.. taken.SelectMany(b => b)]);
        }
        while (!text.Contains("detainees.turns", StringComparison.Ordinal) || taken.Count < 4);

        foreach (var name in new[] { "detainees.turns", "detainees.commits", "detainees.drafts", "detainees.entries", "detainees.channel.silence", "stored", "duplicate" })
            Assert.Contains(name, text, StringComparison.Ordinal);
        foreach (var secret in new[] { Said, "Գոհար", family.Chat.ToString(System.Globalization.CultureInfo.InvariantCulture), PhoneServer.DummyToken, Environment.MachineName, places["data"] })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_command_says_whether_a_bot_answers()
    {
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), Cancel);
        var settings = places.Practice(phone.Address);
        var nobody = await BotRun.ToEndAsync(["health", .. settings], Cancel);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("No bot answers", nobody.Error, StringComparison.Ordinal);
        await using var bot = new RunningBot(settings);
        await bot.UntilSaidAsync("Polling began", Cancel);
        var well = await BotRun.ToEndAsync(["health", .. settings], Cancel);
        Assert.True(well.ExitCode == 0, well.Error);
    }

    private static WebApplication Collector(ConcurrentQueue<byte[]> taken, SemaphoreSlim came)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            taken.Enqueue(body.ToArray());
            came.Release();
            return Results.StatusCode((int)HttpStatusCode.OK);
        });
        return app;
    }
}
