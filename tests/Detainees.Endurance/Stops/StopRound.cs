using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Detainees.Endurance.Kills;
using Detainees.Endurance.Running;
using Detainees.Phone;
using Detainees.Testing;

namespace Detainees.Endurance.Stops;

/// <summary>
/// The bot's process is asked to end (SIGTERM) in the middle of conversations, with everything in its way that could hold it up, and has
/// to end in order within the time that docs/operations.md promises.
/// </summary>
/// <param name="seed">What people do.</param>
internal sealed class StopRound(int seed, int chats)
{
    /// <summary>docs/operations.md, "As a service".</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    private readonly Random random = new(seed);

    /// <param name="held">Whether the Bot API leaves a message unanswered, and a stranger a request at the desk's address half sent.</param>
    /// <returns>From the signal to the end of the process.</returns>
    /// <exception cref="RoundFailedException">It ended otherwise than in order, or too late.</exception>
    public async Task<TimeSpan> RunAsync(bool held, CancellationToken cancel)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["forms"]);
        await File.WriteAllTextAsync(folder["forms", "form.yaml"], KillForm.Yaml, cancel);
        await using var phone = await PhoneServer.StartAsync(new PhoneOptions(), cancel);
        using var bench = new PhoneBench(phone.Address);
        await using var bot = new BotUnderTest(folder, phone.Address);
        await bot.StartAsync(cancel);
        var opened = new List<ChatOnPhone>();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var talking = Task.CompletedTask;
        try
        {
            for (var i = 0; i < chats; i++) opened.Add(await ChatOnPhone.OpenAsync(phone.Address, $"Person {i}", "en", cancel));
            talking = Task.WhenAll(opened.Select(chat => new Family(chat, new Random(random.Next()))).Select(f => f.TalkAsync(() => false, giveUp.Token)).ToList());
            await bench.RequestsAsync(random.Next(20, 20 * chats), TimeSpan.FromSeconds(20), cancel);
            using var stranger = new TcpClient();
            if (held)
            {
                await bench.BreakAsync("hang", 1, cancel, "sendMessage");
                await bench.UntilFaultAsync("hang", cancel);
                await SendHalfAsync(stranger, new Uri(bot.DeskAddress), cancel);
            }

            var watch = Stopwatch.StartNew();
            var exit = await bot.StopAsync(cancel);
            var taken = watch.Elapsed;
            RoundFailedException.Unless(exit == 0, $"seed {seed}: asked to end, the bot gave {exit} after {taken}:\n{bot.Output}");
            RoundFailedException.Unless(taken < Promise, $"seed {seed}: asked to end, the bot took {taken}:\n{bot.Output}");
            return taken;
        }
        finally
        {
            await giveUp.CancelAsync();
            await Task.WhenAny(talking);
            foreach (var chat in opened) await chat.DisposeAsync();
        }
    }

    /// <summary>Returns when the server has begun to wait for the rest.</summary>
    private static async Task SendHalfAsync(TcpClient stranger, Uri desk, CancellationToken cancel)
    {
        await stranger.ConnectAsync(desk.Host, desk.Port, cancel);
        var stream = stranger.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /desk/v1/ack HTTP/1.1\r\nHost: {desk.Authority}\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"), cancel);
        var answer = new byte[12];
        await stream.ReadExactlyAsync(answer, cancel);
        RoundFailedException.Unless(Encoding.ASCII.GetString(answer) == "HTTP/1.1 100", "The desk's address did not ask for the body.");
    }
}
