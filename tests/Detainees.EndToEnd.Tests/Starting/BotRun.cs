using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Detainees.Endurance.Running;
using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Starting;

/// <summary>The bot's program as an operator starts it, run to its end.</summary>
/// <param name="ExitCode">As the process gave it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record BotRun(int ExitCode, string Output, string Error)
{
    /// <summary>Of no bot, and well formed; a search for it finds nothing else.</summary>
    public const string Token = "100000001:AAinventedTokenForTests-0123456789_xyz";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it with these settings and nothing of the surroundings that could change its mind.</summary>
    public static async Task<BotRun> ToEndAsync(
        IEnumerable<string> settings, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var process = Start(settings, environment, folder);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It went on running instead of refusing.\n{await output}\n{await error}");
        }

        return new BotRun(process.ExitCode, await output, await error);
    }

    public static Process Start(IEnumerable<string> settings, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = BotProgram.Start(settings, folder ?? Checkout.Root);
        (start.StandardOutputEncoding, start.StandardErrorEncoding) = (Encoding.UTF8, Encoding.UTF8);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("the bot did not start");
    }

    /// <summary>It said in one sentence why it does not start: no trace of the program's inside, no token.</summary>
    public void RefusedBecause(params string[] words)
    {
        Assert.True(ExitCode is not 0, $"exit code 0\n{Output}\n{Error}");
        var sentence = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("Detainees does not start: ", StringComparison.Ordinal));
        foreach (var word in words) Assert.Contains(word, sentence, StringComparison.OrdinalIgnoreCase);
        var all = Output + Error;
        Assert.DoesNotContain("   at ", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", all, StringComparison.Ordinal);
        Assert.DoesNotContain("AAinvented", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Polling began", all, StringComparison.Ordinal);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
