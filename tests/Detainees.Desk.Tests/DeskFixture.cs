using Detainees.Sealing;
using Detainees.Signing;
using Detainees.Testing;

namespace Detainees.Desk.Tests;

/// <summary>One case worker's machine and the server it pulls from.</summary>
internal sealed class DeskFixture : IAsyncDisposable
{
    private DeskFixture(TemporaryFolder folder, Intake intake, FakeClock clock, DeskApiServer server)
    {
        (Folder, Intake, Clock, Server) = (folder, intake, clock, server);
        Host = new DeskHost(Terminal, clock, folder.Path, WorkFactor: 4) { HomeFolder = folder["home"] };
    }

    public TemporaryFolder Folder { get; }
    public Intake Intake { get; }
    public FakeClock Clock { get; }
    public DeskApiServer Server { get; }
    public FakeTerminal Terminal { get; } = new();
    public DeskHost Host { get; set; }
    public string DeskFolder => Folder["home", "desk"];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>With keys, enrolled, and nothing pulled yet.</summary>
    public static async Task<DeskFixture> StartAsync(int reports = 0)
    {
        var clock = new FakeClock(Intake.Now);
        var intake = new Intake();
        var desk = new DeskFixture(new TemporaryFolder(), intake, clock, await DeskApiServer.StartAsync(intake, clock, Cancel));
        var made = await desk.RunAsync("keys", "new", "--no-passphrase", "--yes", "--name", "Anna");
        Assert.Equal(0, made.Code);
        desk.Enrol(made.Output);
        for (var i = 1; i <= reports; i++) intake.Add(TestReport.Number(i));
        return desk;
    }

    /// <summary>What an administrator does with the two lines of "keys new".</summary>
    public void Enrol(string output)
    {
        var lines = output.Split('\n');
        Intake.Team.Add(Recipient.TryParse(lines.Single(l => l.StartsWith("recipient: ", StringComparison.Ordinal)).Split(' ')[1])!);
        Intake.Devices.Add(VerifyingKey.TryParseOpenSsh(lines.Single(l => l.StartsWith("device: ", StringComparison.Ordinal))["device: ".Length..])!);
    }

    public async Task<Ran> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await DeskCommands.RunAsync(args, output, error, Host, Cancel);
        return new Ran(code, output.ToString(), error.ToString());
    }

    public Task<Ran> PullAsync(params string[] more) => RunAsync(["pull", "--server", Server.Address, .. more]);

    public async Task<Ran> PulledAsync()
    {
        var pulled = await PullAsync();
        Assert.True(pulled.Code == 0, pulled.ToString());
        return pulled;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Intake.Dispose();
        Folder.Dispose();
    }
}

internal sealed record Ran(int Code, string Output, string Error);

internal sealed class FakeTerminal : ITerminal
{
    public Queue<string?> Secrets { get; } = new();
    public List<string> Prompts { get; } = [];
    public bool CanAsk => Secrets.Count > 0;
    public bool IsScreen => false;

    public string? AskSecret(string prompt)
    {
        Prompts.Add(prompt);
        return Secrets.Dequeue();
    }
}
